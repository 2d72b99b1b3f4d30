import Telephony

extension Configuration {
    /// The values of a file without errors; `nil` for a file with errors.
    init?(_ syntax: ConfigurationSyntax) {
        guard let publicURL = syntax.publicURL, let timeZone = syntax.timeZone, let recordings = syntax.recordings,
            let webhook = syntax.webhook, let server = syntax.server
        else { return nil }
        let menus = syntax.menus.compactMap { Menu($0) }
        guard menus.count == syntax.menus.count else { return nil }
        self.init(
            publicURL: publicURL, timeZone: timeZone, recordings: recordings, webhook: webhook, server: server,
            log: syntax.log, alerts: syntax.alerts, speech: syntax.speech,
            texts: Dictionary(syntax.texts.map { ($0.name.value, $0.text) }) { first, _ in first },
            numbers: NumberPlan(
                incoming: NumberTable(syntax.incoming).with(large: syntax.largeTables.map { LargeNumberTable($0) }),
                outgoing: NumberTable(syntax.outgoing),
                otherwise: syntax.otherwise.map { StepList($0) },
                names: NumberNames(syntax.numberNames.map { .init(pattern: $0.number.value, name: $0.name) })),
            forwardedLegs: syntax.forwardedLegs,
            flows: Dictionary(uniqueKeysWithValues: syntax.flows.map { ($0.name.value, StepList($0.steps)) }),
            menus: Dictionary(uniqueKeysWithValues: menus.map { ($0.name, $0) }),
            schedules: Dictionary(uniqueKeysWithValues: syntax.schedules.map { ($0.name.value, $0.schedule) }),
            people: syntax.numbersOfPeople,
            rotas: Dictionary(
                uniqueKeysWithValues: syntax.rotas.compactMap { rota in rota.rota.map { (rota.name.value, $0) } }),
            lists: Dictionary(uniqueKeysWithValues: syntax.lists.map { ($0.name.value, $0.list) }),
            customers: syntax.customersByName)
    }
}

extension ConfigurationSyntax {
    /// With the numbers of tables after those of the section.
    fileprivate var customersByName: [String: Customer] {
        let tabled = Dictionary(grouping: customersOfTables, by: \.customer.value)
        return Dictionary(
            customers.map { customer in
                let name = customer.name.value
                return (
                    name,
                    Customer(
                        name: name, title: customer.title,
                        numbers: customer.numbers.map(\.value) + (tabled[name] ?? []).map(\.number),
                        schedules: customer.schedules.map(\.value),
                        recordings: customer.recordings.map { RecordingPattern($0.value) })
                )
            }, uniquingKeysWith: { first, _ in first })
    }
}

extension NumberTable {
    fileprivate init(_ numbers: [NumberSyntax]) {
        self.init(
            numbers.compactMap { number in number.pattern.map { Entry(pattern: $0, steps: StepList(number.steps)) } })
    }
}

extension LargeNumberTable {
    fileprivate init(_ table: LargeTableSyntax) {
        self.init(
            file: table.path, rows: table.rows, steps: table.steps.map { StepList($0) },
            customers: table.customers.map { $0?.value })
    }
}

extension StepList {
    fileprivate init(_ list: StepListSyntax) {
        self.init(path: list.path, steps: list.steps.compactMap { Step($0.action) })
    }
}

extension Step {
    /// `nil` if the step is broken.
    fileprivate init?(_ action: StepSyntax.Action) {
        switch action {
        case .play(let names):
            guard let prompt = Prompt(names.map(\.value)) else { return nil }
            self = .play(prompt)
        case .menu(let name): self = .menu(name.value)
        case .flow(let name): self = .flow(name.value)
        case .do(let name): self = .do(name.value)
        case .check(let schedule, let open, let closed, let holiday):
            self = .check(
                schedule: schedule.value, open: open.map { StepList($0) }, closed: closed.map { StepList($0) },
                holiday: holiday.map { StepList($0) })
        case .holiday(let schedule, let branches):
            self = .holiday(
                schedule: schedule, branches.map { HolidayBranch(name: $0.name, steps: StepList($0.steps)) })
        case .caller(let branches):
            self = .caller(
                branches.compactMap { branch in
                    branch.pattern.map { CallerBranch(pattern: $0, steps: StepList(branch.steps)) }
                })
        case .called(let branches):
            self = .called(
                branches.compactMap { branch in
                    branch.pattern.map { CalledBranch(pattern: $0, steps: StepList(branch.steps)) }
                })
        case .diverted(let branches):
            self = .diverted(
                branches.compactMap { branch in
                    branch.pattern.map { DiversionBranch(pattern: $0, steps: StepList(branch.steps)) }
                })
        case .override(let changes, let until):
            self = .override(
                OverrideStep(changes: changes.map { ($0.schedule.value, $0.change) }, until: until))
        case .dial(let dial, _): self = .dial(dial)
        case .voicemail: self = .voicemail
        case .reject(let rejection): self = .reject(rejection)
        case .hangup: self = .hangup
        case .connect: self = .connect
        case .repeat: self = .repeat
        case .back: self = .back
        case .broken: return nil
        }
    }
}

extension Menu {
    /// `nil` if the menu has no prompt.
    fileprivate init?(_ menu: MenuSyntax) {
        guard let prompt = Prompt(menu.prompt.map(\.value)) else { return nil }
        self.init(
            name: menu.name.value, prompt: prompt, again: Prompt(menu.again.map(\.value)), timeout: menu.timeout,
            choices: menu.choices.compactMap { choice in
                choice.keys.map { Choice(keys: $0.value, steps: StepList(choice.steps)) }
            },
            otherwise: menu.otherwise.map { StepList($0) }, silence: Retry(menu.silence),
            wrongKey: Retry(menu.wrongKey))
    }
}

extension Menu.Retry {
    fileprivate init(_ retry: MenuSyntax.Retry) {
        self.init(say: Prompt(retry.say.map(\.value)), tries: retry.tries, then: StepList(retry.then))
    }
}
