import Telephony

/// A table whose first line names its columns, in any case and order.
struct NamedColumns {
    let records: [Record]

    /// A line of the table.
    struct Record {
        /// Where it begins, from 1.
        let line: Int
        fileprivate let columns: [String: Int]
        fileprivate let fields: [String]

        /// The field of a column, by its name in lower case; empty if there is no such column.
        subscript(column: String) -> String { columns[column].map { fields[$0] } ?? "" }
    }

    /// - Parameter required: The columns that must occur, in lower case.
    /// - Throws: `ContactTable.ParseError`; only a column that is read may not occur twice.
    init(
        _ text: String, delimiter: CSVDelimiter, required: [String], optional: [String] = []
    ) throws(ContactTable.ParseError) {
        let lines: [CSV.Record]
        do {
            lines = try CSV.records(in: text, delimiter: delimiter)
        } catch {
            throw .csv(error)
        }
        guard let header = lines.first?.fields.map({ $0.trimmed.lowercased() }) else { throw .empty }
        let missing = required.filter { !header.contains($0) }
        guard missing.isEmpty else { throw .missingColumns(missing, found: header) }
        var columns: [String: Int] = [:]
        for column in required + optional {
            let found = header.indices.filter { header[$0] == column }
            guard found.count <= 1 else { throw .doubleColumn(column) }
            columns[column] = found.first
        }
        var records: [Record] = []
        for line in lines.dropFirst() {
            guard line.fields.count == header.count else {
                throw .fieldCount(line.fields.count, expected: header.count, line: line.line)
            }
            records.append(Record(line: line.line, columns: columns, fields: line.fields))
        }
        self.records = records
    }
}
