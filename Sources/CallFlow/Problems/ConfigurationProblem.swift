/// Something wrong in `announce.yaml`, and where.
package struct Problem: Hashable, Sendable {
    package enum Severity: String, Hashable, Sendable {
        /// The configuration cannot be used.
        case error
        /// It can, but hardly does what was meant.
        case warning
    }

    package var kind: Kind
    package var place: Place
    /// What to write instead, in the words of the file; nil where nobody can know.
    package var suggestion: String?

    package init(_ kind: Kind, at place: Place, suggestion: String? = nil) {
        self.kind = kind
        self.place = place
        self.suggestion = suggestion
    }

    package var severity: Severity { kind.severity }

    /// `announce.yaml:12:5: error: no flow is called `receptoin`; did you mean `reception`?`
    package func description(file: String) -> String {
        "\(file):\(place.line):\(place.column): \(severity.rawValue): \(message)"
    }
}

/// A stretch of one line of the file.
package struct Place: Hashable, Sendable, Comparable {
    /// From 1.
    package var line: Int
    /// From 1, in Unicode scalars.
    package var column: Int
    /// In Unicode scalars, 1000 at most; what goes on in further lines is not counted. 0 where something is missing.
    package var length: Int
    /// What stands there, as it is written: quotes included.
    package var text: String

    package init(line: Int, column: Int, length: Int, text: String) {
        self.line = line
        self.column = column
        self.length = length
        self.text = text
    }

    static let longest = 1000

    package static func < (left: Place, right: Place) -> Bool {
        (left.line, left.column) < (right.line, right.column)
    }
}
