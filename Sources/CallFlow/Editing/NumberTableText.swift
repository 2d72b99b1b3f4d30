import Telephony

/// A table of numbers as text: rows are added, changed and removed, and all others stay as they are, byte by byte.
struct NumberTableText {
    private let text: String
    private let delimiter: Unicode.Scalar
    private let records: [CSVReader.Record]
    /// The names of the columns.
    private let columns: [String]
    private let number: Int
    private let flow: Int

    /// `nil` if it cannot be read.
    init?(_ text: String) {
        self.text = text
        delimiter = CSVReader.delimiter(of: text)
        var reader = CSVReader(text, delimiter: delimiter)
        guard let records = try? reader.records(),
            let header = records.first?.fields.map({ $0.text.trimmed.lowercased() }),
            let number = header.firstIndex(of: "number"), let flow = header.firstIndex(of: "flow")
        else { return nil }
        (self.records, self.number, self.flow, columns) = (records, number, flow, header)
    }

    func hasColumn(_ name: String) -> Bool { columns.contains(name) }

    func row(of pattern: NumberPattern) -> CSVReader.Record? {
        records.dropFirst().first { record in
            record.fields.indices.contains(number)
                && (try? NumberPattern(record.fields[number].text.trimmed)) == pattern
        }
    }

    func removing(_ row: CSVReader.Record) -> String {
        var bytes = Array(text.utf8)
        bytes.removeSubrange(row.bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The table with other values in some columns of a row; `nil` if the row goes over several lines, or is too short.
    func changing(_ row: CSVReader.Record, _ values: [String: String]) -> String? {
        let bytes = Array(text.utf8)
        var line = String(decoding: bytes[row.bytes], as: UTF8.self).unicodeScalars.map(\.self)
        // From the last on, so that the columns before it stay.
        let fields = values.compactMap { name, value in columns.firstIndex(of: name).map { (column: $0, value: value) }
        }
        for (column, value) in fields.sorted(by: { $0.column > $1.column }) {
            guard row.fields.indices.contains(column), row.fields.allSatisfy({ $0.line == row.line }) else {
                return nil
            }
            let field = row.fields[column]
            let start = field.column - 1
            guard start + field.length <= line.count else { return nil }
            line.replaceSubrange(start..<start + field.length, with: written(value).unicodeScalars)
        }
        return String(decoding: bytes[..<row.bytes.lowerBound], as: UTF8.self)
            + String(String.UnicodeScalarView(line)) + String(decoding: bytes[row.bytes.upperBound...], as: UTF8.self)
    }

    func adding(number: String, flow: String) -> String {
        var fields = Array(repeating: "", count: records[0].fields.count)
        (fields[self.number], fields[self.flow]) = (written(number), written(flow))
        let lineBreak = text.contains("\r\n") ? "\r\n" : "\n"
        let isEnded = text.unicodeScalars.last.map { $0 == "\n" || $0 == "\r" } ?? true
        return text + (isEnded ? "" : lineBreak) + fields.joined(separator: String(Character(delimiter))) + lineBreak
    }

    private func written(_ value: String) -> String {
        let needsQuotes = value.unicodeScalars.contains { $0 == delimiter || $0 == "\"" || $0.isLineBreak }
        return needsQuotes ? "\"\(value.replacing("\"", with: "\"\""))\"" : value
    }
}
