/// A language for which announce knows how numbers, times and dates are said.
///
/// A text in another language is spoken as it is written, and cannot contain what follows the time.
package enum WordingLanguage: String, Hashable, Sendable, CaseIterable {
    case german = "de"
    case english = "en"

    /// Reads a language tag by its first part: `de`, `de-AT`, `en_GB`; nil for any other language.
    package init?(tag: String) {
        let language = tag.split { $0 == "-" || $0 == "_" }.first.map { $0.lowercased() }
        guard let found = Self.allCases.first(where: { $0.rawValue == language }) else { return nil }
        self = found
    }
}
