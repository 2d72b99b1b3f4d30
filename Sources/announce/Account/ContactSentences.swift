import Sipgate
import Telephony

/// The vCards of a file.
struct CardFile {
    struct Card {
        /// The number of its first line, from 1.
        let line: Int
        let text: String
    }

    let cards: [Card]

    /// Splits a text at each `BEGIN:VCARD`. Text before the first belongs to it, so that it is reported as an error.
    init(_ text: String) {
        var cards: [Card] = []
        var begin = 1
        var lines: [Substring] = []
        var hasBegun = false
        func end() {
            if hasBegun { cards.append(Card(line: begin, text: lines.joined(separator: "\r\n"))) }
        }
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            if line.uppercased().hasSuffix("BEGIN:VCARD") {
                if hasBegun {
                    end()
                    (begin, lines) = (index + 1, [])
                }
                hasBegun = true
            }
            lines.append(line)
        }
        end()
        self.cards = cards
    }
}

extension ContactTable.ParseError {
    var sentence: String {
        switch self {
        case .empty: "the file is empty."
        case .csv(.openQuote(let line)): "the quote opened in line \(line) is never closed."
        case .csv(.textAfterQuote(let line)): "line \(line) has text between a closing quote and the next field."
        case .csv(.strayQuote(let line)):
            "line \(line) has a quote inside a field; write the field in quotes, and each quote in it twice."
        case .missingColumns(let missing, let found):
            "the first line lacks the column \(missing.joined(separator: ", ")); found: \(found.joined(separator: ", ")). "
                + "Rename the columns, or set the separator with --delimiter."
        case .doubleColumn(let column): "the column \(column) occurs twice."
        case .fieldCount(let count, let expected, let line):
            "line \(line) has \(count) fields instead of \(expected). Put fields that contain a separator in quotes."
        case .noRows: "no row has a first name, a last name and a number."
        }
    }
}

extension VCard.ParseError {
    var sentence: String {
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
        case .severalNumbers(let count): "the card has \(count) TEL; vCard 4.0 cards may have one"
        case .emptyNumber: "TEL is empty"
        case .severalAddresses(let count): "the card has \(count) ADR; vCard 4.0 cards may have one"
        case .tooFewAddressParts(let count): "ADR has \(count) parts instead of 7"
        case .severalEmails(let count): "the card has \(count) EMAIL; vCard 4.0 cards may have one"
        }
    }
}
