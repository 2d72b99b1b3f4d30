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
