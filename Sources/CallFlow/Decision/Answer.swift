package import Telephony

/// What is to be done with a call now.
package enum Answer: Hashable, Sendable {
    /// Nothing: it rings as usual.
    case connect
    /// Plays, then it rings as usual.
    case play(Prompt)
    /// Plays and waits for keys; goes on from `position` with whatever comes.
    ///
    /// `timeout`: milliseconds of silence after the prompt. One key and 1 ms where a prompt is only to be heard.
    case gather(Prompt, maxKeys: Int, timeout: Int, position: Position)
    case dial([PhoneNumber], callerID: PhoneNumber?, anonymous: Bool?)
    case voicemail
    case reject(Rejection)
    case hangup
}

/// An answer and how it came about.
package struct Decision: Hashable, Sendable {
    package var answer: Answer
    /// In the order things happened.
    package var trace: [TraceStep]

    package init(answer: Answer, trace: [TraceStep]) {
        self.answer = answer
        self.trace = trace
    }
}

/// Why a call went where it went.
package enum TraceStep: Hashable, Sendable {
    /// The pattern of the number plan that the call matched; nil: none (`default`, or left alone).
    case number(NumberPattern?)
    case caller(CallerPattern)
    case schedule(String, Schedule.Status)
    /// A schedule whose hours somebody has overridden for a while.
    case override(String, Schedule.Status, until: LocalTime, now: LocalTime)
    case flow(String)
    case menu(String)
    case choice(menu: String, KeyPattern)
    /// Keys that are no choice, answered by `else`.
    case otherwise(menu: String, keys: String)
    /// How many times now.
    case silence(menu: String, Int)
    case wrongKey(menu: String, keys: String, Int)
    case tooManyPrompts
    /// The call was already with the voicemail.
    case leftAlone
}
