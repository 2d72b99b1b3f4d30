public import FoundationEssentials
import Telephony

extension NewContact.ValidationError: LocalizedError, CustomStringConvertible {
    /// What is wrong with the contact, as a sentence.
    public var description: String {
        switch self {
        case .noName: "The contact has neither a first nor a last name."
        }
    }

    /// The same sentence.
    public var errorDescription: String? { description }
}

extension CSV.ParseError: LocalizedError, CustomStringConvertible {
    /// The reason a text is not CSV, as part of a sentence.
    package var words: String {
        switch self {
        case .openQuote(let line): "the quote opened in line \(line) is never closed"
        case .textAfterQuote(let line): "line \(line) has text between a closing quote and the next field"
        case .strayQuote(let line):
            "line \(line) has a quote inside a field; write the field in quotes, and each quote in it twice"
        }
    }

    /// What is wrong with the text, as a sentence.
    public var description: String {
        words.asSentence
    }

    /// The same sentence.
    public var errorDescription: String? { description }
}

extension CSVDelimiter.ParseError: LocalizedError, CustomStringConvertible {
    /// What is wrong with the separator, as a sentence.
    public var description: String {
        switch self {
        case .notOneCharacter(let text):
            "\(quoted(text)) does not separate fields: write a single character, such as a semicolon."
        case .reserved(let scalar):
            "\(quoted(String(scalar))) cannot separate fields: quotes, line breaks and control characters have a meaning of "
                + "their own."
        }
    }

    /// The same sentence.
    public var errorDescription: String? { description }
}

extension ContactTable.ParseError: LocalizedError, CustomStringConvertible {
    /// What is wrong with the table, as part of a sentence without its full stop.
    package var words: String {
        switch self {
        case .empty: "the file is empty"
        case .csv(let reason): reason.words
        case .missingColumns(let missing, let found):
            "the first line lacks the column \(missing.joined(separator: ", ")); found: "
                + "\(found.joined(separator: ", ").printable). Rename the columns, or set the separator"
        case .doubleColumn(let column): "the column \(column) occurs twice"
        case .fieldCount(let count, let expected, let line):
            "line \(line) has \(count) fields instead of \(expected). Put fields that contain a separator in quotes"
        }
    }

    /// What is wrong with the table, and what to do.
    public var description: String {
        words.asSentence
    }

    /// The same sentence.
    public var errorDescription: String? { description }
}

extension VCard.ParseError: LocalizedError, CustomStringConvertible {
    /// What is wrong with the card, as part of a sentence.
    package var words: String {
        switch self {
        case .noBegin: "the card does not begin with BEGIN:VCARD"
        case .noEnd: "the card does not end with END:VCARD"
        case .textAfterEnd(let line): "line \(line) of the card follows END:VCARD"
        case .brokenLine(let line): "line \(line) of the card has no property name or no colon"
        case .noVersion: "the card has no VERSION"
        case .version(let version):
            "vCard version \(version.printable) is not supported; export as 4.0, 3.0 or 2.1"
        case .unknownEncoding(let name, let line):
            "line \(line) of the card cannot be decoded as \(name.printable); export as UTF-8"
        case .noName: "the card has no N"
        case .severalNames(let count): "the card has \(count) N; only one is allowed"
        case .tooFewNameParts(let count): "N has \(count) part; last and first name are needed, as in N:Lovelace;Ada"
        case .emptyName: "N has neither a last nor a first name"
        case .noNumber: "the card has no TEL"
        case .emptyNumber: "TEL is empty"
        case .tooFewAddressParts(let count): "ADR has \(count) parts instead of 7"
        }
    }

    /// What is wrong with the card, as a sentence.
    public var description: String {
        words.asSentence
    }

    /// The same sentence.
    public var errorDescription: String? { description }
}
