import Telephony

/// Interprets the steps of a call from one event of the provider to the answer to it.
///
/// A call is not kept between events: an answer that waits for the caller contains the whole state (`Position`), and
/// the next event starts a new interpreter from it. Always ends: a list ends, flows entered in a row are counted, and
/// so are prompts.
struct StepInterpreter {
    private let plan: CallPlan
    private let moment: Moment
    /// The state so far. Its `next` is where this event resumed; an answer that waits gets its own.
    private var position: Position
    var trace: [TraceStep] = []
    /// Those of the plan, and what this call has changed.
    private var overrides: ScheduleOverrides
    private var changes: [OverrideChange] = []

    init(plan: CallPlan, position: Position, moment: Moment) {
        (self.plan, self.position, self.moment) = (plan, position, moment)
        overrides = plan.overrides
    }

    /// The decision of an answer.
    func decision(_ answer: Answer) -> Decision { Decision(answer: answer, trace: trace, overrides: changes) }

    // MARK: Steps

    /// Runs the steps of a list, and of the lists they lead to, up to the first one that is an answer.
    mutating func run(_ start: StepList, from index: Int = 0) -> Answer {
        var (list, index) = (start, index)
        // Entering more flows in a row means that one came again and again with nothing heard in between: a cycle.
        var flowsLeft = plan.configuration.flows.count + CallPlan.maximumFlowsDone
        while true {
            if index >= list.steps.count {
                guard let back = comeBack() else { return .connect }
                (list, index) = back
            }
            var branch: StepList?
            switch list.steps[index] {
            case .play(let prompt): return play(prompt, at: index, of: list)
            case .menu(let name): return enter(name)
            case .flow(let name):
                guard flowsLeft > 0, let flow = plan.configuration.flows[name] else { return .connect }
                flowsLeft -= 1
                // A flow has many ways in, so the keys of a choice are no part of it.
                // Where the call comes back to, they still are.
                if position.returns.isEmpty { position.keys = nil }
                trace.append(.flow(name))
                branch = flow
            case .do(let name):
                guard flowsLeft > 0, let flow = plan.configuration.flows[name] else { return .connect }
                flowsLeft -= 1
                trace.append(.flow(name))
                // The last step of a list has nothing to come back to but what the list itself does.
                if index + 1 < list.steps.count {
                    guard position.returns.count < CallPlan.maximumReturns else { return .connect }
                    position.returns.append(mark(index + 1, of: list))
                }
                branch = flow
            case .check(let schedule, let open, let closed, let holiday):
                let (status, announcement) = status(schedule)
                branch =
                    switch status {
                    case .open: open
                    case .closed: closed
                    case .holiday: holiday ?? closed
                    case nil: nil
                    }
                if let announcement {
                    if let branch { return play(announcement, insteadIn: branch) }
                    // Without a branch, what follows is the way of the call.
                    return play(announcement, insteadIn: list, from: index + 1)
                }
            case .holiday(let schedule, let branches):
                if let match = branches.first(where: { isHoliday($0.name, of: schedule) }) {
                    trace.append(.holiday(match.name))
                    branch = match.steps
                }
            case .caller(let branches):
                if let match = branches.first(where: { plan.configuration.matches($0.pattern, position.from) }) {
                    trace.append(.caller(match.pattern))
                    branch = match.steps
                }
            case .called(let branches):
                if let called = position.to,
                    let match = branches.first(where: { plan.configuration.matches($0.pattern, called) })
                {
                    trace.append(.called(match.pattern))
                    branch = match.steps
                }
            case .diverted(let branches):
                if let diversion = position.diversion,
                    let match = branches.first(where: { $0.pattern.matches(diversion) })
                {
                    trace.append(.diverted(match.pattern))
                    branch = match.steps
                }
            case .override(let step): override(step)
            case .dial(let dial): return self.dial(dial)
            case .voicemail: return .voicemail
            case .reject(let rejection): return .reject(rejection)
            case .hangup: return .hangup
            case .connect: return .connect
            case .repeat: return askAgain()
            case .back: return goBack()
            }
            if let branch {
                (list, index) = (branch, 0)
            } else {
                index += 1
            }
        }
    }

    private mutating func play(_ prompt: Prompt, at index: Int, of list: StepList) -> Answer {
        guard countPrompt() else { return .hangup }
        var (list, next) = (list, index + 1)
        if next == list.steps.count {
            guard let back = comeBack() else { return .play(prompt) }
            (list, next) = back
        }
        if list.steps[next] == .connect { return .play(prompt) }
        let mark = mark(next, of: list)
        // Positions are parts of URLs, so they contain the keys only where they are needed.
        let dialsKeys = (position.returns + [mark]).contains { step in
            plan.lists[step.path]?.list.dialsKeys(after: step.index - 1) ?? false
        }
        if !dialsKeys { position.keys = nil }
        return gather(
            prompt, maxKeys: 1, timeout: 1,
            next: .step(path: mark.path, index: mark.index, fingerprint: mark.fingerprint))
    }

    /// Plays an announcement in place of the one that the steps begin with, or before the first of them.
    private mutating func play(
        _ announcement: AnnouncementName, insteadIn list: StepList, from index: Int = 0
    ) -> Answer {
        let replaces = if case .play? = list.steps.dropFirst(index).first { true } else { false }
        return play(Prompt(announcement), at: replaces ? index : index - 1, of: list)
    }

    private func mark(_ index: Int, of list: StepList) -> Position.Return {
        let fingerprint = plan.lists[list.path]?.fingerprint ?? list.fingerprint
        return Position.Return(path: list.path, index: index, fingerprint: fingerprint)
    }

    /// The step after the innermost `do`, at the end of a flow; `nil` if the call is in none. A resumed position has
    /// been checked to return to steps that exist (`isReachable`).
    private mutating func comeBack() -> (list: StepList, index: Int)? {
        guard let last = position.returns.popLast(), let entry = plan.lists[last.path],
            last.index < entry.list.steps.count
        else { return nil }
        return (entry.list, last.index)
    }

    private mutating func override(_ step: OverrideStep) {
        let zone = plan.configuration.timeZone
        let now = zone.localTime(at: moment)
        for (schedule, change) in step.changes {
            guard plan.configuration.schedules[schedule] != nil else { continue }
            var override: ScheduleOverride?
            if let state = change.state {
                guard let end = step.until?.time.end(.future, from: moment, in: zone), end > moment else { continue }
                override = ScheduleOverride(schedule: schedule, state: state, until: end)
            }
            let asked = OverrideChange(schedule: schedule, override: override, at: moment)
            overrides.apply(asked)
            changes.append(asked)
            trace.append(
                .overridden(schedule, change, until: override.map { zone.localTime(at: $0.until) }, now: now))
        }
    }

    /// The status of a schedule, and what its override or the day has callers hear, if anything.
    private mutating func status(_ name: String) -> (Schedule.Status?, AnnouncementName?) {
        guard let schedule = plan.configuration.schedules[name] else { return (nil, nil) }
        let zone = plan.configuration.timeZone
        let (status, reason, override, announcement) = schedule.status(at: moment, in: zone, under: overrides)
        if let override {
            let until = zone.localTime(at: override.until)
            trace.append(.override(name, status, until: until, now: zone.localTime(at: moment)))
        } else {
            trace.append(.schedule(name, status, because: reason.words))
        }
        return (status, announcement)
    }

    private func isHoliday(_ name: String, of schedule: String) -> Bool {
        guard let schedule = plan.configuration.schedules[schedule] else { return false }
        let date = schedule.clock(in: plan.configuration.timeZone).localTime(at: moment).date
        return schedule.isHoliday(date, named: name)
    }

    /// Where a person is called, or the person whose turn it is on a rota; `nil` for an unknown name.
    private mutating func target(of name: String) -> DialTarget? {
        guard let rota = plan.configuration.rotas[name] else { return plan.configuration.people[name] }
        guard let turn = rota.turn(at: moment, in: plan.configuration.timeZone, under: overrides) else {
            return nil
        }
        trace.append(.turn(rota: name, person: turn.person, because: turn.words))
        return plan.configuration.people[turn.person]
    }

    private mutating func dial(_ dial: Dial) -> Answer {
        switch dial.target {
        case .numbers(var numbers):
            for number in dial.people.compactMap({ target(of: $0) }) where !numbers.contains(number) {
                numbers.append(number)
            }
            guard !numbers.isEmpty else { return .connect }
            return .dial(numbers, callerID: dial.callerID, anonymous: dial.anonymous)
        case .keyed(let number):
            guard let keys = position.keys, let target = try? number.target(after: keys) else { return .connect }
            return .dial([target], callerID: dial.callerID, anonymous: dial.anonymous)
        case .calledNumber:
            // An incoming call was made to this number: dialling it again would come back here.
            guard position.direction == .outgoing, let number = position.to else { return .connect }
            return .dial([.number(number)], callerID: dial.callerID, anonymous: dial.anonymous)
        }
    }

    // MARK: Menus

    /// Answers keys pressed in the innermost menu.
    mutating func handleKeys(_ keys: String) -> Answer {
        guard let menu = innermost else { return .connect }
        let keys = menu.withoutFinalHash(keys)
        if let choice = menu.choice(for: keys) {
            trace.append(.choice(menu: menu.name, choice.keys))
            position.keys = keys
            return run(choice.steps)
        }
        if let otherwise = menu.otherwise {
            trace.append(.otherwise(menu: menu.name, keys: keys))
            return run(otherwise)
        }
        position.wrongKeys += 1
        trace.append(.wrongKey(menu: menu.name, keys: keys, position.wrongKeys))
        return retry(menu, menu.wrongKey, count: position.wrongKeys)
    }

    /// Answers silence in the innermost menu.
    mutating func handleSilence() -> Answer {
        guard let menu = innermost else { return .connect }
        position.silences += 1
        trace.append(.silence(menu: menu.name, position.silences))
        return retry(menu, menu.silence, count: position.silences)
    }

    private var innermost: Menu? { position.menus.last.flatMap { plan.configuration.menus[$0] } }

    private mutating func retry(_ menu: Menu, _ retry: Menu.Retry, count: Int) -> Answer {
        count < retry.tries ? ask(menu, (menu.again ?? menu.prompt).preceded(by: retry.say)) : run(retry.then)
    }

    private mutating func enter(_ name: String) -> Answer {
        guard let menu = plan.configuration.menus[name] else { return .connect }
        if let index = position.menus.firstIndex(of: name) {
            position.menus.removeSubrange(index...)
        }
        position.menus.append(name)
        position.returns = []
        (position.silences, position.wrongKeys) = (0, 0)
        position.keys = nil
        trace.append(.menu(name))
        return ask(menu, menu.prompt)
    }

    private mutating func askAgain() -> Answer {
        guard let menu = innermost else { return .connect }
        return ask(menu, menu.again ?? menu.prompt)
    }

    private mutating func goBack() -> Answer {
        guard let outer = position.menus.dropLast().last else { return askAgain() }
        return enter(outer)
    }

    private mutating func ask(_ menu: Menu, _ prompt: Prompt) -> Answer {
        guard countPrompt() else { return .hangup }
        position.keys = nil
        return gather(prompt, maxKeys: menu.maxKeys, timeout: menu.timeout, next: .keys)
    }

    // MARK: Prompts

    /// Counts a prompt; false if the call has heard as many as it may.
    private mutating func countPrompt() -> Bool {
        guard position.promptsHeard < CallPlan.maximumPrompts else {
            trace.append(.tooManyPrompts)
            return false
        }
        position.promptsHeard += 1
        return true
    }

    private func gather(_ prompt: Prompt, maxKeys: Int, timeout: Int, next: Position.Next) -> Answer {
        var position = position
        position.next = next
        return .gather(prompt, maxKeys: maxKeys, timeout: timeout, position: position)
    }
}
