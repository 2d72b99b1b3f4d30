package import CallFlow
import MediaLibrary
import Telephony

/// Replays golden calls with a configuration alone: every announcement counts as published, and the clock stands still.
///
/// ```swift
/// let replay = GoldenReplay(plan: CallPlan(configuration), tokens: tokens)
/// let isAsWritten = replay.replay(call).difference == nil
/// ```
package struct GoldenReplay: Sendable {
    package struct Outcome: Hashable, Sendable {
        /// What a caller experiences who presses the keys of the golden call.
        package var actual: [GoldenCall.Step]
        /// Whether the call waits for keys at the end.
        package var isWaiting: Bool
        /// The index of the first step that differs; nil: none does.
        package var difference: Int?
    }

    private let responder: WebhookResponder
    private let zone: Zone

    /// - Parameter tokens: with any secret, since they do not leave this process.
    package init(plan: CallPlan, tokens: PositionTokens) {
        let catalogue = Catalogue(assuming: plan.configuration.prompts)
        zone = plan.configuration.timeZone
        responder = WebhookResponder(
            plan: plan, catalogue: { catalogue }, tokens: tokens, urls: WebhookURLs(plan.configuration))
    }

    package func replay(_ call: GoldenCall) -> Outcome {
        var simulation = CallSimulation(
            responder: responder, direction: call.direction, from: call.from, to: call.to,
            diverted: call.diverted, at: zone.moment(of: call.at), clock: .standing)
        var steps = simulation.begin()
        var inputs = call.inputs.makeIterator()
        while simulation.listens, let keys = inputs.next() { steps += simulation.press(keys) }
        let actual = steps.map(GoldenCall.Step.init)
        return Outcome(actual: actual, isWaiting: simulation.listens, difference: call.firstDifference(from: actual))
    }
}

extension GoldenCall.Step {
    /// Leaves out durations, which are not compared.
    package init(_ step: CallSimulation.Step) {
        switch step {
        case .hear(let prompt, _): self = .hear(prompt)
        case .press(let keys): self = .press(keys)
        case .silence: self = .silence
        case .dial(let numbers): self = .dial(numbers)
        case .end(let end): self = .end(end)
        }
    }
}
