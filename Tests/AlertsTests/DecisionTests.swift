import CallFlow
import Telephony
import Testing

@testable import Alerts

/// What is wrong, by facts and rules.
@Suite("Rules")
struct DecisionTests {
    private static func causes(
        at time: String = "2026-11-27T12:00", _ rules: AlertRules = AlertRules(), _ change: (inout AlertFacts) -> Void
    ) throws -> [AlertCause] {
        var facts = Occasion.fine
        change(&facts)
        return AlertDecision(facts, by: rules, at: try Occasion.moment(time)).causes
    }

    @Test("limits are reached, or are not") func limits() throws {
        #expect(try Self.causes { _ in }.isEmpty)
        #expect(try Self.causes { $0.unfetched = [Occasion.unfetched(answers: 2)] }.isEmpty)
        #expect(try Self.causes { $0.unfetched = [Occasion.unfetched(answers: 3)] }.map(\.subject) == ["welcome"])
        #expect(try Self.causes { $0.refusals = 2 }.isEmpty)
        #expect(try Self.causes { $0.refusals = 3 } == [.signatures(count: 3)])
        #expect(try Self.causes { $0.notReady = ["No."] } == [.notReady(reasons: ["No."])])
        #expect(try Self.causes { $0.callLog = ["Full."] } == [.callLog(faults: ["Full."])])
        var off = AlertRules()
        (off.notFetched, off.noCalls, off.notReady, off.certificate) = (nil, nil, nil, nil)
        (off.recordings, off.signatures, off.callLog, off.runningOut) = (false, nil, false, nil)
        let none = try Self.causes(off) { facts in
            (facts.unfetched, facts.refusals, facts.notReady) = ([Occasion.unfetched()], 9, ["No."])
            (facts.callLog, facts.recordings) = (["Full."], [.init(name: "a", reason: "No.")])
        }
        #expect(none.isEmpty)
    }

    @Test(
        "a certificate within 14 days of its end; one that is renewed by itself, within a quarter of its lifetime",
        arguments: [
            ("2026-12-12T12:00", "2026-09-13T12:00", false, nil), ("2026-12-11T11:00", "2026-09-13T12:00", false, 13),
            ("2026-11-27T11:00", "2026-09-13T12:00", false, -1), ("2026-12-11T11:00", "2026-09-12T12:00", true, 13),
            ("2026-11-30T12:00", "2026-11-24T12:00", true, nil), ("2026-11-28T11:00", "2026-11-22T12:00", true, 0),
        ] as [(String, String, Bool, Int?)])
    func certificate(until: String, from: String, isRenewed: Bool, days: Int?) throws {
        let (from, until) = (try Occasion.moment(from), try Occasion.moment(until))
        let causes = try Self.causes {
            $0.certificate = .init(host: "a.example", from: from, until: until, isRenewed: isRenewed)
        }
        #expect(causes == (days.map { [.certificate(host: "a.example", days: $0)] } ?? []))
    }

    @Test("special days and turns that run out; what recurs never does") func runningOut() throws {
        func schedule(_ days: DayKey...) -> Schedule {
            Schedule(name: "office", week: [], specialDays: days.map { SpecialDay(days: $0, hours: .closed) })
        }
        let (soon, far) = (try CivilDate("2026-12-10"), try CivilDate("2026-12-11"))
        #expect(
            try Self.causes { $0.schedules = [schedule(.dates(soon, soon))] }
                == [.scheduleEnds(schedule: "office", last: "2026-12-10", days: 13)])
        #expect(try Self.causes { $0.schedules = [schedule(.dates(soon, soon), .dates(far, far))] }.isEmpty)
        #expect(try Self.causes { $0.schedules = [schedule(.dates(soon, soon), .easter(1))] }.isEmpty)
        #expect(try Self.causes { $0.schedules = [schedule()] }.isEmpty)
        let turns = [("2026-11-01", "anna"), ("2026-11-27", "bernd")].map { day, person in
            Rota.Listed(start: LocalTime(date: (try? CivilDate(day)) ?? soon, second: 0), person: person)
        }
        #expect(
            try Self.causes { $0.rotas = [Rota(name: "on-call", turns: .listed(turns))] }
                == [.rotaEnds(rota: "on-call", person: "bernd", last: "2026-11-27", days: 0)])
    }

    /// Hours until now: `open` and calls in the last ones, and `usual` calls in the same hours of four weeks before.
    private static func hours(_ last: [(Bool, Int)], usual: Int) -> [AlertFacts.Hour] {
        var hours = Array(repeating: AlertFacts.Hour(isOpen: false, calls: 0), count: 31 * 24)
        for (index, hour) in last.enumerated() {
            let place = hours.count - last.count + index
            hours[place] = .init(isOpen: hour.0, calls: hour.1)
            for week in 1...4 { hours[place - week * 168].calls = usual }
        }
        return hours
    }

    @Test(
        "none of the open hours' usual calls",
        arguments: [
            (Array(repeating: (true, 0), count: 4), 2, 8), (Array(repeating: (true, 0), count: 4), 1, nil),
            ([(true, 0), (true, 1), (true, 0), (true, 0)], 9, nil), (Array(repeating: (true, 0), count: 3), 9, nil),
            // The evening of yesterday counts with the morning.
            ([(true, 0), (true, 0)] + Array(repeating: (false, 0), count: 15) + [(true, 0), (true, 0)], 2, 8),
            // Closed now: no call means nothing.
            (Array(repeating: (true, 0), count: 4) + [(false, 0)], 9, nil),
        ] as [([(Bool, Int)], Int, Int?)])
    func noCalls(_ last: [(Bool, Int)], _ usual: Int, _ missed: Int?) throws {
        let causes = try Self.causes { $0.hours = Self.hours(last, usual: usual) }
        #expect(causes == (missed.map { [.noCalls(hours: 4, usual: $0)] } ?? []))
    }

    @Test("every cause has a headline and sentences in both languages") func words() throws {
        let causes: [AlertCause] = [
            .notFetched(prompt: "p", file: "p.wav", answers: 3, begun: 1), .noCalls(hours: 4, usual: 9),
            .notReady(reasons: ["r"]), .certificate(host: "h", days: 3), .certificate(host: "h", days: -1),
            .recording(name: "r", reason: "No."), .signatures(count: 3), .callLog(faults: ["f"]),
            .scheduleEnds(schedule: "s", last: "2026-12-24", days: 0),
            .rotaEnds(rota: "r", person: "anna", last: "2026-12-24", days: 1),
        ]
        let server = try PublicURL("https://phone.example.com/ann")
        let (english, german) = (
            AlertWords(language: .english, zone: Occasion.zone, server: server),
            AlertWords(language: .german, zone: Occasion.zone, server: server)
        )
        for cause in causes {
            #expect(english.title(cause) != german.title(cause) && !english.title(cause).hasSuffix("."))
            #expect(!english.text(cause).isEmpty && !german.text(cause).isEmpty)
        }
        #expect(english.text(causes[0]).contains("https://phone.example.com/ann/media/p.wav"))
        #expect(german.time(try Occasion.moment("2026-12-24T09:00")) == "Do., 24.12., 09:00 Uhr")
    }
}
