import Telephony

/// What a list of steps does with calls, with all that it leads to, as a value: two that are equal do the same, whatever
/// their flows, menus and schedules are called and wherever they stand in the file.
///
/// Two that differ may still do the same, where one says it in other steps.
package struct Behaviour: Hashable, Sendable {
    private enum Token: Hashable, Sendable {
        case word(String)
        case number(Int)
        case prompt(Prompt?)
        case dial(Dial)
        case caller(CallerPattern)
        case keys(KeyPattern)
        case schedule([DayHours], Set<HolidayRegion>, [SpecialDay], Zone)
    }

    private var tokens: [Token] = []

    /// - Parameter list: nil: calls are left alone.
    package init(of list: StepList?, in configuration: Configuration) {
        guard let list else {
            tokens = [.word("connect")]
            return
        }
        var reading = Reading(configuration)
        reading.add(list)
        reading.addWhatIsNamed()
        tokens = reading.tokens
    }

    private struct Reading {
        let configuration: Configuration
        var tokens: [Token] = []
        /// In the order they are come to, which stands for their names.
        private var flows: [String] = []
        private var menus: [String] = []

        init(_ configuration: Configuration) {
            self.configuration = configuration
        }

        mutating func addWhatIsNamed() {
            var (flow, menu) = (0, 0)
            while flow < flows.count || menu < menus.count {
                if flow < flows.count {
                    tokens.append(.word("flow"))
                    if let list = configuration.flows[flows[flow]] { add(list) }
                    flow += 1
                } else {
                    tokens.append(.word("menu"))
                    if let menu = configuration.menus[menus[menu]] { add(menu) }
                    menu += 1
                }
            }
        }

        mutating func add(_ list: StepList) {
            for step in list.steps { add(step) }
            tokens.append(.word("end"))
        }

        private mutating func add(_ list: StepList?, _ word: String) {
            guard let list else { return }
            tokens.append(.word(word))
            add(list)
        }

        private mutating func add(_ step: Step) {
            switch step {
            case .play(let prompt): tokens += [.word("play"), .prompt(prompt)]
            case .menu(let name): tokens += [.word("menu"), .number(Self.index(of: name, in: &menus))]
            case .flow(let name): tokens += [.word("flow"), .number(Self.index(of: name, in: &flows))]
            case .check(let name, let open, let closed, let holiday):
                tokens.append(.word("check"))
                if let schedule = configuration.schedules[name] {
                    tokens.append(
                        .schedule(
                            schedule.week, schedule.holidays, schedule.specialDays, configuration.timeZone))
                }
                add(open, "open")
                add(closed, "closed")
                add(holiday, "holiday")
                tokens.append(.word("end"))
            case .caller(let branches):
                tokens.append(.word("caller"))
                for branch in branches {
                    tokens.append(.caller(branch.pattern))
                    add(branch.steps)
                }
                tokens.append(.word("end"))
            case .dial(let dial): tokens.append(.dial(dial))
            case .voicemail: tokens.append(.word("voicemail"))
            case .reject(let rejection): tokens.append(.word("reject \(rejection.rawValue)"))
            case .hangup: tokens.append(.word("hangup"))
            case .connect: tokens.append(.word("connect"))
            case .repeat: tokens.append(.word("repeat"))
            case .back: tokens.append(.word("back"))
            }
        }

        private mutating func add(_ menu: Menu) {
            tokens += [.prompt(menu.prompt), .prompt(menu.again), .number(menu.timeout)]
            for choice in menu.choices {
                tokens.append(.keys(choice.keys))
                add(choice.steps)
            }
            add(menu.otherwise, "else")
            for retry in menu.otherwise == nil ? [menu.silence, menu.wrongKey] : [menu.silence] {
                tokens += [.prompt(retry.say), .number(retry.tries)]
                add(retry.then)
            }
        }

        private static func index(of name: String, in names: inout [String]) -> Int {
            if let index = names.firstIndex(of: name) { return index }
            names.append(name)
            return names.count - 1
        }
    }
}
