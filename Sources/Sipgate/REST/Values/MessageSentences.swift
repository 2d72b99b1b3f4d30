public import FoundationEssentials
import Telephony

extension DTMFKeys.ParseError: LocalizedError, CustomStringConvertible {
    /// What is wrong with the text, as a sentence.
    public var description: String {
        switch self {
        case .empty: "There are no keys."
        case .notAKey(let character): "\(quoted(String(character))) is not a key; keys are 0 to 9, A to D, * and #."
        }
    }

    /// The same sentence.
    public var errorDescription: String? { description }
}

extension SMSText.ValidationError: LocalizedError, CustomStringConvertible {
    /// What is wrong with the text, as a sentence.
    public var description: String {
        switch self {
        case .empty: "The message is empty."
        }
    }

    /// The same sentence.
    public var errorDescription: String? { description }
}

extension SMSTime.ValidationError: LocalizedError, CustomStringConvertible {
    /// What is wrong with the time, as a sentence.
    public var description: String {
        switch self {
        case .notInFuture(let date): "\(date.formatted(.iso8601)) is in the past."
        case .tooFarAhead(let date): "\(date.formatted(.iso8601)) is more than 30 days ahead."
        }
    }

    /// The same sentence.
    public var errorDescription: String? { description }
}

extension PDF.ParseError: LocalizedError, CustomStringConvertible {
    /// What is wrong, to follow the name of the document.
    package var predicate: String {
        switch self {
        case .empty: "is empty."
        case .noHeader: "is not a PDF: it does not begin with %PDF-. Print it to a PDF first."
        case .noEnd: "is truncated: %%EOF is missing. Copy it again."
        case .tooLarge(let bytes): "has \(bytes) bytes; the provider's limit is \(PDF.largest)."
        }
    }

    /// What is wrong with the document, as a sentence.
    public var description: String {
        "The document \(predicate)"
    }

    /// The same sentence.
    public var errorDescription: String? { description }
}

extension GreetingSound.ValidationError: LocalizedError, CustomStringConvertible {
    /// What is wrong with the sound, as a sentence.
    public var description: String {
        switch self {
        case .empty: "The greeting is empty."
        case .tooLarge(let bytes):
            "The greeting is too long (\(bytes) bytes, at most \(GreetingSound.largest), which is 11 minutes of telephone WAV)."
        case .name(let name):
            "\(quoted(name)) cannot be the name of a greeting: it must not be empty, or contain slashes or control characters."
        }
    }

    /// The same sentence.
    public var errorDescription: String? { description }
}

extension FaxName.ParseError: LocalizedError, CustomStringConvertible {
    /// What is wrong with the name, as a sentence.
    public var description: String {
        switch self {
        case .empty: "The name of the fax is empty."
        case .impossibleCharacter(let character):
            "The name of a fax cannot contain \(quoted(String(character)))."
        case .tooLong(let bytes): "The name of the fax is too long (\(bytes) bytes, at most 200)."
        }
    }

    /// The same sentence.
    public var errorDescription: String? { description }
}
