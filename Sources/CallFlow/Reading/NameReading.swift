import Telephony

extension ConfigurationReader {
    /// The names that a section defines, without a word about what is wrong there.
    static func names(in section: YAMLNode?) -> Set<String> {
        guard case .mapping(let entries) = section?.content else { return [] }
        return Set(entries.map(\.key.value))
    }

    /// What a flow, a menu or a schedule may be called: the name is part of places in the configuration, and of addresses.
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
