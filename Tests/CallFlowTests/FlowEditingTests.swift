import Telephony
import Testing

@testable import CallFlow

/// Edits of flows, of menus beside their keys, of seasons and clocks, written into files that people wrote.
struct FlowEditingTests {
    @Test(
        "Two hundred random edits of flows, menus and schedules change nothing outside what they are about, keep every comment, and read back as intended",
        arguments: EditingTests.examples)
    func random(_ example: EditingTests.Example) throws {
        let editing = RandomEditing(example: example, seed: 104_729, rounds: 10) { error in
            // What an edit would break, or how it is written. A holiday without steps of its own has those of closed, so they
            // cannot be changed apart.
            switch error {
            case .invalid, .unusual, .misread: true
            default: false
            }
        }
        let made = try editing.run(Self.edit) { made in
            expectLocal(made.edit, made.before, made.after, made.comment)
            Self.expectIntended(made.edit, made.old, made.new, made.comment)
        }
        #expect(made > 40, "\(made)")
    }

    /// Everything before the first line of what is edited, and behind its last one, is as it was; comments inside it stay, but
    /// those of steps that go.
    private func expectLocal(_ edit: ConfigurationEdit, _ old: String, _ new: String, _ comment: Comment) {
        let (removed, added) = EditingTests.difference(old, new)
        let lost = EditingTests.comments(old).subtracting(EditingTests.comments(new))
        let path: [String]
        switch edit {
        case .steps(let place, let parts):
            switch place {
            case .flow(let flow): path = ["flows", flow]
            case .number(let pattern):
                let keys = (WrittenNode.root(of: old)?["numbers"]?.value.entries ?? []).compactMap(\.key.text)
                path = ["numbers", keys.first { (try? NumberPattern($0)) == pattern } ?? ""]
            }
            let count = parts.count { if case .kept = $0 { true } else { false } }
            #expect(lost.isEmpty || removed.count > 0 && count < 20, comment)
            // Comments go only with the line of a step that goes.
            #expect(lost.allSatisfy { text in removed.contains { $0.hasSuffix(text) && $0 != text } }, comment)
        case .menu(let menu, let change):
            path = ["menus", menu]
            #expect(lost.allSatisfy { text in removed.contains { $0.hasSuffix(text) } }, comment)
            if case .prompt = change { #expect(lost.isEmpty && removed.count == 1 && added.count == 1, comment) }
            #expect(removed.count <= 2 && added.count <= 3, "\(comment)\n\(removed)\n\(added)")
        case .season(let schedule, _, let season):
            path = ["schedules", schedule]
            #expect(season == nil || lost.isEmpty, comment)
        case .timeZone(let schedule, _):
            path = ["schedules", schedule]
            #expect(lost.isEmpty && removed.count <= 1 && added.count <= 1, "\(comment)\n\(removed)\n\(added)")
        case .turns(let rota, _), .swap(let rota, _, _):
            path = ["rotas", rota]
            #expect(removed.count <= 2 && added.count <= 2, "\(comment)\n\(removed)\n\(added)")
        case .newFlow, .newMenu:
            #expect(lost.isEmpty && removed.count <= 1, "\(comment)\n\(removed)\n\(added)")
            return
        case .newSchedule(_, let other):
            path = ["schedules", other]
            #expect(lost.isEmpty && removed.count <= 1, "\(comment)\n\(removed)\n\(added)")
        default: return
        }
        let patch = TextPatch(old)
        guard let entry = WrittenNode.root(of: old)?.entry(at: path) else { return }
        let start = patch.startOfLine(at: entry.key.range.lowerBound)
        let end = patch.endOfLine(at: patch.trimmed(entry.range).upperBound)
        let head = String(String.UnicodeScalarView(patch.scalars[..<start]))
        let tail = String(String.UnicodeScalarView(patch.scalars[end...]))
        #expect(new.unicodeScalars.starts(with: head.unicodeScalars), comment)
        #expect(new.unicodeScalars.reversed().starts(with: tail.unicodeScalars.reversed()), comment)
    }

    /// Steps without the paths of lists, which change with their places.
    private static func plain(_ steps: [Step]?) -> String {
        String(describing: steps).replacing(#/path: "[^"]*", /#, with: "")
    }

    private static func expectIntended(
        _ edit: ConfigurationEdit, _ old: Configuration, _ new: Configuration, _ comment: Comment
    ) {
        var rest = new
        switch edit {
        case .steps(let place, let parts):
            let steps = new.steps(at: place)?.steps ?? []
            #expect(steps.count == parts.count, comment)
            for (part, step) in zip(parts, steps) {
                switch part {
                case .kept(let index, nil):
                    #expect(plain([step]) == plain(old.steps(at: place).map { [$0.steps[index]] }), comment)
                case .kept(_, let block?), .new(let block): expect(step, is: block, comment)
                }
            }
            switch place {
            case .flow(let name): rest.flows[name] = old.flows[name]
            case .number: rest.numbers = old.numbers
            }
        case .newFlow(let name, let blocks):
            for (block, step) in zip(blocks, new.flows[name]?.steps ?? []) { expect(step, is: block, comment) }
            #expect(new.flows[name]?.steps.count == blocks.count, comment)
            rest.flows[name] = nil
        case .newMenu(let name, let prompt, let choices):
            let menu = new.menus[name]
            #expect(menu?.prompt == prompt && menu?.choices.count == choices.count, comment)
            for choice in choices {
                #expect(menu?.choice(for: choice.keys.text)?.steps.steps == choice.step.steps, comment)
            }
            rest.menus[name] = nil
        case .menu(let name, let change):
            let menu = new.menus[name]
            switch change {
            case .prompt(let prompt): #expect(menu?.prompt == prompt, comment)
            case .again(let prompt): #expect(menu?.again == prompt, comment)
            case .timeout(let time): #expect(menu?.timeout == time, comment)
            case .otherwise(let step): #expect(menu?.otherwise?.steps == step?.steps, comment)
            case .say(let miss, let prompt): #expect(menu?.silence(miss).say == prompt, comment)
            case .tries(let miss, let count): #expect(menu?.silence(miss).tries == count, comment)
            case .then(let miss, let step): #expect(menu?.silence(miss).then.steps == step.steps, comment)
            }
            rest.menus[name] = old.menus[name]
        case .season(let name, let before, let season):
            let seasons = new.schedules[name]?.seasons ?? []
            if let season, before == nil { #expect(seasons.contains(season), comment) }
            if let before, season == nil { #expect(!seasons.contains { $0.days == before }, comment) }
            rest.schedules[name] = old.schedules[name]
        case .timeZone(let name, let zone):
            #expect(new.schedules[name]?.timeZone == zone, comment)
            rest.schedules[name] = old.schedules[name]
        case .turns(let name, let people):
            if case .regular(_, _, let order)? = new.rotas[name]?.turns {
                #expect(order == people, comment)
            } else {
                Issue.record("\(comment): \(new.rotas)")
            }
            rest.rotas[name] = old.rotas[name]
        case .swap(let name, let before, let swap):
            let swaps = new.rotas[name]?.swaps ?? []
            if let swap { #expect(swaps.contains(swap), comment) }
            if let before, swap?.days != before { #expect(!swaps.contains { $0.days == before }, comment) }
            rest.rotas[name] = old.rotas[name]
        case .newSchedule(let name, let other):
            #expect(new.schedules[name]?.specialDays == old.schedules[other]?.specialDays, comment)
            #expect(new.schedules[name]?.week == old.schedules[other]?.week, comment)
            rest.schedules[name] = nil
        default: break
        }
        // With a step that names it, the instance of a flow or menu with parameters goes.
        rest.flows.merge(old.flows.filter { $0.key.contains("(") }) { $1 }
        rest.menus.merge(old.menus.filter { $0.key.contains("(") }) { $1 }
        #expect(rest == old, comment)
    }

    private static func expect(_ step: Step, is block: FlowBlock, _ comment: Comment) {
        switch (block, step) {
        case (.play(let prompt), .play(let played)): #expect(played == prompt, comment)
        case (.do(let name), .do(let done)): #expect(done == name, comment)
        case (.end(let chosen), _): #expect([step] == chosen.steps, comment)
        case (.check(let name, let open, let closed, let holiday), .check(let schedule, let o, let c, let h)):
            #expect(schedule == name, comment)
            for (branch, list) in [(open, o), (closed, c), (holiday, h)] {
                switch branch {
                case .next: #expect(list == nil, comment)
                case .asWritten: break
                case .step(let step): #expect(list?.steps == step.steps, comment)
                }
            }
        default: Issue.record("\(comment): \(step) is not \(block)")
        }
    }

    // MARK: Random edits

    private static func edit(of configuration: Configuration, _ random: inout SplitMix64) -> ConfigurationEdit? {
        let schedule = configuration.schedules.keys.sorted().randomElement(using: &random)
        let menu = configuration.menus.keys.filter { !$0.contains("(") }.sorted().randomElement(using: &random)
        let flow = configuration.flows.keys.filter { !$0.contains("(") }.sorted().randomElement(using: &random)
        let number = Int.random(in: 0..<1000, using: &random)
        let people = configuration.people.keys.sorted()
        if let rota = configuration.rotas.values.sorted(by: { $0.name < $1.name }).randomElement(using: &random),
            let person = people.randomElement(using: &random), Int.random(in: 0..<6, using: &random) == 0
        {
            if case .regular(_, _, let order) = rota.turns, Bool.random(using: &random) {
                return .turns(rota: rota.name, order.shuffled(using: &random) + [person])
            }
            let old = rota.swaps.randomElement(using: &random)
            guard let key = try? DayKey("2027-0\(1 + number % 9)-02"), !rota.swaps.contains(where: { $0.days == key })
            else { return nil }
            switch number % 3 {
            case 0: return .swap(rota: rota.name, nil, Rota.Swap(days: key, person: person))
            case 1: return old.map { .swap(rota: rota.name, $0.days, Rota.Swap(days: key, person: person)) }
            default: return old.map { .swap(rota: rota.name, $0.days, nil) }
            }
        }
        switch Int.random(in: 0..<13, using: &random) {
        case 0..<5:
            let numbers = configuration.numbers.incoming.entries.map { StepPlace.number($0.pattern) }
            let places = (flow.map { [.flow($0)] } ?? []) + (numbers.randomElement(using: &random).map { [$0] } ?? [])
            guard let place = places.randomElement(using: &random), let list = configuration.steps(at: place) else {
                return nil
            }
            return .steps(place, parts(of: list, configuration, &random))
        case 5..<8: return menu.map { .menu($0, change(&random)) }
        case 8:
            guard let schedule, let key = EditingTests.keys.randomElement(using: &random).flatMap({ try? DayKey($0) })
            else { return nil }
            let seasons = configuration.schedules[schedule]?.seasons ?? []
            if let old = seasons.randomElement(using: &random), Bool.random(using: &random) {
                return .season(schedule: schedule, old.days, nil)
            }
            guard !seasons.contains(where: { $0.days == key }), let hours = try? DayHours("10:00-12:00") else {
                return nil
            }
            var week = [DayHours?](repeating: nil, count: 7)
            week[Int.random(in: 0..<7, using: &random)] = hours
            return .season(schedule: schedule, nil, Season(days: key, week: week))
        case 9:
            return schedule.map {
                .timeZone(schedule: $0, Bool.random(using: &random) ? Zone("Europe/Lisbon") : nil)
            }
        case 10: return .newFlow("made \(number)", [.play(prompt(&random)), .end(.hangup)])
        case 11:
            let keys = ["1", "4711", "*"].compactMap { try? KeyPattern($0) }
            return .newMenu("menu \(number)", prompt(&random), keys.map { NewChoice($0, step(&random)) })
        default: return schedule.map { .newSchedule("copy \(number)", like: $0) }
        }
    }

    private static func prompt(_ random: inout SplitMix64) -> Prompt {
        let names = ["welcome", "de/closed", "with, comma", "a: b"].compactMap { try? AnnouncementName($0) }
        let first = names[Int.random(in: 0..<names.count, using: &random)]
        return Bool.random(using: &random) ? Prompt(first) : Prompt(first, [names[0]])
    }

    private static func step(_ random: inout SplitMix64) -> ChosenStep {
        [.voicemail, .busy, .hangup, .connect, .reject].randomElement(using: &random) ?? .hangup
    }

    private static func change(_ random: inout SplitMix64) -> MenuChange {
        let miss: MenuMiss = Bool.random(using: &random) ? .silence : .wrongKey
        return switch Int.random(in: 0..<7, using: &random) {
        case 0: .prompt(prompt(&random))
        case 1: .again(Bool.random(using: &random) ? prompt(&random) : nil)
        case 2: .timeout([4000, 1500, 250, 60_000].randomElement(using: &random) ?? 4000)
        case 3: .otherwise(Bool.random(using: &random) ? step(&random) : nil)
        case 4: .say(miss, Bool.random(using: &random) ? prompt(&random) : nil)
        case 5: .tries(miss, Int.random(in: 1...20, using: &random))
        default: .then(miss, step(&random))
        }
    }

    private static func parts(
        of list: StepList, _ configuration: Configuration, _ random: inout SplitMix64
    ) -> [FlowPart] {
        var parts = list.steps.indices.map { FlowPart.kept($0, nil) }
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            let index = Int.random(in: 0..<max(1, parts.count), using: &random)
            switch Int.random(in: 0..<4, using: &random) {
            case 0: parts.insert(.new(.play(prompt(&random))), at: min(index, parts.count))
            case 1 where parts.count > 1: parts.remove(at: index)
            case 2 where parts.count > 1: parts.swapAt(index, Int.random(in: 0..<parts.count, using: &random))
            default:
                guard parts.indices.contains(index), case .kept(let old, _) = parts[index],
                    let block = FlowBlock(list.steps[old])
                else { continue }
                let new: FlowBlock
                switch block {
                case .play: new = .play(prompt(&random))
                case .check(let schedule, _, let closed, _):
                    new = .check(
                        schedule: schedule, open: .step(step(&random)),
                        closed: Bool.random(using: &random) ? .step(step(&random)) : closed, holiday: .next)
                default: new = .end(step(&random))
                }
                parts[index] = .kept(old, block.changed(to: new))
            }
        }
        return parts
    }

    // MARK: Exact texts

    private static let head = """
        public-url: https://phone.example.com
        time-zone: Europe/Berlin
        numbers: { +49 211 1234567: day }
        schedules: { office: { hours: { mon: 09:00-17:00 } } }

        """

    private static func name(_ text: String) throws -> Prompt { Prompt(try AnnouncementName(text)) }

    @Test(
        "Steps are written where they are, whatever the way: comments, quotes, tabs in comments and line breaks stay",
        arguments: [
            // In a list by indentation: a new one, one less, another order with the comments.
            (
                "flows:\n  day:\n    # first\n    - play: welcome   # hello\n    - play: news\n    - hangup\n",
                [0, 9, 1, 2],
                "flows:\n  day:\n    # first\n    - play: welcome   # hello\n    - play: added\n    - play: news\n    - hangup\n"
            ),
            (
                "flows:\n  day:\n    # first\n    - play: welcome   # hello\n    - play: news\n    - hangup\n",
                [1, 0, 2],
                "flows:\n  day:\n    - play: news\n    # first\n    - play: welcome   # hello\n    - hangup\n"
            ),
            (
                "flows:\n  day:\n    # first\n    - play: welcome   # hello\n    - play: news\n    - hangup\n", [1, 2],
                "flows:\n  day:\n    # first\n    - play: news\n    - hangup\n"
            ),
            (
                "flows:\r\n  day:\r\n  - play: welcome\t# tab\r\n  - hangup", [9, 0, 1],
                "flows:\r\n  day:\r\n  - play: added\r\n  - play: welcome\t# tab\r\n  - hangup"
            ),
            // In brackets.
            (
                "flows:\n  day: [ { play: welcome }, { play: 'news' }, hangup ]   # all\n", [1, 0, 2],
                "flows:\n  day: [ { play: 'news' }, { play: welcome }, hangup ]   # all\n"
            ),
            (
                "flows: { \"day\": [ { play: welcome }, hangup ] }\n", [0, 9, 1],
                "flows: { \"day\": [ { play: welcome }, { play: added }, hangup ] }\n"
            ),
            (
                "flows:\n  day: [\n    { play: welcome },  # one\n    hangup   # two\n  ]\n", [0, 9, 1],
                "flows:\n  day: [\n    { play: welcome },  # one\n    { play: added },\n    hangup   # two\n  ]\n"
            ),
            // A single step becomes a list.
            ("flows:\n  day: hangup   # at once\n", [9, 0], "flows:\n  day: [ { play: added }, hangup ] # at once\n"),
            (
                "flows:\n  \"day\":\n    check: office   # hours\n    # by day\n    open: connect\n    closed: [ voicemail ]\n",
                [9, 0],
                "flows:\n  \"day\":\n    - play: added\n    - check: office   # hours\n      # by day\n      open: connect\n      closed: [ voicemail ]\n"
            ),
        ])
    func steps(_ before: String, _ order: [Int], _ after: String) throws {
        let crlf = before.contains("\r\n")
        let head = crlf ? Self.head.replacing("\n", with: "\r\n") : Self.head
        var editor = try ConfigurationEditor(WrittenConfiguration(head + before), folder: "/project")
        let added = FlowBlock.play(try Self.name("added"))
        try editor.apply([.steps(.flow("day"), order.map { $0 == 9 ? .new(added) : .kept($0, nil) })])
        #expect(editor.written.text == head + after)
    }

    @Test("A branch is changed, added and removed in its line; the others are not touched")
    func branches() throws {
        let text =
            Self.head + """
                flows:
                  day:
                    - check: office
                      open: { dial: "+49 30 1" }   # the desk
                      outside: [ { play: closed }, hangup ]   # at night
                """
        var editor = try ConfigurationEditor(
            WrittenConfiguration(text.replacing("+49 30 1\"", with: "+49 30 12345\"")), folder: "/project")
        let start = editor.written.text
        let flow = try #require(editor.configuration.flows["day"])
        let block = try #require(FlowBlock(flow.steps[0]))
        guard case .check(_, let open, _, _) = block else {
            Issue.record("\(block)")
            return
        }
        let new = FlowBlock.check(
            schedule: "office", open: open, closed: .step(.voicemail), holiday: .step(.busy))
        try editor.apply([.steps(.flow("day"), [.kept(0, block.changed(to: new))])])
        #expect(
            editor.written.text
                == start.replacing("[ { play: closed }, hangup ]   # at", with: "voicemail                      # at")
                + "\n      holiday: { reject: busy }")
    }

    @Test(
        "What is also written elsewhere is refused, and nothing is changed",
        arguments: [
            "flows:\n  day: &d [ { play: welcome }, hangup ]\n  night: *d\n",
            "flows:\n  night: &d [ { play: welcome }, hangup ]\n  day: *d\n",
            "flows:\n  day:\n    - &p { play: welcome }\n    - hangup\n  night: [ *p, voicemail ]\n",
        ])
    func refused(_ flows: String) throws {
        let text = Self.head + flows
        var editor = try ConfigurationEditor(WrittenConfiguration(text), folder: "/project")
        #expect(throws: ConfigurationEditError.self) {
            try editor.apply([.steps(.flow("day"), [.kept(0, .play(try Self.name("added"))), .kept(1, nil)])])
        }
        #expect(editor.written.text == text)
    }

    @Test("A flow in an included file is edited there; a new one and the section that it needs are added")
    func files() throws {
        var files = CompanionFiles()
        files.contents["more.yaml"] = .text("flows:\n  night: [ hangup ]\n")
        let text = Self.head.replacing("day", with: "night") + "include: more.yaml\n"
        var editor = try ConfigurationEditor(WrittenConfiguration(text, files: files), folder: "/project")
        try editor.apply([.steps(.flow("night"), [.new(.play(try Self.name("added"))), .kept(0, nil)])])
        #expect(editor.written.text == text)
        #expect(editor.written.files.text(of: "more.yaml") == "flows:\n  night: [ { play: added }, hangup ]\n")

        let bare = Self.head.replacing(": day", with: ": voicemail")
        editor = try ConfigurationEditor(WrittenConfiguration(bare), folder: "/project")
        let check = FlowBlock.check(
            schedule: "office", open: .step(.connect), closed: .next, holiday: .next)
        try editor.apply([.newFlow("the day", [check, .end(.voicemail)])])
        let lines = "flows:\n  the day:\n    - check: office\n      open: connect\n    - voicemail\n"
        #expect(editor.written.text == bare.replacing("schedules:", with: lines + "schedules:"))
    }

    @Test("A new menu is written below the others, or in a section of its own, and what else it says in its lines")
    func newMenu() throws {
        let bare = Self.head.replacing(": day", with: ": voicemail")
        var editor = try ConfigurationEditor(WrittenConfiguration(bare), folder: "/project")
        let keys = [NewChoice(try KeyPattern("1"), .voicemail), NewChoice(try KeyPattern("0815"), .hangup)]
        try editor.apply([
            .newMenu("main", try Self.name("welcome"), keys), .menu("main", .timeout(4000)),
            .menu("main", .then(.silence, .voicemail)), .menu("main", .otherwise(.repeat)),
            .newFlow("day", [.play(try Self.name("hello")), .end(.menu("main"))]),
        ])
        let menus = """
            menus:
              main:
                prompt: welcome
                timeout: 4s
                choices:
                  1: voicemail
                  "0815": hangup
                  else: repeat
                silence:
                  then: voicemail

            """
        let flows = "flows:\n  day:\n    - play: hello\n    - menu: main\n"
        #expect(editor.written.text == bare.replacing("schedules:", with: flows + menus + "schedules:"))
        #expect(throws: ConfigurationEditError.exists("menu main")) {
            try editor.apply([.newMenu("main", try Self.name("welcome"), keys)])
        }
    }

    @Test("A menu's fields are set in their lines, and added in their order")
    func menu() throws {
        let text =
            Self.head.replacing(": day", with: ": { menu: main }") + """
                menus:
                  main:
                    prompt: welcome       # the greeting
                    choices:
                      1: voicemail
                """
        var editor = try ConfigurationEditor(WrittenConfiguration(text), folder: "/project")
        try editor.apply([
            .menu("main", .prompt(Prompt(try AnnouncementName("welcome"), [try AnnouncementName("keys")]))),
            .menu("main", .timeout(1500)), .menu("main", .again(try Self.name("keys"))),
            .menu("main", .otherwise(.repeat)), .menu("main", .tries(.silence, 2)),
            .menu("main", .say(.silence, try Self.name("nothing"))),
        ])
        #expect(
            editor.written.text
                == text.replacing("prompt: welcome       #", with: "prompt: [ welcome, keys ] #")
                .replacing("    choices:", with: "    again: keys\n    timeout: 1.5s\n    choices:")
                + "\n      else: repeat\n    silence:\n      say: nothing\n      tries: 2")
        try editor.apply([
            .menu("main", .say(.silence, nil)), .menu("main", .again(nil)), .menu("main", .otherwise(nil)),
        ])
        #expect(!editor.written.text.contains("again") && !editor.written.text.contains("else"))
        #expect(editor.written.text.hasSuffix("    silence:\n      tries: 2"))
    }

    @Test("A schedule is copied below its own, as it is written; seasons come and go")
    func schedules() throws {
        let text =
            Self.head.replacing("schedules: { office: { hours: { mon: 09:00-17:00 } } }", with: "schedules:") + """
                  office:      # ours
                    # weekly
                    hours: { mon: 09:00-17:00 }   # Mondays
                  shop: { hours: { tue: 09:00-12:00 } }
                """
        let plain = text.replacing("numbers: { +49 211 1234567: day }", with: "numbers: { +49 211 1234567: voicemail }")
        var editor = try ConfigurationEditor(WrittenConfiguration(plain), folder: "/project")
        try editor.apply([.newSchedule("branch", like: "office")])
        #expect(
            editor.written.text
                == plain.replacing(
                    "  shop:",
                    with: "  branch: # ours\n    # weekly\n    hours: { mon: 09:00-17:00 }\n  shop:"))
        var week = [DayHours?](repeating: nil, count: 7)
        week[4] = try DayHours("09:00-12:00")
        let season = Season(days: try DayKey("04-01..10-31"), week: week)
        try editor.apply([.season(schedule: "branch", nil, season), .timeZone(schedule: "shop", Zone("Europe/Lisbon"))])
        #expect(editor.written.text.contains("    seasons:\n      04-01..10-31: { fri: 09:00-12:00 }\n  shop"))
        #expect(editor.written.text.hasSuffix("shop: { hours: { tue: 09:00-12:00 }, time-zone: Europe/Lisbon }"))
        try editor.apply([.season(schedule: "branch", season.days, nil), .timeZone(schedule: "shop", nil)])
        #expect(!editor.written.text.contains("seasons") && !editor.written.text.contains("Lisbon"))
    }
}

extension Menu {
    fileprivate func silence(_ miss: MenuMiss) -> Retry {
        switch miss {
        case .silence: silence
        case .wrongKey: wrongKey
        }
    }
}
