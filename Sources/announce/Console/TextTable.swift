/// Rows for people, aligned; what comes from the provider cannot move the cursor.
struct TextTable {
    private(set) var rows: [[String]] = []

    mutating func add(_ cells: String...) {
        rows.append(cells.map(CallLine.printable))
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

    func print() {
        if !rows.isEmpty { Talk.result(lines.joined(separator: "\n")) }
    }
}

/// An address without the password that may be in it.
func maskedAddress(_ address: String) -> String {
    guard let mark = address.firstRange(of: "://") else { return CallLine.printable(address) }
    let authority = address[mark.upperBound...].prefix { !"/?#".contains($0) }
    guard let at = authority.lastIndex(of: "@") else { return CallLine.printable(address) }
    let user = authority[..<at].prefix { $0 != ":" }
    let hidden = user.endIndex < at ? "\(user):***" : String(user)
    return CallLine.printable(address[..<mark.upperBound] + hidden + address[at...])
}
