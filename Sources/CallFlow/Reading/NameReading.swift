import Telephony

extension ConfigurationReader {
    /// The names that a section defines. Reports nothing.
    static func names(in section: YAMLNode?) -> Set<String> {
        guard case .mapping(let entries) = section?.content else { return [] }
        return Set(entries.map(\.key.value))
    }

    /// Checks the name of a flow, menu or schedule. Names are parts of the paths of lists, so they have no dots and
    /// brackets, and parts of the dashboard's URLs.
    ///
    /// - Parameter hasFolder: whether it may be in a folder: `bakery/night`.
    func checkName(_ name: Located<String>, hasFolder: Bool = false) {
        let parts = hasFolder ? name.value.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false) : []
        let isName =
            (1...64).contains(name.value.count) && name.value.utf8.count <= 200
            && (parts.count == 2 ? parts.map(String.init) : [name.value]).allSatisfy(Self.isName)
        if !isName { problems.add(.badName(name.value), at: name.span) }
    }

    private static func isName(_ text: String) -> Bool {
        !text.isEmpty && text.trimmed == text
            && text.unicodeScalars.allSatisfy { scalar in
                scalar == "-" || scalar == "_" || scalar == " " || scalar.properties.isAlphabetic
                    || scalar.properties.numericType != nil || scalar.properties.generalCategory == .nonspacingMark
            }
    }
}
