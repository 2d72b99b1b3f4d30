import Telephony

/// What a list of steps does with calls, including everything it leads to, as a value: two equal ones do the same,
/// whatever their flows, menus and schedules are called and wherever they are in the file.
///
/// Two that differ may still do the same, if they say it in different steps.
package struct Behaviour: Hashable, Sendable {
    /// The tokens of `StepList.encode`, with the names of flows and menus replaced by the order in which they are first
    /// reached, and the names of schedules by what the schedules say.
    private enum Token: Hashable, Sendable {
        case text(String)
        case flow(Int)
        case menu(Int)
        case schedule(Hours?)
        case callee(DialTarget?)
        case rota(Rota, [DialTarget?], Zone)
        case prompt(Prompt?)
        case number(Int)
    }

    private struct Hours: Hashable, Sendable {
        let week: [DayHours]
        let seasons: [Season]
        let holidays: HolidaySelection
        let specialDays: [SpecialDay]
        let timeZone: Zone
    }

    private let tokens: [Token]

    /// - Parameters:
    ///   - list: The steps a call starts with; `nil` if calls are left alone.
    ///   - configuration: The flows, menus and schedules that steps name.
    package init(of list: StepList?, in configuration: Configuration) {
        guard let list else {
            tokens = [.text("connect")]
            return
        }
        var reader = Reader(configuration)
        reader.add(list)
        reader.addNamedParts()
        tokens = reader.tokens
    }

    private struct Reader {
        let configuration: Configuration
        var tokens: [Token] = []
        /// In the order they are first reached.
        private var flows: [String] = []
        private var menus: [String] = []

        init(_ configuration: Configuration) {
            self.configuration = configuration
        }

        /// Adds the contents of the flows and menus named so far, of those named in them, and so on.
        mutating func addNamedParts() {
            var (flow, menu) = (0, 0)
            while flow < flows.count || menu < menus.count {
                if flow < flows.count {
                    tokens.append(.text("flow"))
                    if let list = configuration.flows[flows[flow]] { add(list) }
                    flow += 1
                } else {
                    tokens.append(.text("menu"))
                    if let menu = configuration.menus[menus[menu]] { add(menu) }
                    menu += 1
                }
            }
        }

        mutating func add(_ list: StepList) {
            list.encode { token in
                switch token {
                case .text(let text): tokens.append(.text(text))
                case .flow(let name): tokens.append(.flow(Self.index(of: name, in: &flows)))
                case .menu(let name): tokens.append(.menu(Self.index(of: name, in: &menus)))
                case .callee(let name): addCallee(name)
                case .schedule(let name): tokens.append(.schedule(hours(of: name)))
                }
            }
        }

        private mutating func add(_ menu: Menu) {
            tokens += [.prompt(menu.prompt), .prompt(menu.again), .number(menu.timeout)]
            for choice in menu.choices {
                tokens.append(.text(choice.keys.text))
                add(choice.steps)
            }
            if let otherwise = menu.otherwise {
                tokens.append(.text("else"))
                add(otherwise)
            }
            // With an `else` no key is wrong.
            for retry in menu.otherwise == nil ? [menu.silence, menu.wrongKey] : [menu.silence] {
                tokens += [.prompt(retry.say), .number(retry.tries)]
                add(retry.then)
            }
        }

        private mutating func addCallee(_ name: String) {
            guard let rota = configuration.rotas[name] else {
                tokens.append(.callee(configuration.people[name]))
                return
            }
            tokens.append(
                .rota(rota, rota.people.map { configuration.people[$0] }, rota.clock(in: configuration.timeZone)))
        }

        private func hours(of schedule: String) -> Hours? {
            configuration.schedules[schedule].map {
                Hours(
                    week: $0.week, seasons: $0.seasons, holidays: $0.holidays, specialDays: $0.specialDays,
                    timeZone: $0.clock(in: configuration.timeZone))
            }
        }

        private static func index(of name: String, in names: inout [String]) -> Int {
            if let index = names.firstIndex(of: name) { return index }
            names.append(name)
            return names.count - 1
        }
    }
}
