package import Telephony

/// An event of a call and the answer to it, as the log keeps them: numbers and keys are masked already where the settings
/// ask for it.
package struct LoggedEvent: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable, Codable {
        case newCall, answer, hangup, dtmf
    }

    /// The caller's reaction to a menu.
    package enum Input: Hashable, Sendable {
        case keys(String)
        /// The number of keys pressed, where the keys themselves are not kept.
        case hidden(Int)
        case silence
        /// The caller hung up.
        case gone
    }

    /// A field of the request body.
    package struct Field: Hashable, Sendable {
        package var name: String
        package var value: String

        package init(_ name: String, _ value: String) { (self.name, self.value) = (name, value) }
    }

    /// When the event arrived.
    package var at: Moment
    package var kind: Kind
    /// The provider's id of the call, never empty.
    package var callID: String
    /// The provider's id of the first call of a chain of transfers.
    package var originalCallID: String?
    /// Another id of the provider's, which the legs of a call may share.
    package var xcid: String?
    /// The number dialled originally, if the call was forwarded or transferred.
    package var diversion: String?
    /// Whether the call was simulated, without a telephone.
    package var isTrial = false
    /// Whether nothing waits for the caller until the next event: a simulated call whose page has no script.
    package var isDetached = false
    package var direction: CallDirection?
    /// `nil` if the event does not contain the caller; empty if the provider does not know the caller.
    package var from: String?
    /// `nil` if the event does not contain the number called.
    package var to: String?
    /// The users whose telephones ring.
    package var users: [String] = []
    /// The provider's ids of these users, or of the one who answered: `w0`.
    package var userIDs: [String] = []
    /// The same with the account: `1234567w0`.
    package var fullUserIDs: [String] = []
    /// Who answered: a name, or the number if the provider names no one.
    package var answeredBy: String?
    /// The number that answered.
    package var answeringNumber: String?
    /// Whether the voicemail answered.
    package var isVoicemail = false
    /// Why the call ended, in the provider's words.
    package var cause: String?
    package var input: Input?
    /// The fields of the request body, in their order.
    package var fields: [Field] = []
    /// The body of the answer.
    package var xml: String?
    /// `nil` if the event asks for no answer or was refused.
    package var answer: LoggedAnswer?
    /// The decisions that led to the answer: number, schedule branch, menu choice.
    package var way: String?
    /// Why the event was refused.
    package var refusal: String?
    /// Announcements left out of the answer because they are not published.
    package var missing: [String] = []
    /// Microseconds from the request to its answer.
    package var latency = 0
    /// The HTTP status of the answer.
    package var status = 200

    package init(at: Moment, kind: Kind, callID: String) {
        (self.at, self.kind, self.callID) = (at, kind, callID)
    }
}
