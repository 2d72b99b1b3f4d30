package import CallFlow
package import MediaLibrary
package import Sipgate
package import Telephony

/// Answers events. It uses no disk, no network and no clock, and keeps nothing between events.
package struct WebhookResponder: Sendable {
    private var plan: CallPlan
    private let earlier: EarlierPlans
    private let catalogue: @Sendable () -> Catalogue
    private let tokens: PositionTokens
    private let urls: WebhookURLs

    /// - Parameter earlier: plans that still lead calls.
    package init(
        plan: CallPlan, earlier: EarlierPlans = EarlierPlans(), catalogue: @escaping @Sendable () -> Catalogue,
        tokens: PositionTokens, urls: WebhookURLs
    ) {
        self.plan = plan
        self.earlier = earlier
        self.catalogue = catalogue
        self.tokens = tokens
        self.urls = urls
    }

    /// The answer to an event.
    ///
    /// - Parameters:
    ///   - token: the last path segment of the URL, if it is that of a position.
    ///   - moment: when the event arrived.
    package func respond(to event: CallEvent, token: String?, at moment: Moment) -> WebhookOutcome {
        switch event {
        case .newCall(let call):
            guard token == nil else { return Self.refused(.newCallAtPosition) }
            let decision = plan.begin(
                direction: call.direction, from: call.from, to: call.to?.number,
                users: call.users, leg: CallLeg(call), at: moment)
            return outcome(of: decision, by: plan, Audible(now: catalogue(), at: moment), callID: call.callID)
        case .dtmf(let pressed):
            guard let token else { return Self.refused(.noPosition) }
            guard let bytes = tokens.position(of: token, callID: pressed.callID) else {
                return Self.refused(.forgedPosition)
            }
            return respond(to: pressed, at: bytes, moment)
        case .answer, .hangup:
            return WebhookOutcome(response: CallResponse())
        }
    }

    /// The plan that has led the call to a position decides how it goes on; where that is not known any more, the one in use.
    private func respond(
        to pressed: KeysPressed, at position: ArraySlice<UInt8>, _ moment: Moment
    ) -> WebhookOutcome {
        let input = CallPlan.Input(pressed.input)
        if let fingerprint = Position.plan(of: position), fingerprint != plan.fingerprint,
            let earlier = earlier[fingerprint, at: moment]
        {
            var plan = earlier.plan
            plan.overrides = self.plan.overrides
            if let known = plan.position(position), let decision = plan.resume(known, input, at: moment) {
                var outcome = outcome(
                    of: decision, by: plan, Audible(now: catalogue(), then: earlier.catalogue, at: moment),
                    callID: pressed.callID)
                outcome.position = known
                return outcome
            }
        }
        // Of a position that leads nowhere, whose call it is can still be read.
        guard let known = plan.position(position), let decision = plan.resume(known, input, at: moment) else {
            var outcome = Self.refused(.outdatedPosition)
            outcome.position = Position(callOf: position)
            return outcome
        }
        var outcome = outcome(of: decision, by: plan, Audible(now: catalogue(), at: moment), callID: pressed.callID)
        outcome.position = known
        return outcome
    }

    /// The same with some schedules opened or closed.
    func overriding(_ changes: [OverrideChange]) -> WebhookResponder {
        var responder = self
        for change in changes { responder.plan.overrides.apply(change) }
        return responder
    }

    /// The duration of a prompt in seconds; nil where it is not published.
    package func seconds(of prompt: Prompt) -> Double? {
        catalogue().announcement(prompt)?.duration
    }

    private static func refused(_ refusal: WebhookOutcome.Refusal) -> WebhookOutcome {
        WebhookOutcome(response: CallResponse(), refusal: refusal)
    }

    private func outcome(
        of decision: Decision, by plan: CallPlan, _ audible: Audible, callID: String
    ) -> WebhookOutcome {
        var outcome = WebhookOutcome(
            response: CallResponse(onAnswer: urls.events, onHangup: urls.events), decision: decision)
        switch decision.answer {
        case .connect:
            break
        case .play(let prompt):
            outcome.response.action = sound(of: prompt, in: audible, noting: &outcome).map { .play($0) }
        case .gather(let prompt, let maxKeys, let timeout, let position):
            let gather = try? CallResponse.Gather(
                onData: urls.keys(token: tokens.token(for: position, plan: plan.fingerprint, callID: callID)),
                maxDigits: max(1, maxKeys), timeout: max(1, timeout),
                play: sound(of: prompt, in: audible, noting: &outcome))
            outcome.response.action = gather.map { .gather($0) }
        case .dial(let numbers, let callerID, let anonymous):
            let targets = try? CallResponse.DialTargets(targets: numbers)
            outcome.response.action = targets.map { .dial(.numbers($0, callerID: callerID, anonymous: anonymous)) }
        case .voicemail:
            outcome.response.action = .dial(.voicemail)
        case .reject(.rejected):
            outcome.response.action = .reject(.rejected)
        case .reject(.busy):
            outcome.response.action = .reject(.busy)
        case .hangup:
            outcome.response.action = .hangup
        }
        return outcome
    }

    /// The URL of a prompt, or of the longest end of it that is published: hearing a part is better than hearing nothing. Nil
    /// where nothing of it is published.
    private func sound(
        of prompt: Prompt, in audible: Audible, noting outcome: inout WebhookOutcome
    ) -> AbsoluteURL? {
        if let file = audible.announcement(prompt) {
            outcome.heard = prompt
            return url(of: file, in: audible, noting: &outcome)
        }
        let published = prompt.parts.filter { audible.announcement(Prompt($0)) != nil }
        outcome.missing = prompt.parts.filter { !published.contains($0) }
        // The end of a prompt says what to press, so parts are dropped from the beginning.
        for start in published.indices {
            guard let part = Prompt(Array(published[start...])), let file = audible.announcement(part) else {
                continue
            }
            outcome.heard = part
            return url(of: file, in: audible, noting: &outcome)
        }
        return nil
    }

    /// A file that has not arrived elsewhere yet is fetched from here.
    private func url(
        of file: PublishedFile, in audible: Audible, noting outcome: inout WebhookOutcome
    ) -> AbsoluteURL {
        outcome.file = file.name
        guard audible.now.isDelivered(file), let elsewhere = urls.elsewhere(file) else { return urls.own(file) }
        outcome.isElsewhere = true
        return elsewhere
    }
}

/// What a call can be played.
private struct Audible {
    let now: Catalogue
    /// What could be heard while the plan was in use that has led the call here.
    var then: Catalogue?
    let at: Moment

    /// The file to play for a prompt: one of then only where there is none now, and it can still be fetched.
    func announcement(_ prompt: Prompt) -> PublishedFile? {
        now.announcement(prompt, at: at) ?? then?.announcement(prompt, at: at).flatMap { now.file(named: $0.name) }
    }
}

extension CallLeg {
    /// What a new call says about itself: a further leg has another first leg. A diversion from the number called itself is
    /// none, since nothing but this number was dialled.
    fileprivate init(_ call: NewCall) {
        let original = call.originalCallID ?? call.callID
        let diversion = call.diversion.flatMap { diversion -> Diversion? in
            if let number = diversion.number { return number == call.to?.number ? nil : .number(number) }
            return diversion.text == call.to?.text ? nil : .other
        }
        self.init(isFurther: original != call.callID, diversion: diversion)
    }
}

extension CallPlan.Input {
    init(_ input: KeysPressed.Input) {
        switch input {
        case .none: self = .silence
        case .callerGone: self = .gone
        case .keys(let keys): self = .keys(keys)
        }
    }
}
