/// A problem of `announce.yaml`, or of a file of golden calls, and where it is.
package struct ConfigurationProblem: Hashable, Sendable {
    package enum Severity: String, Hashable, Sendable {
        /// The configuration cannot be used.
        case error
        /// The configuration can be used, but probably does not do what was meant.
        case warning
    }

    package var kind: Kind
    package var place: Place
    /// YAML to write in place of the text at `place`, or, for `missingKey`, to add; `nil` if unknown. Valid in block and in
    /// flow style.
    package var suggestion: String?

    package init(_ kind: Kind, at place: Place, suggestion: String? = nil) {
        self.kind = kind
        self.place = place
        self.suggestion = suggestion
    }

    package var severity: Severity { kind.severity }

    /// The problem as compilers print it: place, severity and message.
    ///
    ///     announce.yaml:12:5: error: unknown flow `receptoin`; did you mean `reception`?
    package func description(file: String) -> String {
        "\(file):\(place.line):\(place.column): \(severity.rawValue): \(message)"
    }
}
