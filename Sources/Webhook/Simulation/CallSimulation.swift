package import CallFlow
import Sipgate
package import Telephony

/// Simulates a call: plays the provider's part towards a `WebhookResponder`, with the forms that it would send.
///
/// ```swift
/// var call = CallSimulation(responder: responder, direction: .incoming, from: .anonymous, to: number, at: now)
/// var steps = call.begin()
/// while call.listens { steps += call.press(keys.next()) }
/// ```
package struct CallSimulation: Sendable {
    /// What the caller experiences.
    package enum Step: Hashable, Sendable {
        /// The duration is that of the published sound, in seconds.
        case hear(Prompt, seconds: Double)
        case press(String)
        /// No key was pressed when the call waited for one.
        case silence
        /// Rings at other numbers, which ends the simulation.
        case dial([DialTarget])
        case end(End)
    }

    package typealias End = CallEnd

    /// With the overrides that the call has set.
    private var responder: WebhookResponder
    private let direction: CallDirection
    private let from: Caller
    private let to: PhoneNumber?
    private let diverted: PhoneNumber?
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

    /// How time passes in the simulation.
    package enum Clock: Sendable {
        /// With what is heard, and with silences.
        case running
        /// Not at all: every event arrives when the call begins.
        case standing
    }

    /// When the next event arrives.
    package private(set) var moment: Moment
    /// The decisions since the call began.
    package private(set) var trace: [TraceStep] = []
    /// Announcements that should have been heard but are not published.
    package private(set) var missing: [AnnouncementName] = []
    /// What the call has opened and closed, which nothing but the simulation knows.
    package private(set) var overrides: [OverrideChange] = []
    /// The outcome of the last event.
    package private(set) var outcome: WebhookOutcome?

    /// - Parameters:
    ///   - diverted: the number that the call was forwarded from.
    ///   - moment: when the call begins.
    package init(
        responder: WebhookResponder, direction: CallDirection, from: Caller, to: PhoneNumber?,
        diverted: PhoneNumber? = nil, at moment: Moment, clock: Clock = .running
    ) {
        self.responder = responder
        self.direction = direction
        self.from = from
        self.to = to
        self.diverted = diverted
        self.moment = moment
        self.clock = clock
        callID = "rehearsal-\(moment.milliseconds)"
    }

    /// Whether the call waits for keys.
    package var listens: Bool { gather != nil }
    /// How many keys end the wait.
    package var mostKeys: Int { gather?.maxKeys ?? 0 }
    /// How long it waits if no key is pressed, in milliseconds.
    package var timeout: Int { gather?.timeout ?? 0 }

    /// Begins the call, and follows it to where it waits for keys or ends.
    package mutating func begin() -> [Step] {
        post(
            EventForm.newCall(callID: callID, direction: direction, from: from, to: to, diverted: diverted), token: nil)
    }

    /// Presses keys, or none (nil or empty), and follows the call to where it waits again or ends. Keys beyond those that the
    /// call waits for are ignored, as on the telephone.
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
            // An event that cannot be read gets no answer, so the call rings as usual.
            guard let event = try? CallEvent(form: form.bytes) else { return steps + [.end(.connect)] }
            let outcome = responder.respond(to: event, token: token, at: moment)
            self.outcome = outcome
            if let changes = outcome.decision?.overrides, !changes.isEmpty {
                responder = responder.overriding(changes)
                overrides += changes
            }
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
            // A prompt that is only heard waits for one millisecond, and the call goes on with any input.
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

    private static func end(_ action: CallResponse.Action?) -> Step {
        switch action {
        case nil, .play, .gather: .end(.connect)
        case .dial(.numbers(let targets, _, _)): .dial(targets.targets)
        case .dial(.voicemail): .end(.voicemail)
        case .reject(.rejected): .end(.reject)
        case .reject(.busy): .end(.busy)
        case .hangup: .end(.hangup)
        }
    }
}
