import Foundation
import Telephony
import Testing

@testable import CallFlow

/// Edits as forms ask for them, written into files that people wrote.
struct EditingTests {
    /// A file of the project with those that it names.
    struct Example: CustomTestStringConvertible {
        let name: String
        let written: WrittenConfiguration
        var testDescription: String { name }
    }

    private static let project = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// The example of the repository, the one that `init` writes, those of the manual, and seven businesses.
    static let examples: [Example] = {
        func text(_ path: String) -> String {
            (try? String(contentsOf: project.appending(path: path), encoding: .utf8)) ?? ""
        }
        func example(_ path: String, _ others: [String] = [], matches: [String: [String]] = [:]) -> Example {
            var files = CompanionFiles()
            files.matches = matches
            for other in others {
                let folder = path.split(separator: "/").dropLast().joined(separator: "/")
                files.contents[other] = .text(text("\(folder)/\(other)"))
            }
            return Example(name: path, written: WrittenConfiguration(text(path), files: files))
        }
        let manual = text("docs/language.md").split(separator: "```yaml\n").dropFirst()
            .map { $0.prefix(upTo: $0.firstRange(of: "```")?.lowerBound ?? $0.endIndex) }.joined()
        return [
            example("announce.yaml"), example("Sources/announce/Init/Demo/announce.yaml"),
            Example(name: "docs/language.md", written: WrittenConfiguration(manual)),
            example("Tests/Businesses/breakdown-rota/announce.yaml"), example("Tests/Businesses/club/announce.yaml"),
            example("Tests/Businesses/help-desk/announce.yaml", ["customers.csv"]),
            example("Tests/Businesses/hotel/announce.yaml"),
            example(
                "Tests/Businesses/locksmith/announce.yaml", ["numbers.csv", "towns/office.yaml"],
                matches: ["towns/*.yaml": ["towns/office.yaml"]]),
            example("Tests/Businesses/practice/announce.yaml"), example("Tests/Businesses/town-hall/announce.yaml"),
        ]
    }()

    @Test(
        "Two hundred random edits change only the lines they must, keep every comment, and read back as intended",
        arguments: examples)
    func random(_ example: Example) throws {
        let editing = RandomEditing(example: example, seed: 7919, rounds: 3) { error in
            // What an edit would break, or how it is written.
            switch error {
            case .invalid, .unusual: true
            default: false
            }
        }
        let made = try editing.run(Self.edit) { made in
            let (removed, added) = Self.difference(made.before, made.after)
            let most = Self.lines(made.edit)
            #expect(
                removed.count <= most.removed && added.count <= most.added, "\(made.comment)\n\(removed)\n\(added)")
            #expect(!made.before.hasSuffix("\n") || made.after.hasSuffix("\n"), made.comment)
            // Comments go with the line of what is removed, and otherwise stay.
            let lost = Self.comments(made.before).subtracting(Self.comments(made.after))
            #expect(
                lost.allSatisfy { text in removed.contains { $0.hasSuffix(text) } && most.removes }, made.comment)
            expectIntended(made.edit, made.old, made.new, made.comment)
        }
        // Of sixty; otherwise little was tested.
        #expect(made > 20, "\(made)")
    }

    /// The most lines that an edit may remove and add, a changed line being one of each, and whether it removes an entry.
    private static func lines(_ edit: ConfigurationEdit) -> (removed: Int, added: Int, removes: Bool) {
        switch edit {
        // A section that was missing, its header included.
        case .day(_, nil, _): (1, 2, false)
        case .day(_, _, nil): (2, 1, true)
        case .day: (1, 1, false)
        // Each entry of a week can be split.
        case .week(_, _, let week): (7, 7 + Set(week).count, false)
        case .holidays(_, let selection): (selection.items.isEmpty ? 9 : 2, 2, true)
        case .number(nil, _, _): (1, 1, false)
        case .number, .choice(_, _, .some): (1, 1, false)
        case .removeNumber: (9, 1, true)
        // A section that was missing, or is no longer needed, with its header.
        case .name(_, _, nil): (2, 1, true)
        case .name: (1, 2, false)
        case .customerNumber, .customerSchedule: (1, 1, true)
        case .choice(_, _, nil): (2, 1, true)
        case .menu, .steps, .newFlow, .newMenu, .season, .timeZone, .newSchedule, .turns, .swap, .text: (0, 0, false)
        // The section with its header, below an empty line; or each of its settings.
        case .alerts: (12, 12, true)
        }
    }

    static func difference(_ old: String, _ new: String) -> (removed: [String], added: [String]) {
        let (old, new) = (old.components(separatedBy: "\n"), new.components(separatedBy: "\n"))
        let changes = new.difference(from: old)
        return (
            changes.removals.map { if case .remove(_, let line, _) = $0 { line } else { "" } },
            changes.insertions.map { if case .insert(_, let line, _) = $0 { line } else { "" } }
        )
    }

    static func comments(_ text: String) -> Set<String> {
        Set(
            text.components(separatedBy: "\n").compactMap { line in
                line.range(of: "# ").map { String(line[$0.lowerBound...]) }
            })
    }

    /// Looks at what was edited by the values of the new configuration, and at all else.
    private func expectIntended(
        _ edit: ConfigurationEdit, _ old: Configuration, _ new: Configuration, _ comment: Comment
    ) {
        var rest = new
        switch edit {
        case .week(let name, let season, let week):
            let schedule = new.schedules[name]
            if let season {
                #expect(schedule?.seasons.first { $0.days == season }?.week == week, comment)
            } else {
                let hours = schedule.map { $0.week.isEmpty ? Array(repeating: .closed, count: 7) : $0.week }
                #expect(hours == week.map { $0 ?? .closed }, comment)
            }
            rest.schedules[name] = old.schedules[name]
        case .day(let name, let before, let after):
            let days = new.schedules[name]?.specialDays ?? []
            if let after { #expect(days.contains(after), comment) }
            if let before, after?.days != before { #expect(!days.contains { $0.days == before }, comment) }
            rest.schedules[name] = old.schedules[name]
        case .holidays(let name, let selection):
            #expect(Set(new.schedules[name]?.holidays.items ?? []) == Set(selection.items), comment)
            rest.schedules[name] = old.schedules[name]
        case .number(let before, let text, let step):
            let pattern = text.flatMap { try? NumberPattern($0) } ?? before
            let entry = new.numbers.incoming.entries.first { $0.pattern == pattern }
            #expect(entry != nil, comment)
            if let step { #expect(entry?.steps.steps == step.steps, comment) }
            rest.numbers = old.numbers
        case .removeNumber(let pattern):
            #expect(!new.numbers.incoming.entries.contains { $0.pattern == pattern }, comment)
            rest.numbers = old.numbers
        case .name(let pattern, let text, let name):
            let number = text.flatMap { try? NumberPattern($0) } ?? pattern
            #expect(new.numbers.names.own(number) == name, comment)
            rest.numbers = old.numbers
        case .customerNumber(let customer, let before, let text):
            let numbers = new.customers[customer]?.numbers ?? []
            if let before { #expect(!numbers.contains(before), comment) }
            if let text { #expect(numbers.contains { $0 == (try? NumberPattern(text)) }, comment) }
            rest.customers = old.customers
        case .customerSchedule(let customer, let name):
            #expect(new.customers[customer]?.schedules.contains(name) == true, comment)
            rest.customers = old.customers
        case .choice(let menu, let keys, let step):
            let choice = new.menus[menu]?.choices.first { $0.keys == keys }
            #expect(choice?.steps.steps == step?.steps, comment)
            rest.menus[menu] = old.menus[menu]
        case .menu, .steps, .newFlow, .newMenu, .season, .timeZone, .newSchedule, .turns, .swap, .text:
            Issue.record("\(comment): is for FlowEditingTests")
        case .alerts(let settings, _):
            #expect(new.alerts == settings, comment)
            rest.alerts = old.alerts
        }
        // With a step that names it, the instance of a flow or menu with parameters goes.
        rest.flows.merge(old.flows.filter { $0.key.contains("(") }) { $1 }
        rest.menus.merge(old.menus.filter { $0.key.contains("(") }) { $1 }
        #expect(rest == old, comment)
    }

    // MARK: Random edits

    static let hours = ["09:00-12:00", "08:30-12:30, 13:30-18:00", "closed", "22:00-02:00", "00:00-24:00"]
    static let keys = [
        "2026-12-24", "12-24", "2026-07-01..2026-07-14", "12-27..01-02", "first tue", "easter-2",
    ]

    private static func edit(of configuration: Configuration, _ random: inout SplitMix64) -> ConfigurationEdit? {
        let schedule = configuration.schedules.values.sorted { $0.name < $1.name }.randomElement(using: &random)
        let hours = hours.compactMap { try? DayHours($0) }
        for _ in 0..<100 {
            let kind = Int.random(in: 0..<11, using: &random)
            switch (kind, schedule) {
            case (0, let schedule?), (1, let schedule?):
                let season = kind == 0 ? nil : schedule.seasons.randomElement(using: &random)
                var week: [DayHours?] =
                    season?.week ?? (schedule.week.isEmpty ? Array(repeating: .closed, count: 7) : schedule.week)
                for _ in 0..<Int.random(in: 1...3, using: &random) {
                    week[Int.random(in: 0..<7, using: &random)] = hours.randomElement(using: &random)
                }
                return .week(schedule: schedule.name, season: season?.days, week)
            case (2, let schedule?), (3, let schedule?), (4, let schedule?):
                let old = kind == 2 ? nil : schedule.specialDays.randomElement(using: &random)
                if kind == 4 {
                    guard let old else { continue }
                    return .day(schedule: schedule.name, old.days, nil)
                }
                guard let key = keys.randomElement(using: &random).flatMap({ try? DayKey($0) }),
                    let hours = hours.randomElement(using: &random),
                    old != nil || !schedule.specialDays.contains(where: { $0.days == key }), kind == 2 || old != nil
                else { continue }
                let days =
                    old == nil || Bool.random(using: &random) && !schedule.specialDays.contains { $0.days == key }
                    ? key : old?.days ?? key
                return .day(
                    schedule: schedule.name, old?.days,
                    SpecialDay(
                        days: days, hours: hours, isHoliday: Bool.random(using: &random),
                        announcement: ["closed", "welcome", nil].randomElement(using: &random)?.flatMap {
                            try? AnnouncementName($0)
                        }))
            case (5, let schedule?):
                let regions = ["DE-NW", "DE-BY", "AT"].filter { _ in Bool.random(using: &random) }.compactMap {
                    HolidayRegion($0)
                }
                let added = ["Heiligabend", "Rosenmontag"].filter { _ in Bool.random(using: &random) }
                let removed = ["Allerheiligen"].filter { _ in Bool.random(using: &random) }
                return .holidays(
                    schedule: schedule.name, HolidaySelection(regions, adding: added, removing: removed))
            case (6, _), (7, _):
                let step: ChosenStep =
                    [
                        .voicemail, .busy, .hangup, .dial([.number(number("+4921140011"))], people: []),
                        .dial([.number(number("+4930123456"))], people: []),
                    ].randomElement(using: &random) ?? .voicemail
                let old = configuration.numbers.incoming.entries.randomElement(using: &random)?.pattern
                if kind == 6 {
                    return .number(nil, text: "+49 211 40011\(Int.random(in: 10..<90, using: &random))", step)
                }
                guard let old else { continue }
                switch Int.random(in: 0..<3, using: &random) {
                case 0: return .removeNumber(old)
                case 1: return .number(old, text: "+49 211 40022\(Int.random(in: 10..<90, using: &random))", nil)
                default: return .number(old, text: nil, step)
                }
            case (8, _):
                guard
                    let menu = configuration.menus.values.sorted(by: { $0.name < $1.name }).randomElement(
                        using: &random),
                    !menu.name.contains("("), let old = menu.choices.randomElement(using: &random)?.keys,
                    let new = try? KeyPattern("\(Int.random(in: 4..<9, using: &random))")
                else { continue }
                switch Int.random(in: 0..<3, using: &random) {
                case 0: return .choice(menu: menu.name, old, nil)
                case 1: return .choice(menu: menu.name, old, .voicemail)
                default:
                    return .choice(menu: menu.name, new, .dial([.number(number("+4921140011"))], people: []))
                }
            case (9, _): return .alerts(alerts(configuration.alerts, &random), insteadOf: configuration.alerts)
            case (10, _):
                guard let entry = configuration.numbers.incoming.entries.randomElement(using: &random) else { continue }
                let name = ["Front desk", "Practice: room 2", "#2, “back”", nil].randomElement(using: &random) ?? nil
                if name == nil, configuration.numbers.names.own(entry.pattern) == nil { continue }
                return .name(entry.pattern, text: nil, name)
            default: continue
            }
        }
        return nil
    }

    private static func alerts(_ old: AlertSettings, _ random: inout SplitMix64) -> AlertSettings {
        var new = old
        let mail = AlertWay.Mail(
            to: ["a@example.com", "b@example.com"], from: "c@example.com",
            server: Endpoint(host: "mail.example.com", port: 465),
            encryption: .implicit, user: "x: y", passwordVariable: "SECRET")
        switch Int.random(in: 0..<5, using: &random) {
        case 0:
            new[.mail] =
                [nil, .mail(.init(to: ["a@example.com"], from: "a@example.com")), .mail(mail)][
                    .random(in: 0..<3, using: &random)]
        case 1: new[.webhook] = Bool.random(using: &random) ? nil : .webhook(.init(.url("https://example.com/a?b=c#d")))
        case 2:
            new[.ntfy] = Bool.random(using: &random) ? nil : .ntfy(.init(.variable("TOPIC"), tokenVariable: "TOKEN"))
        case 3:
            new.rules.notFetched = [nil, 3, 7][.random(in: 0..<3, using: &random)]
            (new.rules.notReady, new.rules.recordings) = (90, Bool.random(using: &random))
        default:
            new.quiet = Bool.random(using: &random) ? .closed : DayHours(spans: [1320..<1860])
            new.language = Bool.random(using: &random) ? .german : .english
        }
        if new[.mail] == nil { new.summary = nil } else { new.summary = .init(day: .monday, minute: 485) }
        return new
    }

    private static func number(_ text: String) -> PhoneNumber {
        do { return try PhoneNumber(text) } catch { fatalError("a valid literal") }
    }

    // MARK: Exact texts

    private static let head = """
        public-url: https://phone.example.com
        time-zone: Europe/Berlin
        numbers: { +49 211 1234567: voicemail }

        """

    @Test(
        "Comments, order, quotes and columns stay; a range of days is split",
        arguments: [
            (
                "    hours:   # as on the door\n      mon-thu: 09:00-12:30, 13:30-17:00   # lunch\n      fri: '09:00-14:00'\n",
                "thu 09:00-12:30, 13:30-18:00",
                "    hours:   # as on the door\n      mon-wed: 09:00-12:30, 13:30-17:00   # lunch\n      thu: 09:00-12:30, 13:30-18:00\n      fri: '09:00-14:00'\n"
            ),
            (
                "    hours: { mon-fri: 09:00-17:00 }", "fri 09:00-12:00, 13:00-14:00",
                "    hours: { mon-thu: 09:00-17:00, fri: \"09:00-12:00, 13:00-14:00\" }"
            ),
            (
                "    hours: { mon-fri: 09:00-17:00 } # all\r\n", "fri closed",
                "    hours: { mon-thu: 09:00-17:00 } # all\r\n"
            ),
            (
                "    hours:\n      daily: 08:00-20:00   # always\n", "sun 10:00-12:00",
                "    hours:\n      mon-sat: 08:00-20:00   # always\n      sun: 10:00-12:00\n"
            ),
            (
                "    hours:\n      tue: 08:00-12:00\n", "mon 08:00-12:00",
                "    hours:\n      mon: 08:00-12:00\n      tue: 08:00-12:00\n"
            ),
            (
                "    hours: {\n      mon: 08:00-12:00,  # early\n      tue: 08:00-12:00   # too\n    }\n",
                "wed 08:00-12:00",
                "    hours: {\n      mon: 08:00-12:00,  # early\n      tue: 08:00-12:00,   # too\n      wed: 08:00-12:00\n    }\n"
            ),
            (
                "    hours:\n      mon: 08:00-12:00     # comment\n", "mon 08:00-12:00, 14:00-15:00",
                "    hours:\n      mon: 08:00-12:00, 14:00-15:00 # comment\n"
            ),
        ])
    func week(_ before: String, _ change: String, _ after: String) throws {
        let start = Self.head + "schedules:\n  office:\n"
        var editor = try ConfigurationEditor(WrittenConfiguration(start + before), folder: "/project")
        let words = change.split(separator: " ", maxSplits: 1)
        let day = try #require(Weekday(name: words[0]))
        var week: [DayHours?] = try #require(editor.configuration.schedules["office"]).week
        week[day.rawValue] = try DayHours(String(words[1]))
        try editor.apply([.week(schedule: "office", season: nil, week)])
        #expect(editor.written.text == start + after)
    }

    @Test("A special day is added in its place, changed and removed; the last takes its section with it")
    func days() throws {
        let before =
            Self.head + """
                schedules:
                  office:
                    hours: { mon: 09:00-17:00 }   # Mondays
                    days:
                      # Christmas
                      12-24: 09:00-12:00          # every year
                      12-28..01-01: closed
                """
        var editor = try ConfigurationEditor(WrittenConfiguration(before), folder: "/project")
        func day(_ key: String, _ hours: String) throws -> SpecialDay {
            SpecialDay(days: try DayKey(key), hours: try DayHours(hours))
        }
        try editor.apply([
            .day(schedule: "office", nil, try day("12-26", "closed")),
            .day(schedule: "office", try DayKey("12-24"), try day("12-24", "09:00-13:00, 14:00-15:00")),
        ])
        #expect(
            editor.written.text
                == before.replacing("09:00-12:00          #", with: "09:00-13:00, 14:00-15:00 #")
                .replacing("      12-28..", with: "      12-26: closed\n      12-28.."))
        try editor.apply(try ["12-24", "12-26", "12-28..01-01"].map { .day(schedule: "office", try DayKey($0), nil) })
        // Comments in lines of their own must not be removed.
        #expect(editor.written.text.contains("# Mondays"))
        #expect(editor.configuration.schedules["office"]?.specialDays == [])
    }

    @Test(
        "What callers hear on a special day is added to its hours, changed and taken away where they are",
        arguments: [
            (
                "12-24: 09:00-12:00   # every year", "christmas",
                "12-24: { hours: 09:00-12:00, play: christmas } # every year"
            ),
            ("12-24: { hours: closed, play: old }", "christmas", "12-24: { hours: closed, play: christmas }"),
            ("12-24: { play: old, hours: closed }   # eve", nil, "12-24: closed                         # eve"),
            (
                "12-24: { hours: \"09:00-10:00, 11:00-12:00\" }", "christmas",
                "12-24: { hours: \"09:00-10:00, 11:00-12:00\", play: christmas }"
            ),
            (
                "12-24:\n        hours: closed   # all day\n        play: old   # a choir", "christmas",
                "12-24:\n        hours: closed   # all day\n        play: christmas # a choir"
            ),
            ("12-24:\n        hours: closed\n        play: old", nil, "12-24: closed"),
        ])
    func announcementOfDay(_ before: String, _ announcement: String?, _ after: String) throws {
        let start = Self.head + "schedules:\n  office:\n    days:\n      "
        var editor = try ConfigurationEditor(WrittenConfiguration(start + before), folder: "/project")
        let day = try #require(editor.configuration.schedules["office"]?.specialDays.first)
        let new = SpecialDay(
            days: day.days, hours: day.hours, announcement: try announcement.map { try AnnouncementName($0) })
        try editor.apply([.day(schedule: "office", day.days, new)])
        #expect(editor.written.text == start + after)
    }

    @Test(
        "What cannot be edited without harm is refused, and nothing is changed",
        arguments: [
            // An alias is another entry's value too.
            "  other:\n    hours: &h { mon: 09:00-17:00 }\n  office:\n    hours: *h\n",
            "  office:\n    hours: &h { mon: 09:00-17:00 }\n  other:\n    hours: *h\n",
        ])
    func refused(_ schedules: String) throws {
        let text = Self.head + "schedules:\n" + schedules
        var editor = try ConfigurationEditor(WrittenConfiguration(text), folder: "/project")
        let week = Array(repeating: DayHours.closed as DayHours?, count: 6) + [try DayHours("10:00-11:00")]
        #expect(throws: ConfigurationEditError.self) {
            try editor.apply([.week(schedule: "office", season: nil, week)])
        }
        #expect(editor.written.text == text)
    }

    @Test("Numbers are edited where they are: in the file, in an included one, and in tables")
    func numbers() throws {
        let main = """
            public-url: https://phone.example.com
            time-zone: Europe/Berlin
            include: more.yaml
            numbers:
              file: numbers.csv
            flows: { day: voicemail, night: hangup }
            """
        var files = CompanionFiles()
        let table = "Number;flow\r\n+49 211 1234567;day\r\n\"+49 211 1234568\";day\r\n"
        files.contents = [
            "more.yaml": .text("numbers:\n  +49 30 12345: night  # Berlin\n"), "numbers.csv": .text(table),
        ]
        var editor = try ConfigurationEditor(WrittenConfiguration(main, files: files), folder: "/project")
        try editor.apply([
            .number(try NumberPattern("+4930 12345"), text: nil, .flow("day")),
            .number(try NumberPattern("+49211 1234568"), text: "+49 211 1234569", .flow("night")),
            .removeNumber(try NumberPattern("+49211 1234567")),
            .number(nil, text: "+49 30 12346", .voicemail),
        ])
        #expect(editor.written.text == main)
        #expect(
            editor.written.files.text(of: "more.yaml")
                == "numbers:\n  +49 30 12345: day    # Berlin\n  +49 30 12346: voicemail\n")
        #expect(editor.written.files.text(of: "numbers.csv") == "Number;flow\r\n+49 211 1234569;night\r\n")
        #expect(throws: ConfigurationEditError.exists("+493012346")) {
            try editor.apply([.number(nil, text: "+493012346", .voicemail)])
        }
    }

    @Test("Names, and the customers of numbers, are written where they are, and go along with a number that changes")
    func namesAndCustomers() throws {
        let main = """
            public-url: https://phone.example.com
            time-zone: Europe/Berlin
            include: more.yaml
            numbers:
              +49 211 1234567: voicemail
              +49 211 1234568: hangup   # nights
              names:
                +49 211 1234567: Front desk   # downstairs
              file: numbers.csv
            """
        let more = """
            customers:
              bakery: { name: Bäckerei, numbers: [ +49 211 1234567, +49 211 1234570 ] }
              salon: +49 211 1234568
              shop:
                name: Shop
                numbers:
                  - +49 211 1234569   # the only one

            """
        let table = "number;flow;name;customer\r\n+49 211 1234569;voicemail;;\r\n+49 211 1234570;voicemail;Office;\r\n"
        var files = CompanionFiles()
        files.contents = ["more.yaml": .text(more), "numbers.csv": .text(table)]
        var editor = try ConfigurationEditor(WrittenConfiguration(main, files: files), folder: "/project")
        func number(_ end: Int) throws -> NumberPattern { try NumberPattern("+49 211 12345\(end)") }
        #expect(editor.configuration.numbers.names[try number(70)] == "Office")
        // Another number, with its name and its customer.
        try editor.apply([
            .number(try number(67), text: "+49 211 1234599", nil),
            .name(try number(67), text: "+49 211 1234599", "Front desk"),
            .customerNumber(customer: "bakery", try number(67), text: "+49 211 1234599"),
        ])
        #expect(editor.written.text == main.replacing("1234567", with: "1234599"))
        #expect(editor.written.files.text(of: "more.yaml") == more.replacing("1234567", with: "1234599"))
        // The row of a table keeps its columns.
        try editor.apply([
            .number(try number(70), text: "+49 211 1234571", nil),
            .name(try number(70), text: "+49 211 1234571", "Office"),
            .customerNumber(customer: "bakery", try number(70), text: "+49 211 1234571"),
        ])
        #expect(editor.written.files.text(of: "numbers.csv") == table.replacing("1234570", with: "1234571"))
        // Names are given and taken away.
        try editor.apply([
            .name(try number(68), text: nil, "Night: line"), .name(try number(71), text: nil, nil),
            .name(try number(69), text: nil, "Shop"),
        ])
        #expect(editor.written.text.contains("  # downstairs\n    +49 211 123 4568: \"Night: line\"\n  file"))
        #expect(
            editor.written.files.text(of: "numbers.csv")?.contains(";Shop;\r\n+49 211 1234571;voicemail;;\r\n") == true)
        // So are customers: by their column, in lists, and where there is only one.
        try editor.apply([
            .customerNumber(customer: "salon", try number(68), text: nil),
            .customerNumber(customer: "bakery", nil, text: "+49 211 1234568"),
            .customerNumber(customer: "shop", try number(69), text: nil),
            .customerNumber(customer: "salon", nil, text: "+49 211 1234569"),
        ])
        #expect(
            editor.written.files.text(of: "more.yaml")
                == more.replacing("1234567", with: "1234599").replacing("1234570 ]", with: "1234571, +49 211 1234568 ]")
                .replacing("salon: +49 211 1234568", with: "salon: { name: salon }")
                .replacing("    numbers:\n      - +49 211 1234569   # the only one\n", with: ""))
        #expect(
            editor.written.files.text(of: "numbers.csv")?.contains("+49 211 1234569;voicemail;Shop;salon\r\n") == true)
        // A number that goes leaves nothing behind.
        try editor.apply([
            .customerNumber(customer: "bakery", try number(99), text: nil), .name(try number(99), text: nil, nil),
            .removeNumber(try number(99)),
        ])
        #expect(!editor.written.text.contains("1234599") && !editor.written.text.contains("desk"))
        #expect(throws: ConfigurationEditError.missing("customer gone")) {
            try editor.apply([.customerNumber(customer: "gone", nil, text: "+49 211 1234568")])
        }
    }

    @Test(
        "Alerts are entered, changed and removed where they are, however they are written",
        arguments: [
            ("", "ntfy", "\nalerts:\n  ntfy: https://ntfy.sh/shop\n"),
            ("# the end", "ntfy", "# the end\n\nalerts:\n  ntfy: https://ntfy.sh/shop\n"),
            (
                "alerts: # Anna\n    mail: a@y.z   # hers\n\n# log\nlog: { keep: 30d }\n", "ntfy",
                "alerts: # Anna\n    mail: a@y.z   # hers\n    ntfy: https://ntfy.sh/shop\n\n# log\nlog: { keep: 30d }\n"
            ),
            (
                "alerts: { mail: a@y.z } # Anna\n", "ntfy",
                "alerts: { mail: a@y.z, ntfy: https://ntfy.sh/shop } # Anna\n"
            ),
            ("alerts:\n  mail: a@y.z   # hers\n", "mail", "alerts:\n  mail: b@y.z   # hers\n"),
            (
                "alerts:\n  mail:\n    to: a@y.z\n    smtp: m.y.z   # ours\n", "mail",
                "alerts:\n  mail:\n    to: b@y.z\n    smtp: m.y.z   # ours\n"
            ),
            ("alerts:\n  mail: a@y.z\nlog: { keep: 30d }\n", "off", "log: { keep: 30d }\n"),
            (
                "alerts: { mail: a@y.z, rules: { signatures: off } }\n", "off",
                "alerts: { rules: { signatures: off } }\n"
            ),
            (
                "alerts:\n  mail: a@y.z\n", "rules",
                "alerts:\n  mail: a@y.z\n  rules:\n    not-fetched: off\n    not-ready: 90s\n"
            ),
            (
                "alerts:\n  rules:\n    not-fetched: 5   # patient\n    no-calls: 2h\n", "rules",
                "alerts:\n  rules:\n    not-fetched: off # patient\n    no-calls: 2h\n    not-ready: 90s\n"
            ),
            (
                "alerts: { ntfy: { url-env: T } }\r\n", "rules",
                "alerts: { ntfy: { url-env: T }, rules: { not-fetched: off, not-ready: 90s } }\r\n"
            ),
        ])
    func alerts(_ before: String, _ change: String, _ after: String) throws {
        var editor = try ConfigurationEditor(WrittenConfiguration(Self.head + before), folder: "/project")
        let old = editor.configuration.alerts
        var new = old
        switch change {
        case "ntfy": new[.ntfy] = .ntfy(.init(.url("https://ntfy.sh/shop")))
        case "mail":
            guard case .mail(var mail)? = old[.mail] else { throw CancellationError() }
            mail = .init(to: ["b@y.z"], from: "b@y.z", server: mail.server)
            new[.mail] = .mail(mail)
        case "off": new[.mail] = nil
        default: (new.rules.notFetched, new.rules.notReady) = (nil, 90)
        }
        try editor.apply([.alerts(new, insteadOf: old)])
        #expect(editor.written.text == Self.head + after)
        #expect(editor.configuration.alerts == new)
        // What someone else has changed meanwhile is not undone.
        #expect(throws: ConfigurationEditError.missing("alerts")) { try editor.apply([.alerts(old, insteadOf: old)]) }
    }
}
