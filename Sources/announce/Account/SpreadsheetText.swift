import Sipgate
import Telephony

/// CSV that another program has written.
enum SpreadsheetText {
    /// The table without fields that a spreadsheet takes for formulas, and without characters that steer a terminal. Text that is
    /// no table loses the latter only.
    static func harmless(_ text: String) -> String {
        let scalar = CSVReader.delimiter(of: text)
        guard let delimiter = try? CSVDelimiter(String(scalar)) else { return printable(text) }
        var reader = CSVReader(text, delimiter: scalar)
        guard let records = try? reader.records() else { return printable(text) }
        return records.map { record in
            CSV.line(record.fields.map { CSV.harmless(printable($0.text)) }, delimiter: delimiter) + "\r\n"
        }.joined()
    }

    private static func printable(_ text: String) -> String {
        text.printable { "\r\n\t".unicodeScalars.contains($0) }
    }
}
