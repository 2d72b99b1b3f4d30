package import CallFlow
package import Sipgate
package import Telephony

/// An event and its answer, for metrics and the call log.
package struct AnsweredEvent: Sendable {
    package let event: CallEvent
    /// Whether it came from `announce doctor`, not from a telephone.
    package let isTrial: Bool
    /// The fields of the request body.
    package let form: FormFields
    package let outcome: WebhookOutcome
    /// When the event came.
    package let moment: Moment
    /// The call plan that answered it.
    package let rules: LivePlan.Snapshot

    /// `newCall`, `answer`, `hangup` or `dtmf`.
    package var name: String {
        switch event {
        case .newCall: "newCall"
        case .answer: "answer"
        case .hangup: "hangup"
        case .dtmf: "dtmf"
        }
    }

    /// The number pattern of the configuration that the call matched.
    package var number: NumberPattern? {
        let plan = rules.plan
        switch event {
        case .newCall:
            // The decision has found it already.
            guard case .number(let pattern)? = outcome.decision?.trace.first else { return nil }
            return pattern
        case .answer(let call):
            return plan.pattern(direction: call.direction, from: call.from, to: call.to?.number)
        case .hangup(let call):
            return plan.pattern(direction: call.direction, from: call.from, to: call.to?.number)
        case .dtmf:
            return outcome.position.flatMap { plan.pattern(direction: $0.direction, from: $0.from, to: $0.to) }
        }
    }

    /// The answer's label in metrics.
    package var answer: String { outcome.response.callAction.metricLabel }
}
