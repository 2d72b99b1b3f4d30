public import FoundationEssentials
import Telephony

extension FormFields.ParseError: LocalizedError, CustomStringConvertible {
    /// What is wrong with the form, as a sentence.
    public var description: String {
        switch self {
        case .brokenEscape: "The form has a broken escape."
        case .invalidUTF8: "The form is not UTF-8."
        case .tooManyFields: "The form has too many fields."
        }
    }

    /// The same sentence.
    public var errorDescription: String? { description }
}

extension CallEvent.ParseError: LocalizedError, CustomStringConvertible {
    /// What is wrong with the event, as a sentence.
    public var description: String {
        switch self {
        case .form(let reason): reason.description
        case .missing(let field): "The form has no \(field.rawValue)."
        case .unknownEvent: "The event is unknown."
        }
    }

    /// The same sentence.
    public var errorDescription: String? { description }
}

extension WebhookKey.ParseError: LocalizedError, CustomStringConvertible {
    /// The reason a text is not a key, as part of a sentence.
    package var words: String {
        switch self {
        case .notPEM: "it has no -----BEGIN PUBLIC KEY----- line"
        case .label(let label): "it contains a \(label.printable)"
        case .several: "it contains more than one key; put each into its own file"
        case .notBase64: "the lines between BEGIN and END are damaged"
        case .notRSA: "it is not an RSA key"
        case .tooShort(let bits): "its \(bits) bits are too few (at least 2048)"
        }
    }

    /// What is wrong with the text, as a sentence.
    public var description: String {
        "Not a public key for verifying signatures: \(words)."
    }

    /// The same sentence.
    public var errorDescription: String? { description }
}

extension CallResponse.DialTargets.ValidationError: LocalizedError, CustomStringConvertible {
    /// Why the numbers cannot be dialled together, as a sentence.
    public var description: String {
        switch self {
        case .none: "There is no number to dial."
        case .tooMany(let count): "Only five numbers can ring at the same time, not \(count)."
        }
    }

    /// The same sentence.
    public var errorDescription: String? { description }
}

extension CallResponse.Gather.ValidationError: LocalizedError, CustomStringConvertible {
    /// Why the values are not accepted, as a sentence.
    public var description: String {
        switch self {
        case .maxDigits(let count): "The number of keys to wait for must be at least 1, not \(count)."
        case .timeout(let milliseconds): "The timeout must be at least 1 ms, not \(milliseconds)."
        }
    }

    /// The same sentence.
    public var errorDescription: String? { description }
}
