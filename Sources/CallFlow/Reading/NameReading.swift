import Telephony

extension ConfigurationReader {
    /// The names that a section defines. Reports nothing.
    static func names(in section: YAMLNode?) -> Set<String> {
        guard case .mapping(let entries) = section?.content else { return [] }
        return Set(entries.map(\.key.value))
    }

    /// Checks the name of a flow, menu or schedule. Names are parts of the paths of lists, so they have no dots and
    /// brackets, and parts of the dashboard's URLs.
    func checkName(_ name: Located<String>) {
        let isName =
            (1...64).contains(name.value.count) && name.value.utf8.count <= 200
            && name.value.trimmed == name.value
            && name.value.unicodeScalars.allSatisfy { scalar in
                scalar == "-" || scalar == "_" || scalar == " " || scalar.properties.isAlphabetic
                    || scalar.properties.numericType != nil || scalar.properties.generalCategory == .nonspacingMark
            }
        if !isName { problems.add(.badName(name.value), at: name.span) }
    }
}
