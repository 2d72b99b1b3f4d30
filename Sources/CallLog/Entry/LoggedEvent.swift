/// A webhook of a call, and how it was answered.
package struct LoggedEvent: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable, Codable {
        case newCall, answer, hangup, dtmf
    }

    package enum Direction: String, Hashable, Sendable, Codable {
        case incoming = "in"
        case outgoing = "out"
    }

    /// What the caller did with the keys.
    package enum Input: Hashable, Sendable {
        case keys(String)
        /// Keys that are not kept, and how many.
        case hidden(Int)
        case silence
        /// The caller had hung up.
        case gone
    }

    /// A field of the request's form.
    package struct Field: Hashable, Sendable {
        package var name: String
        package var value: String

        package init(_ name: String, _ value: String) { (self.name, self.value) = (name, value) }
    }

    package var at: LogMoment
    package var kind: Kind
    /// The provider's, never empty.
    package var callID: String
    /// The first call of a chain of transfers.
    package var originalCallID: String?
    /// Whether somebody tried this out without a telephone.
    package var isTrial = false
    package var direction: Direction?
    /// Nil where the event does not say; empty where the network does not know.
    package var from: String?
    package var to: String?
    /// Whom it rings at.
    package var users: [String] = []
    /// Who took it: a name or a number.
    package var answeredBy: String?
    package var isVoicemail = false
    /// The provider's word for why it ended.
    package var cause: String?
    package var input: Input?
    /// The request as it came, in its order.
    package var fields: [Field] = []
    /// The body of the answer.
    package var xml: String?
    /// Nil where nothing was asked, or nothing answered.
    package var answer: LoggedAnswer?
    /// Why the call went where it went: number, schedule branch, menu choice.
    package var way: String?
    /// Why the event moved no call.
    package var refusal: String?
    /// Announcements left out because they are not published.
    package var missing: [String] = []
    /// Microseconds from the request to its answer.
    package var latency = 0
    /// HTTP's.
    package var status = 200

    package init(at: LogMoment, kind: Kind, callID: String) {
        (self.at, self.kind, self.callID) = (at, kind, callID)
    }
}

/// What a call was told to do.
package struct LoggedAnswer: Hashable, Sendable {
    package enum Action: String, Hashable, Sendable, Codable {
        case connect, play, ask, dial, voicemail, reject, hangup
    }

    package var action: Action
    /// For people: `ask main-menu`, `dial +4930123456`.
    package var words: String
    /// The menu whose keys are waited for.
    package var menu: String?
    /// What is to be heard.
    package var sound: Sound?

    /// A published file in an answer: it ought to be fetched.
    package struct Sound: Hashable, Sendable {
        /// Its published name.
        package var file: String
        /// The announcements in it.
        package var prompt: String

        package init(file: String, prompt: String) { (self.file, self.prompt) = (file, prompt) }
    }

    package init(_ action: Action, words: String, menu: String? = nil, sound: Sound? = nil) {
        (self.action, self.words, self.menu, self.sound) = (action, words, menu, sound)
    }
}
