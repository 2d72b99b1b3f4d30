import CallFlow
import HTTPListener
import Logging
import MediaLibrary
import Sipgate
import Telephony
import Webhook

/// Simulates the provider: builds the forms that the provider would send and has the server's own code answer them.
struct TrialProvider: Sendable {
    enum Event: Hashable, Sendable {
        case newCall
        /// Keys at a position; empty: none.
        case keys(String, token: String)
        case hangup
    }

    let live: VisiblePlan
    let drafts: TrialDrafts
    let record: @Sendable (TriedEvent) -> Void

    /// - Parameter isWatched: as in `TriedEvent`.
    func exchange(_ call: TrialCall, _ event: Event, isWatched: Bool = false) -> TrialExchange {
        let form: EventForm
        var token: String?
        switch event {
        case .newCall:
            form = .newCall(
                callID: call.id, direction: call.direction, from: call.from, to: call.to, diverted: call.diverted)
        case .keys(let keys, let position):
            form = .keys(keys, callID: call.id)
            token = position
        case .hangup:
            form = .cancelled(callID: call.id, direction: call.direction, from: call.from, to: call.to)
        }
        let body = form.bytes
        let snapshot = live.snapshot
        var exchange = TrialExchange(
            event: event.name, path: "/sipgate" + (token.map { "/" + $0 } ?? ""),
            form: String(decoding: body, as: UTF8.self), xml: "", way: "", microseconds: 0)
        let start = ContinuousClock.now
        guard let fields = try? FormFields(body), let posted = try? CallEvent(fields) else {
            exchange.remark = Texts.TestCall.undecodable
            exchange.end = CallEnd.connect.rawValue
            return exchange
        }
        let draft = call.draft.map { drafts[$0] }
        let responder: WebhookResponder
        switch draft {
        case nil: responder = snapshot.responder
        case let configuration??: responder = live.whole.responder(for: configuration)
        case .some(nil):
            exchange.remark = Texts.Flows.draftGone
            exchange.end = CallEnd.connect.rawValue
            return exchange
        }
        let outcome = responder.respond(to: posted, token: token, at: call.moment)
        // Users of the dashboard do not need the webhook's password.
        exchange.xml = outcome.response.xml(masked: .withoutCredentials)
        let duration = start.duration(to: .now)
        // The log is about what callers could have heard, which a draft is not.
        if draft == nil {
            record(
                TriedEvent(
                    form: fields, event: posted, token: token, outcome: outcome, moment: call.moment,
                    duration: duration, isWatched: isWatched))
        }
        exchange.microseconds = Int(duration / .microseconds(1))
        exchange.apply(outcome, of: posted, seconds: responder.seconds)
        if draft != nil { exchange.playSingly(outcome, live.catalogue()) }
        return exchange
    }
}

extension TrialProvider.Event {
    fileprivate var name: String {
        switch self {
        case .newCall: "newCall"
        case .keys: "dtmf"
        case .hangup: "hangup"
        }
    }
}

extension TrialExchange {
    fileprivate mutating func apply(
        _ outcome: WebhookOutcome, of event: CallEvent, seconds: (Prompt) -> Double?
    ) {
        if case .string(let text)? = EventLine(event, outcome, numbers: LoggedNumbers()).fields["way"] { way = text }
        if case .dtmf(let pressed) = event, case .keys? = outcome.position?.next {
            if case .keys(let text) = pressed.input { keys = text } else { keys = "" }
        }
        if outcome.decision?.overrides.isEmpty == false {
            remark = Texts.TestCall.opensNothing
        }
        if let refusal = outcome.refusal {
            remark = Texts.TestCall.notAnswered(Texts.LogWords.refusal(refusal.rawValue))
        }
        if !outcome.missing.isEmpty {
            remark = Texts.TestCall.missing(outcome.missing.map(\.text).joined(separator: ", "))
        }
        prompt = outcome.decision?.answer.prompt?.description
        self.seconds = outcome.heard.flatMap(seconds)
        switch outcome.response.action {
        case .gather(let waiting):
            sound = outcome.file
            // A prompt without keys waits for one millisecond, and the call continues with any input.
            if case .gather(_, _, _, let position) = outcome.decision?.answer {
                gather = Gather(
                    token: Self.lastSegment(waiting.onData), maxDigits: waiting.maxDigits, timeout: waiting.timeout,
                    isAsking: position.next == .keys)
            }
        case .play:
            sound = outcome.file
            end = CallEnd.connect.rawValue
        case .dial(.numbers(let targets, _, _)): dial = targets.targets.map(\.description)
        case .dial(.voicemail): end = CallEnd.voicemail.rawValue
        case .reject(.rejected): end = CallEnd.reject.rawValue
        case .reject(.busy): end = CallEnd.busy.rawValue
        case .hangup: end = CallEnd.hangup.rawValue
        case nil:
            if case .hangup = event { return }
            end = CallEnd.connect.rawValue
        }
    }

    /// Plays the announcements of a prompt one after the other: as one sound they are published with the draft only.
    fileprivate mutating func playSingly(_ outcome: WebhookOutcome, _ catalogue: Catalogue) {
        guard let prompt = outcome.decision?.answer.prompt, outcome.heard != prompt else { return }
        let files = prompt.parts.compactMap { catalogue.announcement(Prompt($0)) }
        guard files.count == prompt.parts.count, let first = files.first else { return }
        (sound, seconds) = (first.name, files.reduce(0) { $0 + $1.duration })
        sounds = files.map(\.name)
    }

    private static func lastSegment(_ url: AbsoluteURL) -> String {
        String(url.text.split(separator: "/").last ?? "")
    }
}

extension Answer {
    /// The prompt of the answer.
    fileprivate var prompt: Prompt? {
        switch self {
        case .play(let prompt), .gather(let prompt, _, _, _): prompt
        case .connect, .dial, .voicemail, .reject, .hangup: nil
        }
    }
}
