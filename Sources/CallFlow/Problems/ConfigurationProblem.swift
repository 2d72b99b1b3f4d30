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
        "\(place.path(beside: file)):\(place.line):\(place.column): \(severity.rawValue): \(message)"
    }

    /// A line, of this file or another.
    package struct Line: Hashable, Sendable {
        /// From 1.
        package let number: Int
        /// As `Place.file`.
        package let file: String?

        package init(number: Int, file: String?) {
            (self.number, self.file) = (number, file)
        }

        /// `line 5 of numbers.csv`
        var words: String { "line \(number) of \(file ?? "the configuration file")" }
    }
}

extension Place {
    /// The path of the file that the place is in.
    ///
    /// - Parameter configuration: The path of the configuration.
    package func path(beside configuration: String) -> String {
        guard let file else { return configuration }
        guard !file.hasPrefix("/"), let slash = configuration.lastIndex(of: "/") else { return file }
        return configuration[...slash] + file
    }
}
