package import CallFlow
import Sipgate
package import Telephony

/// One call without a telephone: plays the provider's part towards a `WebhookResponder`, with the forms it would send.
///
/// ```swift
/// var call = CallRehearsal(responder: responder, direction: .incoming, from: .anonymous, to: number, at: now)
/// var lived = call.begin()
/// while call.listens { lived += call.press(keys.next()) }
/// ```
package struct CallRehearsal: Sendable {
    /// What the caller lives through.
    package enum Step: Hashable, Sendable {
        /// Seconds of the published sound.
        case hear(Prompt, seconds: Double)
        case press(String)
        /// Nothing was pressed when asked.
        case silence
        /// Rings at other numbers; the end of the call here.
        case dial([PhoneNumber])
        case end(End)
    }

    package typealias End = CallEnd

    private let responder: WebhookResponder
    private let direction: Position.Direction
    private let from: Caller
    private let to: PhoneNumber?
    private let callID: String
    private let clock: Clock
    /// What the call waits for; nil before it begins and after it ends.
    private var gather: Gather?

    private struct Gather {
        var token: String
        var maxKeys: Int
        /// Milliseconds.
        var timeout: Int
    }

    /// How time goes on.
    package enum Clock: Sendable {
        /// By what is heard, and by silences.
        case running
        /// Not at all.
        case standing
    }

    /// When the next event comes.
    package private(set) var moment: Moment
    /// Why the call went where it went, from its beginning on.
    package private(set) var trace: [TraceStep] = []
    /// Announcements that were to be heard and are not published.
    package private(set) var missing: [AnnouncementName] = []
    /// The last event's outcome.
    package private(set) var outcome: WebhookOutcome?

    /// - Parameter moment: when the call begins.
    package init(
        responder: WebhookResponder, direction: Position.Direction, from: Caller, to: PhoneNumber?, at moment: Moment,
        clock: Clock = .running
    ) {
        self.responder = responder
        self.direction = direction
        self.from = from
        self.to = to
        self.moment = moment
        self.clock = clock
        callID = "rehearsal-\(moment.milliseconds)"
    }

    /// Whether keys are waited for.
    package var listens: Bool { gather != nil }
    /// How many keys end the waiting.
    package var mostKeys: Int { gather?.maxKeys ?? 0 }

    /// The call comes in, up to where it waits for keys or ends.
    package mutating func begin() -> [Step] {
        post(EventForm.newCall(callID: callID, direction: direction, from: from, to: to), token: nil)
    }

    /// Keys, or silence (nil or empty), and what follows up to where the call waits again or ends. Of more keys than are
    /// waited for the first count, as on the telephone.
    package mutating func press(_ keys: String?) -> [Step] {
        guard let gather else { return [] }
        let keys = String((keys ?? "").prefix(gather.maxKeys))
        if keys.isEmpty { pass(milliseconds: gather.timeout) }
        let form = EventForm.keys(keys, callID: callID)
        return [keys.isEmpty ? .silence : .press(keys)] + post(form, token: gather.token)
    }

    private mutating func post(_ form: EventForm, token: String?) -> [Step] {
        var steps: [Step] = []
        var (form, token) = (form, token)
        gather = nil
        while true {
            // What cannot be posted has no answer, and the call rings as usual.
            guard let event = try? CallEvent(form: form.bytes) else { return steps + [.end(.connect)] }
            let outcome = responder.respond(to: event, token: token, at: moment)
            self.outcome = outcome
            trace += outcome.decision?.trace ?? []
            missing += outcome.missing
            if let prompt = outcome.heard, let seconds = responder.seconds(of: prompt) {
                steps.append(.hear(prompt, seconds: seconds))
                pass(milliseconds: Int((seconds * 1000).rounded()))
            }
            guard case .gather(let waiting) = outcome.response.action else {
                return steps + [Self.end(outcome.response.action)]
            }
            let segment = String(waiting.onData.text.split(separator: "/").last ?? "")
            gather = Gather(token: segment, maxKeys: waiting.maxDigits, timeout: waiting.timeout)
            // A prompt that is only to be heard waits for one millisecond, and whatever comes goes on.
            guard case .gather(_, _, _, let position) = outcome.decision?.answer, case .step = position.next else {
                return steps
            }
            gather = nil
            (form, token) = (EventForm.keys(nil, callID: callID), segment)
        }
    }

    private mutating func pass(milliseconds: Int) {
        if clock == .running { moment = Moment(milliseconds: moment.milliseconds + Int64(milliseconds)) }
    }

    private static func end(_ action: Response.Action?) -> Step {
        switch action {
        case nil, .play, .gather: .end(.connect)
        case .dial(.numbers(let targets, _, _)): .dial(targets.numbers)
        case .dial(.voicemail): .end(.voicemail)
        case .reject(.rejected): .end(.reject)
        case .reject(.busy): .end(.busy)
        case .hangup: .end(.hangup)
        }
    }
}
