import Telephony
import Testing

@testable import CallFlow

@Suite("Texts that follow the time")
struct TextTemplateTests {
    private static let text = """
        public-url: https://phone.example.com
        time-zone: Europe/Berlin
        recordings: { folder: media }
        numbers:
          +49 211 1234567: [ { check: office, open: hangup, closed: voicemail } ]
          +49 211 1234568: [ { check: nights, open: hangup, closed: voicemail } ]
          +49 211 1234569: [ { check: always, open: hangup }, hangup ]
          +49 211 1234570: [ { check: never, open: hangup }, hangup ]
          +49 211 1234571: [ { check: away, open: hangup }, hangup ]
          +49 211 1234572: [ { check: evening, open: hangup }, hangup ]
          +49 211 1234573: [ { check: early bird, open: hangup }, hangup ]
          default: connect
        schedules:
          office:
            hours: { mon-fri: "09:00-12:30, 13:30-17:00" }
            holidays: DE-NW
            days: { 12-24: holiday, 2026-12-28..2027-01-01: closed, 2027-02-02: holiday }
          nights: { hours: { fri-sat: 22:00-04:00 } }
          always: { hours: { daily: 00:00-24:00 } }
          never: { hours: { daily: closed } }
          away: { time-zone: America/New_York, hours: { mon-fri: 09:00-17:00 } }
          evening: { hours: { fri: 18:00-24:00 } }
          early bird: { hours: { sun: 02:30-05:00 } }
        """

    private func configuration() throws -> Configuration {
        let reading = ConfigurationFile.read(Self.text, folder: "/", announcements: nil)
        return try #require(reading.configuration, "\(reading.problems)")
    }

    private func moment(_ text: String) throws -> Moment {
        try #require(Zone("Europe/Berlin")).moment(of: try #require(LocalTime(text)))
    }

    private func context(
        _ language: WordingLanguage?, _ overrides: [ScheduleOverride] = [], _ parameters: [String: String] = [:]
    ) throws -> TextContext {
        let configuration = try configuration()
        return TextContext(
            schedules: configuration.schedules, zone: configuration.timeZone, overrides: ScheduleOverrides(overrides),
            language: language, parameters: parameters)
    }

    @Test(
        "German",
        arguments: [
            (
                "Ab {office.opens} sind wir für Sie da.", "2026-11-27T17:00",
                "Ab Montag um neun Uhr sind wir für Sie da."
            ),
            (
                "Ab {office.opens} sind wir für Sie da.", "2026-11-27T12:45",
                "Ab heute um dreizehn Uhr dreißig sind wir für Sie da."
            ),
            (
                "Ab {office.opens} sind wir für Sie da.", "2026-11-30T17:30",
                "Ab morgen um neun Uhr sind wir für Sie da."
            ),
            // From midnight on it is today.
            (
                "Ab {office.opens} sind wir für Sie da.", "2026-11-29T23:59",
                "Ab morgen um neun Uhr sind wir für Sie da."
            ),
            ("Ab {office.opens} sind wir für Sie da.", "2026-11-30T00:00", "Ab heute um neun Uhr sind wir für Sie da."),
            // While it is open, the next time.
            (
                "Ab {office.opens} sind wir für Sie da.", "2026-11-30T10:00",
                "Ab heute um dreizehn Uhr dreißig sind wir für Sie da."
            ),
            ("Ab {office.opens}.", "2026-12-23T17:00", "Ab Montag, den vierten Januar, um neun Uhr."),
            ("Wir öffnen um {office.opens}.", "2026-11-27T12:45", "Wir öffnen um dreizehn Uhr dreißig."),
            ("Wir öffnen um {office.opens}.", "2026-11-27T17:00", "Wir öffnen Montag um neun Uhr."),
            ("Wir öffnen am {office.opens}.", "2026-11-27T17:00", "Wir öffnen am Montag um neun Uhr."),
            ("Wir öffnen am {office.opens}.", "2026-11-26T17:00", "Wir öffnen morgen um neun Uhr."),
            ("Um {office.opens}.", "2026-11-26T17:00", "Morgen um neun Uhr."),
            ("{office.opens} geht es weiter.", "2026-11-26T17:00", "Morgen um neun Uhr geht es weiter."),
            ("Wir sind bis {office.closes} da.", "2026-11-27T10:00", "Wir sind bis zwölf Uhr dreißig da."),
            ("Wir sind bis {office.closes} da.", "2026-11-27T18:00", "Wir sind bis Montag um zwölf Uhr dreißig da."),
            // Past midnight, and up to it.
            ("Bis {nights.closes}.", "2026-11-28T01:00", "Bis vier Uhr."),
            ("Bis {nights.closes}.", "2026-11-27T23:00", "Bis morgen um vier Uhr."),
            ("Bis {evening.closes}.", "2026-11-27T20:00", "Bis vierundzwanzig Uhr."),
            (
                "Heute {office.hours.today}.", "2026-11-27T08:00",
                "Heute von neun bis zwölf Uhr dreißig und von dreizehn Uhr dreißig bis siebzehn Uhr."
            ),
            ("Willkommen. Heute {office.hours.today}.", "2026-11-28T08:00", "Willkommen."),
            ("Heute: {office.hours.today}.", "2026-11-28T08:00", "Heute: geschlossen."),
            ("Heute {office.hours.today}.", "2026-11-28T08:00", "Heute geschlossen."),
            ("Heute {nights.hours.today}.", "2026-11-28T03:00", "Heute von zweiundzwanzig bis vier Uhr."),
            (
                "Wir sind {always.hours.today} da. Bis {always.closes}.", "2026-11-28T08:00",
                "Wir sind rund um die Uhr da."
            ),
            // Closed for ever.
            ("Wir haben geschlossen. Ab {never.opens} wieder.", "2026-11-28T08:00", "Wir haben geschlossen."),
            ("Ab {never.opens} wieder.", "2026-11-28T08:00", "Ab demnächst wieder."),
            (
                "Dr. Nr. 5 hat z. B. zu! Ab {never.opens} wieder. Danke.", "2026-11-28T08:00",
                "Dr. Nr. fünf hat z. B. zu! Danke."
            ),
            // The clocks go back and forward.
            ("Bis {nights.closes}.", "2026-10-24T23:00", "Bis morgen um vier Uhr."),
            ("Bis {nights.closes}.", "2027-03-27T23:30", "Bis morgen um vier Uhr."),
            ("{early bird.opens}.", "2027-03-28T01:00", "Heute um drei Uhr."),
            ("Um {office.opens}.", "2026-10-25T02:30", "Morgen um neun Uhr."),
            // Its own clock.
            ("Um {away.opens}.", "2026-11-27T08:00", "Um neun Uhr."),
            ("Um {away.opens}.", "2026-11-28T01:00", "Montag um neun Uhr."),
            ("Heute ist {holiday}.", "2026-12-25T10:00", "Heute ist erster Weihnachtstag."),
            ("Am {holiday} ist zu.", "2026-12-26T10:00", "Am zweiten Weihnachtstag ist zu."),
            ("Am {holiday} ist zu.", "2026-11-27T10:00", "Am Heiligabend ist zu."),
            ("Am {office.holiday} ist zu.", "2027-02-01T10:00", "Am zweiten Februar ist zu."),
            (
                "Am {holiday} und ab {office.opens}.", "2027-01-01T10:00",
                "Am zweiten Februar und ab Montag um neun Uhr."
            ),
            ("Wegen {holiday} zu.", "2027-03-25T10:00", "Wegen Karfreitag zu."),
            (
                "{firma}, 0211 400 1100, {fremd}.", "2027-03-25T10:00",
                "Müller & 3 Söhne, null zwei eins eins, vier null null, eins eins null null, {fremd}."
            ),
        ])
    func german(_ written: String, _ time: String, _ spoken: String) throws {
        let template = try TextTemplate(written)
        let context = try context(.german, [], ["firma": "Müller & 3 Söhne"])
        let expected = spoken.replacing("3 Söhne", with: "drei Söhne")
        #expect(template.spoken(at: try moment(time), in: context) == expected)
    }

    @Test(
        "English",
        arguments: [
            ("We are back on {office.opens}.", "2026-11-27T17:00", "We are back on Monday at nine a.m."),
            ("We are back on {office.opens}.", "2026-11-26T17:00", "We are back tomorrow at nine a.m."),
            ("We open at {office.opens}.", "2026-11-27T12:45", "We open at one thirty p.m."),
            ("We open at {office.opens}. Bye.", "2026-11-27T17:00", "We open Monday at nine a.m. Bye."),
            ("Open until {office.closes}.", "2026-11-27T10:00", "Open until twelve thirty p.m."),
            ("Open until {evening.closes}.", "2026-11-27T20:00", "Open until midnight."),
            ("From {office.opens}.", "2026-12-23T17:00", "From Monday, the fourth of January, at nine a.m."),
            ("Today {office.hours.today}.", "2026-11-28T08:00", "Today closed."),
            ("Today is {holiday}.", "2026-12-25T10:00", "Today is Christmas Day."),
            ("Closed on {holiday}.", "2026-12-24T10:00", "Closed on Christmas Eve."),
            ("Back {never.opens}.", "2026-12-24T10:00", "Back later."),
        ])
    func english(_ written: String, _ time: String, _ spoken: String) throws {
        let template = try TextTemplate(written)
        #expect(template.spoken(at: try moment(time), in: try context(.english)) == spoken)
    }

    @Test("Overrides count as they do for callers")
    func overrides() throws {
        let closed = ScheduleOverride(schedule: "office", state: .closed, until: try moment("2026-11-27T15:00"))
        let evening = ScheduleOverride(
            schedule: "office", state: .open, from: try moment("2026-11-27T18:00"),
            until: try moment("2026-11-27T20:00"))
        let context = try context(.german, [closed, evening])
        let now = try moment("2026-11-27T10:00")
        for (written, spoken) in [
            ("Ab {office.opens}.", "Ab heute um fünfzehn Uhr."), ("Bis {office.closes}.", "Bis siebzehn Uhr."),
            ("{office.hours.today}", "Von fünfzehn bis siebzehn Uhr und von achtzehn bis zwanzig Uhr"),
        ] {
            #expect(try TextTemplate(written).spoken(at: now, in: context) == spoken)
        }
    }

    @Test("Without a language, and at any time, what follows the time is left out")
    func lasting() throws {
        let template = try TextTemplate("Guten Tag, {wer}. Ab {office.opens} sind wir da. Nummer 5.")
        let time = try moment("2026-11-27T10:00")
        #expect(template.spoken(at: time, in: try context(nil, [], ["wer": "Du"])) == "Guten Tag, Du. Nummer 5.")
        #expect(template.spokenAtAnyTime(in: try context(.german, [], ["wer": "Du"])) == "Guten Tag, Du. Nummer fünf.")
        #expect(try TextTemplate("Ab {office.opens}").spokenAtAnyTime(in: try context(.german)) == nil)
        #expect(template.parameters == ["wer"])
        #expect(template.followsTime)
        #expect(try !TextTemplate("Guten Tag, {wer}.").followsTime)
    }

    @Test(
        "The wordings of 14 days say at every moment what would be said then",
        arguments: [
            ("2026-10-20T10:00", "Ab {office.opens} und bis {nights.closes}, heute: {office.hours.today}.", 60),
            ("2026-12-20T23:59", "Heute ist {holiday}. Ab {office.opens}.", 20),
            ("2027-03-20T12:00", "{early bird.opens}, {away.closes}", 60),
            ("2026-10-20T12:00", "{early bird.opens}, {early bird.closes}, {office.opens}", 60),
            ("2026-11-27T10:00", "Guten Tag.", 1),
            ("2026-11-27T10:00", "Bis {never.opens}.", 1),
        ])
    func variants(_ start: String, _ written: String, _ most: Int) throws {
        let from = try moment(start)
        let closed = ScheduleOverride(
            schedule: "office", state: .closed, from: from.adding(.seconds(86_400)),
            until: from.adding(.seconds(180_000)))
        let (template, context) = (try TextTemplate(written), try context(.german, [closed]))
        let variants = TextVariants(of: template, from: from, in: context)
        #expect(Set(variants.wordings).count == variants.wordings.count)
        #expect(variants.wordings.count <= most)
        #expect(variants.changes.first?.from == from)
        var moments = (0..<(14 * 24)).map { from.adding(.seconds($0 * 3600 + 60)) }
        moments += variants.changes.flatMap { [$0.from, $0.from.adding(.seconds(-1))] }.filter { from <= $0 }
        for moment in moments {
            #expect(variants.wording(at: moment) == template.spoken(at: moment, in: context))
        }
        #expect(variants.wording(at: from.adding(.seconds(-1))) == nil)
        #expect(variants.wording(at: variants.until) == nil)
        #expect(variants.spans.last?.until == variants.until)
        #expect(Set(variants.spans.map(\.wording)) == Set(variants.wordings.indices))
    }

    @Test("Lines are joined, and a text has one spelling")
    func normalized() throws {
        #expect(try TextTemplate("  Guten\n  Tag,\t\u{A0}Mu\u{308}ller. ").written == "Guten Tag, Müller.")
        #expect(Array(try TextTemplate("Mu\u{308}ller").written.unicodeScalars).count == 6)
        #expect(try TextTemplate(String(repeating: "ä", count: 4000)).written.count == 4000)
    }

    @Test(
        "What cannot be a text",
        arguments: [
            ("", TextProblem.empty), (" \n\u{2003}", .empty), (String(repeating: "a", count: 4001), .tooLong(4001)),
            (String(repeating: "Nein. ", count: 17_000), .tooLong(102_000)),
            (String(repeating: "a\u{301}\u{302}", count: 2001), .tooLong(4002)),
            ("Guten\u{0}Tag", .controlCharacter("\u{0}")), ("Guten\u{1B}[1mTag", .controlCharacter("\u{1B}")),
            ("\u{202E}gaT", .controlCharacter("\u{202E}")), ("Ab {office.opens", .openBrace("{office.opens")),
            ("Ab {{office.opens}}", .openBrace("{{office.opens}}")),
            ("Ab office.opens} da", .strayBrace("Ab office.opens")),
            ("{}", .notAPlaceholder("")), ("{ }", .notAPlaceholder("")), ("{1}", .notAPlaceholder("1")),
            ("{keys}", .notAPlaceholder("keys")), ("{.opens}", .notAPlaceholder(".opens")),
            ("{office.}", .notAPlaceholder("office.")),
            ("{office.opnes}", .unknownField("opnes", schedule: "office", meant: "opens")),
            ("{office.colour}", .unknownField("colour", schedule: "office", meant: nil)),
        ])
    func refused(_ written: String, _ problem: TextProblem) {
        #expect(throws: problem) { try TextTemplate(written) }
        #expect(!problem.words.isEmpty)
    }

    @Test("Schedules that are not there, and holidays of none or of several")
    func schedules() throws {
        var schedules = try configuration().schedules
        #expect(try TextTemplate("{holiday} {never.opens} {x}").schedules(in: schedules) == ["never", "office"])
        #expect(throws: TextProblem.unknownSchedule("ofice", meant: "office")) {
            try TextTemplate("{ofice.opens}").schedules(in: schedules)
        }
        schedules["branch"] = Schedule(
            name: "branch", week: [], holidays: HolidaySelection([try #require(HolidayRegion("DE-BY"))]))
        #expect(throws: TextProblem.severalHolidays(["branch", "office"])) {
            try TextTemplate("{holiday}").schedules(in: schedules)
        }
        #expect(try TextTemplate("{holiday} {branch.opens}").schedules(in: schedules) == ["branch"])
        schedules = ["never": try #require(schedules["never"])]
        #expect(throws: TextProblem.noHolidays) { try TextTemplate("{holiday}").schedules(in: schedules) }
    }
}
