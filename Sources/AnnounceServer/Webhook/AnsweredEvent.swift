import CallFlow
import NIOCore
import Sipgate
import Telephony

/// An event and what came of it, for whoever keeps account of calls when the answer is out.
struct AnsweredEvent: Sendable {
    let event: CallEvent
    /// Whether it came from `announce doctor`, not from a telephone.
    let isTrial: Bool
    /// The request's body.
    let form: ByteBuffer
    let outcome: WebhookOutcome
    let xml: String
    /// When the event came.
    let moment: Moment
    /// What it was answered by.
    let rules: LivePlan.Snapshot

    /// `newCall`, `answer`, `hangup` or `dtmf`.
    var name: String {
        switch event {
        case .newCall: "newCall"
        case .answer: "answer"
        case .hangup: "hangup"
        case .dtmf: "dtmf"
        }
    }

    /// The number pattern of the configuration that the call is for.
    var number: NumberPattern? {
        let plan = rules.rules.plan
        switch event {
        case .newCall:
            // Found already on the way to the answer.
            guard case .number(let pattern)? = outcome.decision?.trace.first else { return nil }
            return pattern
        case .answer(let call):
            return plan.pattern(direction: .init(call.direction), from: call.from, to: call.to?.number)
        case .hangup(let call):
            return plan.pattern(direction: .init(call.direction), from: call.from, to: call.to?.number)
        case .dtmf:
            return outcome.position.flatMap { plan.pattern(direction: $0.direction, from: $0.from, to: $0.to) }
        }
    }

    /// What the network is told to do, in a word.
    var answer: String {
        switch outcome.response.action {
        case .dial(.numbers): "dial"
        case .dial(.voicemail): "voicemail"
        case .play: "play"
        case .gather: "gather"
        case .reject: "reject"
        case .hangup: "hangup"
        case nil: "none"
        }
    }
}

extension Position.Direction {
    init(_ direction: CallDirection) {
        self = direction == .incoming ? .incoming : .outgoing
    }
}
