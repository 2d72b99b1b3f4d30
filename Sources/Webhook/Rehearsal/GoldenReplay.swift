package import CallFlow
import MediaLibrary
import Telephony

/// Lives through golden calls by a configuration alone: every announcement counts as published, and the clock stands still.
///
/// ```swift
/// let replay = GoldenReplay(plan: CallPlan(configuration), tokens: tokens)
/// let isAsWritten = replay.replay(call).difference == nil
/// ```
package struct GoldenReplay: Sendable {
    package struct Outcome: Hashable, Sendable {
        /// What the caller lives through who presses what the call says.
        package var lived: [GoldenCall.Step]
        /// Whether keys are waited for at the end of it.
        package var isWaiting: Bool
        /// The index of the first step that differs; nil: all is as written.
        package var difference: Int?
    }

    private let responder: WebhookResponder
    private let zone: Zone

    /// - Parameter tokens: of any secret; nobody else sees them.
    package init(plan: CallPlan, tokens: PositionTokens) {
        let catalogue = Catalogue(assuming: plan.configuration.prompts)
        zone = plan.configuration.timeZone
        responder = WebhookResponder(
            plan: plan, catalogue: { catalogue }, tokens: tokens, urls: WebhookURLs(plan.configuration.publicURL))
    }

    package func replay(_ call: GoldenCall) -> Outcome {
        var rehearsal = CallRehearsal(
            responder: responder, direction: call.direction, from: call.from, to: call.to,
            at: zone.moment(of: call.at), clock: .standing)
        var lived = rehearsal.begin()
        var inputs = call.inputs.makeIterator()
        while rehearsal.listens, let keys = inputs.next() { lived += rehearsal.press(keys) }
        let steps = lived.map(GoldenCall.Step.init)
        return Outcome(lived: steps, isWaiting: rehearsal.listens, difference: call.firstDifference(from: steps))
    }
}

extension GoldenCall.Step {
    /// Without what is not compared: how long it is heard.
    package init(_ step: CallRehearsal.Step) {
        switch step {
        case .hear(let prompt, _): self = .hear(prompt)
        case .press(let keys): self = .press(keys)
        case .silence: self = .silence
        case .dial(let numbers): self = .dial(numbers)
        case .end(let end): self = .end(end)
        }
    }
}
