/// Where a value is written: a stretch of one line, in the numbers libyaml counts.
///
/// Every value that is read carries one, so it is small; `SourceText` turns it into a `Place` once there is something
/// to report.
struct SourceSpan: Hashable {
    /// From 1.
    var line: UInt32
    /// From 1, in Unicode scalars.
    var column: UInt32
    /// In Unicode scalars; `.max` where the value continues on the next line.
    var length: UInt32
    /// The number of the file in `SourceFiles`; 0 is the configuration itself.
    var file: UInt16 = 0

    /// The beginning of the file, for problems of the file as a whole.
    static let start = SourceSpan(line: 1, column: 1, length: 0)

    /// The span from here to the end of another; `nil` if that does not end on the same line.
    func extended(to other: SourceSpan) -> SourceSpan? {
        guard file == other.file, line == other.line, other.column >= column, other.length != .max else { return nil }
        return SourceSpan(line: line, column: column, length: other.column - column + other.length, file: file)
    }
}

/// A value and where it is written.
struct Located<Value> {
    var value: Value
    var span: SourceSpan
}

extension Located: Equatable where Value: Equatable {}
extension Located: Hashable where Value: Hashable {}

/// A stretch of one line of a file, with the text found there.
package struct Place: Hashable, Sendable, Comparable {
    /// The path of the file, relative to the configuration's folder or absolute; `nil` for the configuration itself.
    package var file: String?
    /// From 1.
    package var line: Int
    /// From 1, in Unicode scalars.
    package var column: Int
    /// In Unicode scalars, at most 1000; further lines are not counted. 0 where something is missing.
    package var length: Int
    /// The text of the file there, quotes included.
    package var text: String

    package init(line: Int, column: Int, length: Int, text: String, file: String? = nil) {
        self.file = file
        self.line = line
        self.column = column
        self.length = length
        self.text = text
    }

    static let maximumLength = 1000

    /// The configuration first, then by file, line and column.
    package static func < (left: Place, right: Place) -> Bool {
        (left.file ?? "", left.line, left.column) < (right.file ?? "", right.line, right.column)
    }
}
