import Telephony

/// A table of contacts that can be imported, with the columns `firstname`, `lastname` and `number`, in any order, and possibly others.
public struct ContactTable: Hashable, Sendable {
    /// The rows that can be imported; may be empty.
    public let rows: [Row]
    /// The lines of rows that were skipped because one of the three is missing, from 1.
    public let incompleteLines: [Int]

    /// A contact.
    public struct Row: Hashable, Sendable {
        /// Not empty.
        public let firstname: String
        /// Not empty.
        public let lastname: String
        /// Not empty.
        public let number: String
    }

    /// Reasons a text is not such a table.
    public enum ParseError: Error, Hashable, Sendable {
        /// The text is empty.
        case empty
        /// The text is not CSV.
        case csv(CSV.ParseError)
        /// Columns missing from the first line, and the columns found there.
        case missingColumns([String], found: [String])
        /// A column that occurs twice.
        case doubleColumn(String)
        /// A row with more or fewer fields than the first line has.
        case fieldCount(Int, expected: Int, line: Int)
    }

    private static let columns = ["firstname", "lastname", "number"]

    /// Reads a table (RFC 4180). The first line names the columns, in any case.
    ///
    /// - Throws: `SipgateError.invalid`.
    public init(_ text: String, delimiter: CSVDelimiter = .comma) throws(SipgateError) {
        do throws(ParseError) { try self.init(checked: text, delimiter) } catch { throw .invalid(.table(error)) }
    }

    private init(checked text: String, _ delimiter: CSVDelimiter) throws(ParseError) {
        let table = try NamedColumns(text, delimiter: delimiter, required: Self.columns)
        var rows: [Row] = []
        var incomplete: [Int] = []
        for record in table.records {
            let values = Self.columns.map { record[$0].trimmed }
            if values.contains("") {
                incomplete.append(record.line)
            } else {
                rows.append(Row(firstname: values[0], lastname: values[1], number: values[2]))
            }
        }
        self.rows = rows
        incompleteLines = incomplete
    }

    /// The table as it is sent: three columns, separated by commas, in UTF-8.
    var csv: String {
        let lines = [Self.columns] + rows.map { [$0.firstname, $0.lastname, $0.number] }
        return lines.map { CSV.line($0, delimiter: .comma) + "\r\n" }.joined()
    }
}
