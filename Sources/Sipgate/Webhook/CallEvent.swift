/// An event of a call, as the provider posts it to a webhook.
///
/// ```swift
/// switch try CallEvent(form: body) {
/// case .newCall(let call): print("call from \(call.from)")
/// case .dtmf(let pressed): print("keys: \(pressed.input)")
/// case .answer, .hangup: break
/// }
/// ```
public enum CallEvent: Hashable, Sendable {
    /// A call begins. The answer decides what happens to it.
    case newCall(NewCall)
    /// The call was answered, by a person or the voicemail. The provider ignores the answer to this event.
    case answer(Answered)
    /// The call has ended. The provider ignores the answer to this event.
    case hangup(HungUp)
    /// A `Gather` has ended. The answer decides what happens next.
    case dtmf(KeysPressed)

    /// Reasons why a form is not an event.
    public enum ParseError: Error, Hashable, Sendable {
        /// The body is not a form.
        case form(FormFields.ParseError)
        /// A required field is missing or empty.
        case missing(Field)
        /// The name of the event is unknown.
        case unknownEvent(String)

        /// The required fields, as they are spelled in the form.
        public enum Field: String, Hashable, Sendable {
            case event
            case callID = "callId"
            /// Required in new incoming calls.
            case to
        }
    }

    /// The id of the call: never empty, of any length, with any characters.
    public var callID: String {
        switch self {
        case .newCall(let call): call.callID
        case .answer(let call): call.callID
        case .hangup(let call): call.callID
        case .dtmf(let pressed): pressed.callID
        }
    }
}

/// A number as the provider reports it: usually E.164, but an extension, a word or nonsense is possible.
public struct ReportedNumber: Hashable, Sendable, CustomStringConvertible {
    /// The text as received, never empty.
    public let text: String
    /// `nil` if the text is not a telephone number.
    public let number: PhoneNumber?

    /// Returns `nil` only for an empty text.
    public init?(_ text: String) {
        guard !text.isEmpty else { return nil }
        self.text = text
        number = try? PhoneNumber(text)
    }

    /// Creates a reported number from a telephone number.
    public init(_ number: PhoneNumber) {
        text = number.digits
        self.number = number
    }

    /// `+492111234567`, or the text if it is not a number.
    public var description: String { number?.description ?? text }
}
