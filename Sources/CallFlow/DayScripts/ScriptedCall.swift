package import Telephony

/// A telephone call of a simulated day: who calls whom, when, and what the people on both sides do.
package struct ScriptedCall: Hashable, Sendable {
    /// What happens at the telephone that rings. Words of the file.
    package enum Phone: String, Hashable, Sendable, CaseIterable {
        case answers
        case busy
        /// No one answers.
        case rings
        /// The account's voicemail picks up in the end.
        case voicemail
        /// The one who answers passes the call on to a colleague, who answers.
        case transfers
        /// The colleague does not answer, and the one who answered goes on.
        case unanswered = "transfer-unanswered"
        /// The telephone is forwarded to a colleague, who answers.
        case forwards
    }

    /// An event that the provider reports.
    package enum Push: String, Hashable, Sendable, CaseIterable {
        case answer, hangup
    }

    package var name: String?
    package var direction: CallDirection
    package var from: Caller
    package var to: PhoneNumber
    /// The number that the call was forwarded from.
    package var diverted: PhoneNumber?
    /// When it begins, in seconds after midnight.
    package var second: Int
    /// What is pressed, menu by menu; an empty text is silence, and so is everything after the last. Nil: whatever the
    /// menus offer.
    package var keys: [String]?
    /// After how many milliseconds the caller hangs up, wherever the call is by then; nil: they stay.
    package var hangUp: Int?
    package var phone: Phone
    /// How long it rings, in milliseconds.
    package var ring: Int
    /// How long the conversation lasts, in milliseconds.
    package var talk: Int
    /// Events that get lost on their way to the server.
    package var lost: Set<Push>

    package init(
        name: String? = nil, direction: CallDirection = .incoming, from: Caller, to: PhoneNumber,
        diverted: PhoneNumber? = nil, second: Int, keys: [String]? = nil, hangUp: Int? = nil, phone: Phone = .answers,
        ring: Int = 8_000, talk: Int = 90_000, lost: Set<Push> = []
    ) {
        self.name = name
        self.direction = direction
        self.from = from
        self.to = to
        self.diverted = diverted
        self.second = second
        self.keys = keys
        self.hangUp = hangUp
        self.phone = phone
        self.ring = ring
        self.talk = talk
        self.lost = lost
    }
}
