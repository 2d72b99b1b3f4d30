import Telephony

/// Rows of text in aligned columns, two spaces apart.
///
/// Control characters in cells are replaced, since cells may hold what the provider sent.
struct TextTable {
    private let rows: [[String]]

    init(_ rows: [[String]]) {
        self.rows = rows.map { $0.map(\.printable) }
    }

    var lines: [String] {
        let columns = rows.map(\.count).max() ?? 0
        let widths = (0..<columns).map { column in
            rows.map { $0.indices.contains(column) ? $0[column].count : 0 }.max() ?? 0
        }
        return rows.map { row in
            var line = ""
            for (column, cell) in row.enumerated() {
                line += cell
                let isLast = column == row.count - 1
                if !isLast { line += String(repeating: " ", count: widths[column] - cell.count + 2) }
            }
            while line.last == " " { line.removeLast() }
            return line
        }
    }

    /// Prints the rows on standard output; nothing if there are none.
    func print() {
        if !rows.isEmpty { Console.result(lines.joined(separator: "\n")) }
    }
}
