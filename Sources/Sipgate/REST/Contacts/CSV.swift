import Telephony

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
    package struct Record: Hashable {
        package var line: Int
        package var fields: [String]
    }

    /// Returns the records of a text. Empty lines and a byte order mark at the beginning are skipped.
    package static func records(in text: String, delimiter: CSVDelimiter) throws(ParseError) -> [Record] {
        var reader = CSVReader(text, delimiter: delimiter.scalar)
        do throws(CSVReader.Fault) {
            return try reader.records().map { Record(line: $0.line, fields: $0.fields.map(\.text)) }
        } catch {
            switch error {
            case .openQuote(let line): throw .openQuote(line: line)
            case .textAfterQuote(let line): throw .textAfterQuote(line: line)
            case .strayQuote(let line): throw .strayQuote(line: line)
            }
        }
    }

    /// Returns a field that no spreadsheet takes for a formula, such as `=HYPERLINK(…)` in a caller's name, which would send
    /// the neighbouring cells elsewhere when clicked: an apostrophe is put before it, as OWASP advises ("CSV Injection").
    ///
    /// Formulas begin with `=`, `+`, `-` or `@`, in some languages also in full width, or follow a tab or line break.
    /// Telephone numbers (`+` and digits only) stay as they are: they are a number to a spreadsheet, and cannot call anything.
    /// Fields with an apostrophe before such a character get another one, so that `restored` is the inverse.
    package static func harmless(_ field: String) -> String {
        guard isFormula(field.unicodeScalars.drop { $0 == "'" }) else { return field }
        let isNumbers = field.split(separator: "\n", omittingEmptySubsequences: false).allSatisfy { line in
            line.first == "+" && line.count > 1 && line.dropFirst().allSatisfy { $0.isASCII && $0.isNumber }
        }
        return isNumbers ? field : "'" + field
    }

    /// The inverse of `harmless`.
    static func restored(_ field: String) -> String {
        let scalars = field.unicodeScalars
        guard scalars.first == "'", isFormula(scalars.drop { $0 == "'" }) else { return field }
        return String(scalars.dropFirst())
    }

    private static func isFormula(_ scalars: Substring.UnicodeScalarView) -> Bool {
        scalars.first.map { "=+-@\t\r\n＝＋－＠".unicodeScalars.contains($0) } ?? false
    }

    /// Returns the line of a record without its ending. Only fields that need quotes have them.
    ///
    /// By scalars: an accent after a quote or a delimiter makes one character of both, which is neither.
    package static func line(_ fields: [String], delimiter: CSVDelimiter) -> String {
        let special = Set("\"\r\n\u{B}\u{C}\u{85}\u{2028}\u{2029}".unicodeScalars).union([delimiter.scalar])
        return fields.map { field in
            let needsQuotes =
                field.unicodeScalars.contains { special.contains($0) }
                || field.first?.isWhitespace == true || field.last?.isWhitespace == true
            guard needsQuotes else { return field }
            var quoted = "\"".unicodeScalars
            for scalar in field.unicodeScalars {
                if scalar == "\"" { quoted.append(scalar) }
                quoted.append(scalar)
            }
            quoted.append("\"")
            return String(quoted)
        }.joined(separator: String(delimiter.scalar))
    }
}
