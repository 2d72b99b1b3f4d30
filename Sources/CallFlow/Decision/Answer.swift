package import Telephony

/// The answer to an event: what the provider is to do with the call now. Knows no provider; each has its own
/// translation.
package enum Answer: Hashable, Sendable {
    /// Let it ring as usual.
    case connect
    /// Play a prompt, then let it ring as usual.
    case play(Prompt)
    /// Play a prompt and wait for keys; the call then continues from `position`.
    ///
    /// `timeout`: milliseconds of silence after the prompt. A prompt in the middle of steps is one key and 1 ms, since
    /// the only way to play something and be asked again is to gather keys.
    case gather(Prompt, maxKeys: Int, timeout: Int, position: Position)
    case dial([DialTarget], callerID: PhoneNumber?, anonymous: Bool?)
    case voicemail
    case reject(Rejection)
    case hangup
}

/// An answer and how it was reached.
package struct Decision: Hashable, Sendable {
    package var answer: Answer
    /// In order.
    package var trace: [TraceStep]
    /// Schedules that the call opens or closes, in order. They are in effect for the call, and not yet for others.
    package var overrides: [OverrideChange]

    package init(answer: Answer, trace: [TraceStep], overrides: [OverrideChange] = []) {
        self.answer = answer
        self.trace = trace
        self.overrides = overrides
    }
}

/// One reason for an answer: what a call matched, entered or did.
package enum TraceStep: Hashable, Sendable {
    /// The pattern of the number plan that the call matched; `nil` if none (`default`, or left alone).
    case number(NumberPattern?)
    case caller(CallerPattern)
    case called(CalledPattern)
    case diverted(DiversionPattern)
    /// A schedule that the call opened or closed; without an end it follows its regular hours again.
    case overridden(String, OverrideStep.Change, until: LocalTime?, now: LocalTime)
    /// A schedule, its status, and the day or holiday that it comes from, unless that is the week.
    case schedule(String, Schedule.Status, because: String? = nil)
    /// The holiday whose branch a check took.
    case holiday(String)
    /// A schedule with an override.
    case override(String, Schedule.Status, until: LocalTime, now: LocalTime)
    /// Whose turn a rota has it be, and why if not by its turns.
    case turn(rota: String, person: String, because: String?)
    case flow(String)
    case menu(String)
    case choice(menu: String, KeyPattern)
    /// Keys that match no choice, answered by `else`.
    case otherwise(menu: String, keys: String)
    /// The number of silences so far, this one included.
    case silence(menu: String, Int)
    /// The number of wrong keys so far, this one included.
    case wrongKey(menu: String, keys: String, Int)
    case tooManyPrompts
    /// The call had already reached the voicemail.
    case leftAlone
    /// The call is a further part of one that began before.
    case furtherLeg
}
