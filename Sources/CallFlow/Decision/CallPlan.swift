package import Telephony

/// Decides what callers hear: a configuration ready to be asked. Pure: the same question has the same answer.
///
/// Every question is answered, also by a configuration that was never proved: a name that leads nowhere, or flows that
/// lead round in a circle, let the call ring as usual.
package struct CallPlan: Sendable {
    package let configuration: Configuration
    /// What holds over the schedules for a while.
    package var overrides: ScheduleOverrides
    let lists: ListIndex

    package init(_ configuration: Configuration, overrides: ScheduleOverrides = ScheduleOverrides()) {
        self.configuration = configuration
        self.overrides = overrides
        lists = ListIndex(configuration)
    }

    /// What a call may hear; it is hung up instead of hearing one more.
    package static let mostPrompts = 100

    /// What comes back from a call that was listening.
    package enum Input: Hashable, Sendable {
        case silence
        /// As they came; none are silence.
        case keys(String)
        /// The caller has hung up.
        case gone
    }

    /// What is done with a new call.
    ///
    /// `to`: nil when it is no telephone number. `users`: whom the call would ring; `voicemail` is a call that has come as
    /// far as the voicemail, and is left alone.
    package func begin(
        direction: Position.Direction, from: Caller, to: PhoneNumber?, users: [String], at moment: Moment
    ) -> Decision {
        guard !users.contains("voicemail") else { return Decision(answer: .connect, trace: [.leftAlone]) }
        let (pattern, steps) = root(direction: direction, from: from, to: to)
        var journey = Journey(plan: self, direction: direction, from: from.shortened, to: to, moment: moment)
        journey.trace = [.number(pattern)]
        let answer = steps.map { journey.follow($0) } ?? .connect
        return Decision(answer: answer, trace: journey.trace)
    }

    /// What is done after `input` with a call that was listening at `position`; nil when this configuration does not lead
    /// the call's number to that position: edited since, or foreign.
    package func resume(_ position: Position, _ input: Input, at moment: Moment) -> Decision? {
        guard leads(to: position) else { return nil }
        var journey = Journey(plan: self, position: position, moment: moment)
        let answer: Answer
        switch (position.next, input) {
        case (_, .gone): answer = .connect
        case (.keys, .keys(let keys)) where !keys.isEmpty: answer = journey.pressed(keys)
        case (.keys, _): answer = journey.heardNothing()
        case (.step(let place, let index, _), _):
            guard let entry = lists[place] else { return nil }
            answer = journey.follow(entry.list, from: index)
        }
        return Decision(answer: answer, trace: journey.trace)
    }

    /// The number pattern that a call is for; nil where the configuration names none for it.
    package func pattern(direction: Position.Direction, from: Caller, to: PhoneNumber?) -> NumberPattern? {
        root(direction: direction, from: from, to: to).0
    }

    /// Where a call begins; no steps: it is left alone.
    func root(direction: Position.Direction, from: Caller, to: PhoneNumber?) -> (NumberPattern?, StepList?) {
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
    /// Without the rest of a name that would make positions long; nothing depends on it.
    fileprivate var shortened: Caller {
        guard case .unknown(let text) = self, text.utf8.count > 40 else { return self }
        return .unknown(String(String.UnicodeScalarView(text.unicodeScalars.prefix(40))))
    }
}
