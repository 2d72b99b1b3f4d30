import CallFlow
import Telephony

/// The table that *Block this caller* adds to: that of the list `blocked`.
struct BlockList: Sendable {
    /// The list's name in the configuration.
    static let name = "blocked"

    let file: EditedFile
    /// The list as calls are answered by it now.
    private let list: NumberList

    /// Nil if the configuration has no such list in a file.
    init?(_ live: Configuration, _ configuration: EditedFile?) {
        guard let configuration, let list = live.lists[Self.name], let name = list.file else { return nil }
        self.list = list
        file = configuration.companion(name).edited(by: AuditNote.current?.author)
    }

    func contains(_ number: PhoneNumber) -> Bool { list.contains(number) }

    /// Adds a number to the table, or removes it. The text before becomes a version. Blocks.
    ///
    /// - Returns: whether the table has changed.
    /// - Throws: `EditedFileError`.
    func change(_ number: PhoneNumber, isBlocked: Bool, at time: LocalTime) throws(EditedFileError) -> Bool {
        let old = try file.read()
        guard let table = NumberTableText(old), let new = isBlocked ? table.adding(number) : table.removing(number)
        else {
            return false
        }
        try file.save(new, opened: EditedFile.mark(of: old), at: time)
        return true
    }
}

/// The text of a CSV table of numbers: of the column `number`, or of the first one if no column has that name.
struct NumberTableText {
    private let text: String
    private let records: [CSVReader.Record]
    private let hasHeader: Bool
    private let column: Int
    private let delimiter: Unicode.Scalar

    /// Nil if it is not CSV.
    init?(_ text: String) {
        self.text = text
        delimiter = CSVReader.delimiter(of: text)
        var reader = CSVReader(text, delimiter: delimiter)
        guard let records = try? reader.records() else { return nil }
        self.records = records
        let named = records.first?.fields.firstIndex { $0.text.trimmed.lowercased() == "number" }
        hasHeader = named != nil
        column = named ?? 0
    }

    private var lineEnd: String { text.contains("\r\n") ? "\r\n" : "\n" }

    /// The text with a row for a number; nil if there is one.
    func adding(_ number: PhoneNumber) -> String? {
        guard !records.contains(where: { isRow($0, of: number) }) else { return nil }
        var fields = [String](repeating: "", count: hasHeader ? records[0].fields.count : 1)
        fields[column] = number.description
        let end = text.isEmpty || text.last?.isNewline == true ? "" : lineEnd
        return text + end + fields.joined(separator: String(delimiter)) + lineEnd
    }

    /// The text without the rows of a number; nil if there are none.
    func removing(_ number: PhoneNumber) -> String? {
        let rows = records.filter { isRow($0, of: number) }.map(\.bytes)
        guard !rows.isEmpty else { return nil }
        var bytes = Array(text.utf8)
        for row in rows.reversed() { bytes.removeSubrange(row) }
        return String(decoding: bytes, as: UTF8.self)
    }

    private func isRow(_ record: CSVReader.Record, of number: PhoneNumber) -> Bool {
        guard record.fields.indices.contains(column) else { return false }
        return (try? PhoneNumber(record.fields[column].text.trimmed)) == number
    }
}
