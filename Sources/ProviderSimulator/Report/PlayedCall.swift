package import CallFlow
package import Telephony

/// What a simulated call was like, for the people on both sides.
package struct PlayedCall: Sendable {
    package enum Step: Hashable, Sendable {
        /// A sound, and how many seconds of it were heard.
        case heard(NetworkSound, seconds: Double)
        /// A sound that the network did not play: the caller heard nothing.
        case skipped(NetworkSound)
        case pressed(String)
        /// No key was pressed when the call waited for one.
        case silence
        /// Telephones rang; empty for those of the account.
        case rang([DialTarget])
        case answered(by: String, seconds: Double)
        case busy
        case notAnswered
        case voicemail(seconds: Double)
        case transferred(to: String)
        case forwarded(to: String)
        /// The caller hung up before anyone had answered.
        case callerHungUp
        /// The server ended the call.
        case hangup
        case rejected(busy: Bool)
        /// An event without a usable answer, so the call went on as if there were no webhook.
        case unanswered(event: String, DeliveryFailure)
        /// Anything else that a server should not do.
        case odd(String)
    }

    /// How a leg of a call ended, in the words of the call log.
    package enum Outcome: String, Hashable, Sendable, CaseIterable {
        case answered, voicemail, missed, abandoned, ended, rejected, forwarded
    }

    /// A leg: what has a call ID of its own.
    package struct Leg: Hashable, Sendable {
        package var callID: String
        package var outcome: Outcome
    }

    package let script: ScriptedCall
    /// In simulated time.
    package var began: Moment
    package var ended: Moment
    package var steps: [Step] = []
    /// The first is the call itself; others are transfers and forwardings of it.
    package var legs: [Leg] = []
    /// How long each answer took.
    package var answers: [Duration] = []

    package init(_ script: ScriptedCall, began: Moment) {
        self.script = script
        (self.began, ended) = (began, began)
    }

    /// How the call ended for the caller: the outcome of the last leg if the first was forwarded to it.
    package var outcome: Outcome {
        guard let first = legs.first else { return .missed }
        return first.outcome == .forwarded ? legs.last?.outcome ?? .forwarded : first.outcome
    }

    package var duration: Duration { .milliseconds(ended.milliseconds - began.milliseconds) }
    /// Sounds that the network skipped.
    package var skipped: [NetworkSound] {
        steps.compactMap { if case .skipped(let sound) = $0 { sound } else { nil } }
    }
    package var failures: [(event: String, reason: DeliveryFailure)] {
        steps.compactMap { if case .unanswered(let event, let reason) = $0 { (event, reason) } else { nil } }
    }
}
