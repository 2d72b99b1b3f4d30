package import Telephony

/// A configuration prepared for answering calls.
///
/// Pure: the same arguments give the same decision, and the time is one of them. Touches no clock, disk or network.
/// Every event gets an answer, also under a configuration that was never validated: an unknown name, or flows that lead
/// in a circle, let the call ring as usual.
///
/// Not protected against: positions that were made up. The caller of `resume` must verify that this server
/// issued them; `resume` only verifies that the configuration can lead there.
package struct CallPlan: Sendable {
    package private(set) var configuration: Configuration
    /// Replaces the status of schedules temporarily.
    package var overrides: ScheduleOverrides
    /// The same for two plans that lead calls through the same steps, whatever their schedules, people and settings say: a
    /// call that one of them began can be continued by the other. Equal on every machine.
    package let fingerprint: UInt32
    private(set) var lists: ListIndex
    /// Whether any step depends on where a call was forwarded from, so that positions have to remember it.
    private let asksForDiversion: Bool

    package init(_ configuration: Configuration, overrides: ScheduleOverrides = ScheduleOverrides()) {
        self.configuration = configuration
        self.overrides = overrides
        lists = ListIndex(configuration)
        fingerprint = Self.fingerprint(lists, configuration)
        asksForDiversion = lists.contains { if case .diverted = $0 { true } else { false } }
    }

    /// The plan of another configuration, without its overrides. If that differs in the rows of large tables only, the lists of this
    /// plan are kept.
    package func following(_ configuration: Configuration) -> CallPlan {
        guard self.configuration.withoutRows == configuration.withoutRows,
            Set(self.configuration.numbers.incoming.large.flatMap(\.steps))
                == Set(configuration.numbers.incoming.large.flatMap(\.steps))
        else { return CallPlan(configuration) }
        return CallPlan(configuration, lists, asksForDiversion: asksForDiversion)
    }

    private init(_ configuration: Configuration, _ lists: ListIndex, asksForDiversion: Bool) {
        (self.configuration, self.lists, self.asksForDiversion) = (configuration, lists, asksForDiversion)
        overrides = ScheduleOverrides()
        fingerprint = Self.fingerprint(lists, configuration)
    }

    /// A number of a large table that leads somewhere else is another plan, too.
    private static func fingerprint(_ lists: ListIndex, _ configuration: Configuration) -> UInt32 {
        let rows = configuration.numbers.incoming.large.reduce(0 as UInt64) { $0 &+ $1.rows.fingerprint }
        return lists.fingerprint ^ UInt32(truncatingIfNeeded: rows ^ rows >> 32)
    }

    /// How many prompts a call can hear in total; instead of one more it is hung up.
    package static let maximumPrompts = 100

    /// How many flows a call can be in by `do`, one within the other: each makes the addresses of events longer.
    package static let maximumReturns = 16
    /// How many flows one event can lead a call through by `do`, beside one for each flow that exists.
    static let maximumFlowsDone = 1000

    /// What a call that was waiting for keys reports.
    package enum Input: Hashable, Sendable {
        case silence
        /// The keys pressed; an empty text is silence.
        case keys(String)
        /// The caller has hung up.
        case gone
    }

    /// Decides a new call.
    ///
    /// - Parameters:
    ///   - to: The number called; `nil` if it is not a telephone number.
    ///   - users: The telephones that the call would ring. `voicemail` among them means that the call has reached the
    ///     voicemail, so it is left alone.
    ///   - leg: Whether the call is a further part of another one. Unless `forwarded-legs: answer`, it is left alone then,
    ///     except where it was forwarded to another number of the configuration.
    package func begin(
        direction: CallDirection, from: Caller, to: PhoneNumber?, users: [String], leg: CallLeg = CallLeg(),
        at moment: Moment
    ) -> Decision {
        guard !users.contains("voicemail") else { return Decision(answer: .connect, trace: [.leftAlone]) }
        let (pattern, steps) = start(direction: direction, from: from, to: to)
        if leg.isFurther, configuration.forwardedLegs == .leaveAlone, leg.diversion == nil || pattern == nil {
            return Decision(answer: .connect, trace: [.furtherLeg])
        }
        let position = Position(
            direction: direction, from: from.shortened, to: to, diversion: asksForDiversion ? leg.diversion : nil,
            next: .keys)
        var interpreter = StepInterpreter(plan: self, position: position, moment: moment)
        interpreter.trace = [.number(pattern)]
        let answer = steps.map { interpreter.run($0) } ?? .connect
        return interpreter.decision(answer)
    }

    /// Decides a call that waited at `position` and now reports `input`.
    ///
    /// Returns `nil` if this configuration does not lead the call's number to that position: the configuration was
    /// edited, or the position belongs to another one.
    package func resume(_ position: Position, _ input: Input, at moment: Moment) -> Decision? {
        guard isReachable(position) else { return nil }
        var interpreter = StepInterpreter(plan: self, position: position, moment: moment)
        let answer: Answer
        switch (position.next, input) {
        case (_, .gone): answer = .connect
        case (.keys, .keys(let keys)) where !keys.isEmpty: answer = interpreter.handleKeys(keys)
        case (.keys, _): answer = interpreter.handleSilence()
        case (.step(let path, let index, _), _):
            guard let entry = lists[path] else { return nil }
            answer = interpreter.run(entry.list, from: index)
        }
        return interpreter.decision(answer)
    }

    /// The position that this plan, or one with the same menus and lists, has written.
    ///
    /// Returns `nil` for bytes that are no position, and for a position at menus or lists that this plan does not have.
    package func position(_ bytes: some Collection<UInt8>) -> Position? {
        Position(bytes: bytes) { lists.name($0) }
    }

    /// How many lists of steps the plan has: what its size in memory grows with.
    package var size: Int { lists.count }
    /// Bytes of its large tables.
    package var sizeOfTables: Int { configuration.numbers.incoming.large.reduce(0) { $0 + $1.rows.memory } }

    /// The same, with the parts of another plan where they are equal, so that both need memory for one.
    package func sharing(with other: CallPlan) -> CallPlan {
        var plan = self
        plan.configuration = configuration.sharing(with: other.configuration)
        plan.lists = lists.sharing(with: other.lists)
        return plan
    }

    /// The number pattern that matches a call; `nil` if none does.
    package func pattern(direction: CallDirection, from: Caller, to: PhoneNumber?) -> NumberPattern? {
        start(direction: direction, from: from, to: to).pattern
    }

    /// The number pattern that matches a call, and the steps it starts with; without steps it is left alone.
    func start(
        direction: CallDirection, from: Caller, to: PhoneNumber?
    ) -> (pattern: NumberPattern?, steps: StepList?) {
        let numbers = configuration.numbers
        switch direction {
        case .incoming:
            let entry = to.flatMap { numbers.incoming.entry(for: $0) }
            return (entry?.pattern, entry?.steps ?? numbers.otherwise)
        case .outgoing:
            guard case .number(let number) = from else { return (nil, nil) }
            let entry = numbers.outgoing.entry(for: number)
            return (entry?.pattern, entry?.steps)
        }
    }
}

extension Caller {
    /// Cuts a long name, which would make positions long: they travel in URLs. No decision depends on the name.
    fileprivate var shortened: Caller {
        guard case .unknown(let text) = self, text.utf8.count > 40 else { return self }
        return .unknown(String(String.UnicodeScalarView(text.unicodeScalars.prefix(40))))
    }
}
