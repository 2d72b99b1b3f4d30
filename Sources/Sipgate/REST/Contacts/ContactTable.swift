import Telephony

/// A table of contacts that can be imported, with the columns `firstname`, `lastname` and `number`, in any order, and possibly others.
public struct ContactTable: Hashable, Sendable {
    /// The rows that can be imported.
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
        /// Columns, but no row that can be imported.
        case noRows
    }

    private static let columns = ["firstname", "lastname", "number"]

    /// Reads a table (RFC 4180). The first line names the columns, in any case.
    ///
    /// - Throws: `ParseError`.
    public init(_ text: String, delimiter: CSVDelimiter = .comma) throws(ParseError) {
        let records: [CSV.Record]
        do {
            records = try CSV.records(in: text, delimiter: delimiter)
        } catch {
            throw .csv(error)
        }
        guard let header = records.first?.fields.map({ $0.trimmed.lowercased() }) else { throw .empty }
        let missing = Self.columns.filter { !header.contains($0) }
        guard missing.isEmpty else { throw .missingColumns(missing, found: header) }
        var places: [Int] = []
        for column in Self.columns {
            let found = header.indices.filter { header[$0] == column }
            guard found.count == 1 else { throw .doubleColumn(column) }
            places += found
        }
        var rows: [Row] = []
        var incomplete: [Int] = []
        for record in records.dropFirst() {
            guard record.fields.count == header.count else {
                throw .fieldCount(record.fields.count, expected: header.count, line: record.line)
            }
            let values = places.map { record.fields[$0].trimmed }
            if values.contains("") {
                incomplete.append(record.line)
            } else {
                rows.append(Row(firstname: values[0], lastname: values[1], number: values[2]))
            }
        }
        guard !rows.isEmpty else { throw .noRows }
        self.rows = rows
        incompleteLines = incomplete
    }

    /// The table as it is sent: three columns, separated by commas, in UTF-8.
    var csv: String {
        let lines = [Self.columns] + rows.map { [$0.firstname, $0.lastname, $0.number] }
        return lines.map { CSV.line($0, delimiter: .comma) + "\r\n" }.joined()
    }
}
