/// Reads comma-separated values (RFC 4180): fields in quotes may contain delimiters, line breaks and doubled quotes.
///
/// By bytes: an accent after a quote or a delimiter, which makes one character of both, hides neither. The bytes of a delimiter
/// that is not ASCII cannot occur within another character, as UTF-8 guarantees.
package struct CSVReader {
    /// Reasons a text is not CSV.
    package enum Fault: Error, Hashable, Sendable {
        /// A quote is not closed; the line where it was opened, from 1.
        case openQuote(line: Int)
        /// Text between a closing quote and the next delimiter.
        case textAfterQuote(line: Int)
        /// A quote inside a field that is not in quotes.
        case strayQuote(line: Int)
    }

    /// A field and where it is written, quotes included.
    package struct Field: Hashable, Sendable {
        package let text: String
        /// From 1.
        package let line: Int
        /// From 1, in Unicode scalars.
        package let column: Int
        /// In Unicode scalars; of a field over several lines, that of its text.
        package let length: Int
    }

    /// A record, and the line where it begins, from 1.
    package struct Record: Hashable, Sendable {
        package let line: Int
        package let fields: [Field]
        /// Where it is in the text's UTF-8, with its line break.
        package let bytes: Range<Int>
    }

    /// The delimiter of a text, by its first line: a comma, a semicolon as in German spreadsheets, or a tab.
    package static func delimiter(of text: String) -> Unicode.Scalar {
        let first = text.prefix { !$0.isNewline }
        return first.contains(",") ? "," : first.contains(";") ? ";" : first.contains("\t") ? "\t" : ","
    }

    private let bytes: [UInt8]
    private let delimiter: [UInt8]
    private var place = 0
    private var line = 1
    /// Where the line begins that `column` counts from, and how many scalars are before `counted`.
    private var counted = 0
    private var column = 1

    /// - Parameters:
    ///   - text: A byte order mark at its beginning is skipped.
    ///   - delimiter: Neither a quote nor a line break.
    package init(_ text: String, delimiter: Unicode.Scalar) {
        bytes = Array(text.utf8)
        self.delimiter = Array(String(delimiter).utf8)
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { place = 3 }
        counted = place
    }

    /// Returns the records; empty lines are skipped.
    package mutating func records() throws(Fault) -> [Record] {
        var records: [Record] = []
        while place < bytes.count {
            let (begin, start) = (line, place)
            var fields = [try field()]
            while isAtDelimiter {
                place += delimiter.count
                fields.append(try field())
            }
            endLine()
            if fields.count > 1 || fields[0].text != "" {
                records.append(Record(line: begin, fields: fields, bytes: start..<place))
            }
        }
        return records
    }

    private var next: UInt8? { place < bytes.count ? bytes[place] : nil }

    private var isAtEnd: Bool {
        guard let next else { return true }
        return next == UInt8(ascii: "\r") || next == UInt8(ascii: "\n") || isAtDelimiter
    }

    private var isAtDelimiter: Bool {
        next == delimiter[0] && (delimiter.count == 1 || bytes[place...].starts(with: delimiter))
    }

    private mutating func endLine() {
        if next == UInt8(ascii: "\r") { place += 1 }
        if next == UInt8(ascii: "\n") { place += 1 }
        line += 1
        (counted, column) = (place, 1)
    }

    /// Counts the scalars up to here; returns the column.
    private mutating func countColumns() -> Int {
        for byte in bytes[counted..<place] where byte & 0xC0 != 0x80 { column += 1 }
        counted = place
        return column
    }

    private mutating func field() throws(Fault) -> Field {
        let (begin, start, column) = (line, place, countColumns())
        func written(_ text: String) -> Field {
            let length = bytes[start..<place].count { $0 & 0xC0 != 0x80 }
            return Field(text: text, line: begin, column: column, length: length)
        }
        guard next == UInt8(ascii: "\"") else {
            while !isAtEnd {
                guard bytes[place] != UInt8(ascii: "\"") else { throw .strayQuote(line: line) }
                place += 1
            }
            return written(String(decoding: bytes[start..<place], as: UTF8.self))
        }
        var text: [UInt8] = []
        place += 1
        while let byte = next {
            place += 1
            if byte == UInt8(ascii: "\"") {
                guard next == UInt8(ascii: "\"") else {
                    guard isAtEnd else { throw .textAfterQuote(line: line) }
                    return written(String(decoding: text, as: UTF8.self))
                }
                place += 1
            }
            if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") && next != UInt8(ascii: "\n") {
                line += 1
                (counted, self.column) = (place, 1)
            }
            text.append(byte)
        }
        throw .openQuote(line: begin)
    }
}
