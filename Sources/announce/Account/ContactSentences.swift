import Sipgate
import Telephony

/// The cards of a file, as they follow one another.
struct CardFile {
    struct Card {
        /// Where it begins, from 1.
        let line: Int
        let text: String
    }

    let cards: [Card]

    /// A card reaches to the next `BEGIN:VCARD`; what comes before the first is a part of it, and so found to be wrong.
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
        case .empty: "there is nothing in it."
        case .csv(.openQuote(let line)): "the quote opened in line \(line) is never closed."
        case .csv(.textAfterQuote(let line)): "line \(line) has something between a closing quote and the next field."
        case .csv(.strayQuote(let line)):
            "line \(line) has a quote inside a field; write the field in quotes, and each quote in it twice."
        case .missingColumns(let missing, let found):
            "the first line has no column \(missing.joined(separator: ", ")), but \(found.joined(separator: ", ")). "
                + "Name the columns so, or say with --delimiter what is between them."
        case .doubleColumn(let column): "the column \(column) is there twice."
        case .fieldCount(let count, let expected, let line):
            "line \(line) has \(count) fields instead of \(expected). A field with a comma in it goes in quotes."
        case .noRows: "no row has a first name, a last name and a number."
        }
    }
}

extension VCard.ParseError {
    var sentence: String {
        switch self {
        case .noBegin: "the card does not begin with BEGIN:VCARD"
        case .noEnd: "the card does not end with END:VCARD"
        case .textAfterEnd(let line): "there is something after END:VCARD, in line \(line) of the card"
        case .brokenLine(let line): "line \(line) of the card has no name and colon"
        case .noVersion: "the card has no VERSION"
        case .version(let version): "the card is a vCard \(version.replacingControlCharacters); only 4.0 is read"
        case .noName: "the card has no N"
        case .severalNames(let count): "the card has \(count) N; one is allowed"
        case .tooFewNameParts(let count): "N has \(count) part; last and first name are needed, as in N:Lovelace;Ada"
        case .emptyName: "N has neither a last nor a first name"
        case .noNumber: "the card has no TEL"
        case .severalNumbers(let count): "the card has \(count) TEL; the address book holds one"
        case .emptyNumber: "TEL is empty"
        case .severalAddresses(let count): "the card has \(count) ADR; the address book holds one"
        case .tooFewAddressParts(let count): "ADR has \(count) parts instead of 7"
        case .severalEmails(let count): "the card has \(count) EMAIL; the address book holds one"
        }
    }
}
