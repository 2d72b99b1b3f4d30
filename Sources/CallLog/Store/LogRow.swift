import GRDB
import Telephony

/// A row of one of the log's tables, in either kind of store: what reads it does not ask where it comes from. Columns have the same
/// names in both.
protocol LogRow {
    /// `nil` for null.
    func text(_ column: String) -> String?
    /// `nil` for null.
    func integer(_ column: String) -> Int64?
    /// `false` for null.
    func flag(_ column: String) -> Bool
}

extension LogRow {
    func count(_ column: String) -> Int? { integer(column).map { Int($0) } }

    func moment(_ column: String) -> Moment? { integer(column).map { Moment(milliseconds: $0) } }
}

extension Row: LogRow {
    func text(_ column: String) -> String? { self[column] }
    func integer(_ column: String) -> Int64? { self[column] }
    func flag(_ column: String) -> Bool { self[column] ?? false }
}
