/// The separator of the fields of a table.
public enum CSVDelimiter: Character, Hashable, Sendable, CaseIterable {
    case comma = ","
    /// The separator of German spreadsheets.
    case semicolon = ";"
    case tab = "\t"
}

/// Comma-separated values (RFC 4180): fields in quotes may contain delimiters, line breaks and doubled quotes.
public enum CSV {
    /// Reasons a text is not CSV.
    public enum ParseError: Error, Hashable, Sendable {
        /// A quote is not closed; the line where it was opened, from 1.
        case openQuote(line: Int)
        /// Text between a closing quote and the next delimiter.
        case textAfterQuote(line: Int)
        /// A quote inside a field that is not in quotes.
        case strayQuote(line: Int)
    }

    /// A record, and the line where it begins.
    struct Record: Hashable {
        var line: Int
        var fields: [String]
    }

    /// Returns the records of a text. Empty lines and a byte order mark at the beginning are skipped.
    static func records(in text: String, delimiter: CSVDelimiter) throws(ParseError) -> [Record] {
        var reader = Reader(text, delimiter: delimiter)
        return try reader.records()
    }

    /// Returns the line of a record without its ending. Only fields that need quotes have them.
    static func line(_ fields: [String], delimiter: CSVDelimiter) -> String {
        fields.map { field in
            let needsQuotes =
                field.contains { $0 == delimiter.rawValue || $0 == "\"" || $0.isNewline }
                || field.first?.isWhitespace == true || field.last?.isWhitespace == true
            return needsQuotes
                ? "\"" + field.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
                : field
        }.joined(separator: String(delimiter.rawValue))
    }

    private struct Reader {
        /// By scalars, since "\r\n" is one character and an accent after a quote would hide it.
        private let text: String.UnicodeScalarView
        private let delimiter: Unicode.Scalar
        private var place: String.UnicodeScalarView.Index
        private var line = 1

        init(_ text: String, delimiter: CSVDelimiter) {
            self.text = text.unicodeScalars
            self.delimiter = delimiter.rawValue.unicodeScalars[delimiter.rawValue.unicodeScalars.startIndex]
            place = self.text.startIndex
            if self.text.first == "\u{FEFF}" { self.text.formIndex(after: &place) }
        }

        private var next: Unicode.Scalar? { place < text.endIndex ? text[place] : nil }

        mutating func records() throws(ParseError) -> [Record] {
            var records: [Record] = []
            while next != nil {
                let begin = line
                var fields = [try field()]
                while next == delimiter {
                    text.formIndex(after: &place)
                    fields.append(try field())
                }
                endLine()
                if fields != [""] { records.append(Record(line: begin, fields: fields)) }
            }
            return records
        }

        private mutating func endLine() {
            if next == "\r" { text.formIndex(after: &place) }
            if next == "\n" { text.formIndex(after: &place) }
            line += 1
        }

        private var isAtEnd: Bool { next.map { $0 == delimiter || $0 == "\r" || $0 == "\n" } ?? true }

        private mutating func field() throws(ParseError) -> String {
            var field = String.UnicodeScalarView()
            guard next == "\"" else {
                while !isAtEnd, let scalar = next {
                    guard scalar != "\"" else { throw .strayQuote(line: line) }
                    field.append(scalar)
                    text.formIndex(after: &place)
                }
                return String(field)
            }
            let begin = line
            text.formIndex(after: &place)
            while let scalar = next {
                text.formIndex(after: &place)
                if scalar == "\"" {
                    guard next == "\"" else {
                        guard isAtEnd else { throw .textAfterQuote(line: line) }
                        return String(field)
                    }
                    text.formIndex(after: &place)
                }
                if scalar == "\n" || scalar == "\r" && next != "\n" { line += 1 }
                field.append(scalar)
            }
            throw .openQuote(line: begin)
        }
    }
}
