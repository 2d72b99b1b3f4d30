/// What happened to a call: one push of the provider.
///
/// ```swift
/// switch try CallEvent(form: body) {
/// case .newCall(let call): …
/// case .dtmf(let pressed): …
/// case .answer, .hangup: …
/// }
/// ```
public enum CallEvent: Hashable, Sendable {
    /// A call comes in or goes out, and what is to be done is asked.
    case newCall(NewCall)
    /// Somebody, or the voicemail, took the call. The answer to this push is not read.
    case answer(Answered)
    /// The call is over. The answer to this push is not read.
    case hangup(HungUp)
    /// A `Gather` has ended, and what is to be done next is asked.
    case dtmf(KeysPressed)

    /// Why a form is no event.
    public enum Invalid: Error, Hashable, Sendable {
        /// The body is no form.
        case form(FormFields.Invalid)
        /// A field that has to be there is absent or empty.
        case missing(Field)
        /// What the form calls its event.
        case unknownEvent(String)

        /// The fields that have to be there, as they are spelled in the form.
        public enum Field: String, Hashable, Sendable {
            case event
            case callID = "callId"
            /// On incoming new calls.
            case to
            /// On outgoing new calls.
            case from
        }
    }

    /// The call's identity, never empty; of any length, with any characters.
    public var callID: String {
        switch self {
        case .newCall(let call): call.callID
        case .answer(let call): call.callID
        case .hangup(let call): call.callID
        case .dtmf(let pressed): pressed.callID
        }
    }
}

/// Which way a call goes, seen from the account.
public enum CallDirection: String, Hashable, Sendable {
    case incoming = "in"
    case outgoing = "out"
}

/// A number as the provider reports it: E.164 as a rule, but an extension, a word or nonsense is possible.
public struct ReportedNumber: Hashable, Sendable, CustomStringConvertible {
    /// As it came, never empty.
    public let text: String
    /// Nil where the text is no telephone number.
    public let number: PhoneNumber?

    /// Reads the provider's word; nil only for an empty one.
    public init?(_ text: String) {
        guard !text.isEmpty else { return nil }
        self.text = text
        number = try? PhoneNumber(text)
    }

    /// A number that is known to be one.
    public init(_ number: PhoneNumber) {
        text = number.digits
        self.number = number
    }

    /// `+492111234567`, or the text where it is no number.
    public var description: String { number?.description ?? text }
}
