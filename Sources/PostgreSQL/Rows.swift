import CLibPQ

/// The rows that a statement returned. Names of columns are found in any case, as in SQL.
package struct Rows: Sendable, RandomAccessCollection {
    private let values: [String?]
    private let columns: [String: Int]
    private let width: Int
    package let count: Int

    package var startIndex: Int { 0 }
    package var endIndex: Int { count }

    package subscript(position: Int) -> Row { Row(values: values, columns: columns, start: position * width) }

    init(_ result: OpaquePointer, _ functions: announce_libpq) {
        let (rows, width) = (functions.ntuples(result), functions.nfields(result))
        (count, self.width) = (Int(rows), Int(width))
        var columns: [String: Int] = [:]
        for column in 0..<width {
            if let name = functions.fname(result, column) { columns[String(cString: name)] = Int(column) }
        }
        self.columns = columns
        var values: [String?] = []
        values.reserveCapacity(Int(rows) * Int(width))
        for row in 0..<rows {
            for column in 0..<width {
                guard functions.getisnull(result, row, column) == 0, let value = functions.getvalue(result, row, column)
                else {
                    values.append(nil)
                    continue
                }
                let bytes = UnsafeRawBufferPointer(start: value, count: Int(functions.getlength(result, row, column)))
                values.append(String(decoding: bytes, as: UTF8.self))
            }
        }
        self.values = values
    }
}

/// A row of an answer.
package struct Row: Sendable {
    fileprivate let values: [String?]
    fileprivate let columns: [String: Int]
    fileprivate let start: Int

    /// The text of a column; `nil` for null, or if there is no such column.
    package func text(_ column: String) -> String? {
        guard let index = columns[column] ?? columns[column.lowercased()] else { return nil }
        return values[start + index]
    }

    /// A whole number; `nil` for null and other texts.
    package func integer(_ column: String) -> Int64? { text(column).flatMap { Int64($0) } }

    /// A boolean; `false` for null.
    package func flag(_ column: String) -> Bool { text(column) == "t" }
}
