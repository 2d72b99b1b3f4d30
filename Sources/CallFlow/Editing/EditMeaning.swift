package import Telephony

// What edits mean, computed from values alone.

extension Configuration {
    /// The configuration after an edit.
    ///
    /// - Throws: `ConfigurationEditError.missing` or `.exists`.
    func applying(_ edit: ConfigurationEdit) throws(ConfigurationEditError) -> Configuration {
        var copy = self
        switch edit {
        case .week(let name, _, _), .day(let name, _, _), .holidays(let name, _), .season(let name, _, _),
            .timeZone(let name, _):
            guard let schedule = schedules[name] else { throw .missing("schedule \(name)") }
            copy.schedules[name] = try schedule.applying(edit)
        case .number(let old, let text, let step):
            copy.numbers = try numbers.replacing(old, with: text, step)
        case .removeNumber(let pattern):
            guard numbers.incoming.entries.contains(where: { $0.pattern == pattern }) else {
                throw .missing("number \(pattern)")
            }
            copy.numbers = numbers.with(numbers.incoming.entries.filter { $0.pattern != pattern })
        case .name(let old, let text, let name): copy.numbers = try numbers.naming(old, with: text, name)
        case .customerNumber(let key, let old, let text):
            guard let customer = customers[key] else { throw .missing("customer \(key)") }
            copy.customers[key] = try customer.replacing(old, with: text)
        case .customerSchedule(let key, let name):
            guard let customer = customers[key] else { throw .missing("customer \(key)") }
            copy.customers[key] = customer.with(schedules: customer.schedules + [name])
        case .choice(let name, let keys, let step):
            guard let menu = menus[name] else { throw .missing("menu \(name)") }
            copy.menus[name] = try menu.replacing(keys, step)
        case .menu(let name, let change):
            guard let menu = menus[name] else { throw .missing("menu \(name)") }
            copy.menus[name] = menu.applying(change)
        case .steps(.flow(let name), let parts):
            guard let flow = flows[name] else { throw .missing("flow \(name)") }
            copy.flows[name] = try flow.replacing(parts)
        case .steps(.number(let pattern), let parts):
            var entries = numbers.incoming.entries
            guard let index = entries.firstIndex(where: { $0.pattern == pattern }) else {
                throw .missing("number \(pattern)")
            }
            entries[index] = NumberTable.Entry(pattern: pattern, steps: try entries[index].steps.replacing(parts))
            copy.numbers = numbers.with(entries)
        case .newFlow(let name, let blocks):
            if flows[name] != nil { throw .exists("flow \(name)") }
            copy.flows[name] = StepList(
                path: "flows.\(name)",
                steps: blocks.enumerated().map { index, block in
                    block.step(at: "flows.\(name)[\(index)]", insteadOf: nil)
                })
        case .newMenu(let name, let prompt, let choices):
            if menus[name] != nil { throw .exists("menu \(name)") }
            copy.menus[name] = Menu(new: name, prompt: prompt, choices)
        case .turns(let name, _), .swap(let name, _, _):
            guard let rota = rotas[name] else { throw .missing("rota \(name)") }
            copy.rotas[name] = try rota.applying(edit)
        case .newSchedule(let name, let other):
            guard let schedule = schedules[other] else { throw .missing("schedule \(other)") }
            if schedules[name] != nil { throw .exists("schedule \(name)") }
            copy.schedules[name] = Schedule(
                name: name, week: schedule.week, seasons: schedule.seasons, holidays: schedule.holidays,
                specialDays: schedule.specialDays, timeZone: schedule.timeZone)
        case .text(let name, let text): copy.texts[name] = text.written(in: texts[name]?.file)
        case .alerts(let new, let old):
            guard alerts == old else { throw .missing("alerts") }
            copy.alerts = new
        }
        return copy
    }
}

extension Schedule {
    fileprivate func applying(_ edit: ConfigurationEdit) throws(ConfigurationEditError) -> Schedule {
        var (week, seasons, holidays, days) = (week, seasons, holidays, specialDays)
        var zone = timeZone
        switch edit {
        case .week(_, nil, let hours): week = hours.map { $0 ?? .closed }
        case .week(_, let season?, let hours):
            guard let index = seasons.firstIndex(where: { $0.days == season }) else { throw .missing("\(season)") }
            seasons[index] = Season(days: season, week: hours)
        case .holidays(_, let selection): holidays = selection
        case .day(_, nil, let new?):
            if days.contains(where: { $0.days == new.days }) { throw .exists("\(new.days)") }
            days.insert(new, at: new.days.place(among: days.map(\.days)))
        case .day(_, let old?, let new):
            guard let index = days.firstIndex(where: { $0.days == old }) else { throw .missing("\(old)") }
            if let new { days[index] = new } else { days.remove(at: index) }
        case .season(_, nil, let new?):
            if seasons.contains(where: { $0.days == new.days }) { throw .exists("\(new.days)") }
            seasons.append(new)
        case .season(_, let old?, let new):
            guard let index = seasons.firstIndex(where: { $0.days == old }) else { throw .missing("\(old)") }
            if let new {
                seasons[index] = Season(days: new.days, week: seasons[index].week)
            } else {
                seasons.remove(at: index)
            }
        case .timeZone(_, let new): zone = new
        default: break
        }
        return Schedule(
            name: name, week: week, seasons: seasons, holidays: holidays, specialDays: days, timeZone: zone)
    }
}

extension NumberPlan {
    fileprivate func with(_ entries: [NumberTable.Entry]) -> NumberPlan {
        NumberPlan(
            incoming: NumberTable(entries, large: incoming.large), outgoing: outgoing, otherwise: otherwise,
            names: names)
    }

    fileprivate func replacing(
        _ old: NumberPattern?, with text: String?, _ step: ChosenStep?
    ) throws(ConfigurationEditError) -> NumberPlan {
        var entries = incoming.entries
        let new = text.flatMap { try? NumberPattern($0) }
        if let new, new != old, incoming.entry(of: new) != nil { throw .exists("\(new)") }
        guard let old else {
            guard let new, let step else { throw .missing("number \(text ?? "")") }
            entries.append(NumberTable.Entry(pattern: new, steps: step.list(at: "numbers.\(new)")))
            return with(entries)
        }
        guard let index = entries.firstIndex(where: { $0.pattern == old }) else { throw .missing("number \(old)") }
        let path = "numbers.\(new ?? old)"
        entries[index] = NumberTable.Entry(
            pattern: new ?? old,
            steps: step?.list(at: path) ?? entries[index].steps.moved(from: "numbers.\(old)", to: path))
        return with(entries)
    }
}

extension NumberPlan {
    fileprivate func naming(
        _ old: NumberPattern, with text: String?, _ name: String?
    ) throws(ConfigurationEditError) -> NumberPlan {
        var entries = names.entries
        let index = entries.firstIndex { $0.pattern == old }
        let new = text.flatMap { try? NumberPattern($0) } ?? old
        switch (index, name) {
        case (let index?, let name?): entries[index] = NumberNames.Entry(pattern: new, name: name)
        case (let index?, nil): entries.remove(at: index)
        case (nil, let name?): entries.append(NumberNames.Entry(pattern: new, name: name))
        case (nil, nil): throw .missing("name of \(old)")
        }
        return NumberPlan(
            incoming: incoming, outgoing: outgoing, otherwise: otherwise, names: NumberNames(entries))
    }
}

extension Customer {
    fileprivate func replacing(_ old: NumberPattern?, with text: String?) throws(ConfigurationEditError) -> Customer {
        var numbers = numbers
        let new = text.flatMap { try? NumberPattern($0) }
        if let old {
            guard let index = numbers.firstIndex(of: old) else { throw .missing("number \(old)") }
            if let new { numbers[index] = new } else { numbers.remove(at: index) }
        } else if let new {
            numbers.append(new)
        }
        return Customer(name: name, title: title, numbers: numbers, schedules: schedules, recordings: recordings)
    }
}

extension Menu {
    /// A menu as it is if nothing else is written.
    package init(new name: String, prompt: Prompt, _ choices: [NewChoice]) {
        func retry(_ miss: MenuMiss) -> Retry {
            Retry(
                say: nil, tries: 3, then: StepList(path: "menus.\(name).\(miss.rawValue).then", steps: [.hangup]))
        }
        self.init(
            name: name, prompt: prompt, again: nil, timeout: 5000,
            choices: choices.map { choice in
                Choice(keys: choice.keys, steps: choice.step.list(at: "menus.\(name).choices.\(choice.keys)"))
            }, otherwise: nil, silence: retry(.silence), wrongKey: retry(.wrongKey))
    }

    fileprivate func replacing(_ keys: KeyPattern, _ step: ChosenStep?) throws(ConfigurationEditError) -> Menu {
        var choices = choices.filter { $0.keys != keys }
        if step == nil, choices.count == self.choices.count { throw .missing("key \(keys)") }
        if let step { choices.append(Choice(keys: keys, steps: step.list(at: "menus.\(name).choices.\(keys)"))) }
        return Menu(
            name: name, prompt: prompt, again: again, timeout: timeout, choices: choices, otherwise: otherwise,
            silence: silence, wrongKey: wrongKey)
    }
}

extension ChosenStep {
    fileprivate func list(at path: String) -> StepList { StepList(path: path, steps: steps) }
}

extension StepList {
    /// The list with other steps, and with other places of those that stay.
    fileprivate func replacing(_ parts: [FlowPart]) throws(ConfigurationEditError) -> StepList {
        var steps: [Step] = []
        for (place, part) in parts.enumerated() {
            let path = "\(path)[\(place)]"
            switch part {
            case .new(let block): steps.append(block.step(at: path, insteadOf: nil))
            case .kept(let index, let block):
                guard self.steps.indices.contains(index) else { throw .missing("step \(index + 1)") }
                let alone = StepList(path: "", steps: [self.steps[index]])
                let old = alone.moved(from: "\(self.path)[\(index)]", to: path).steps[0]
                steps.append(block?.step(at: path, insteadOf: old) ?? old)
            }
        }
        return StepList(path: path, steps: steps)
    }

    /// The list and those inside it, with paths that begin otherwise: of a number that was changed.
    fileprivate func moved(from old: String, to new: String) -> StepList {
        mapped { path in path.hasPrefix(old) ? new + path.dropFirst(old.count) : path }
    }

    private func mapped(_ path: (String) -> String) -> StepList {
        StepList(
            path: path(self.path),
            steps: steps.map { step in
                switch step {
                case .check(let schedule, let open, let closed, let holiday):
                    .check(
                        schedule: schedule, open: open?.mapped(path), closed: closed?.mapped(path),
                        holiday: holiday?.mapped(path))
                case .holiday(let schedule, let branches):
                    .holiday(
                        schedule: schedule,
                        branches.map { HolidayBranch(name: $0.name, steps: $0.steps.mapped(path)) })
                case .caller(let branches):
                    .caller(branches.map { CallerBranch(pattern: $0.pattern, steps: $0.steps.mapped(path)) })
                case .called(let branches):
                    .called(branches.map { CalledBranch(pattern: $0.pattern, steps: $0.steps.mapped(path)) })
                case .diverted(let branches):
                    .diverted(branches.map { DiversionBranch(pattern: $0.pattern, steps: $0.steps.mapped(path)) })
                default: step
                }
            })
    }
}
