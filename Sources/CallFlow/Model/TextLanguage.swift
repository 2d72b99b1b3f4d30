/// The language of a text, by its code: `de`, `en`, `pt-br`.
package struct TextLanguage: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// Two or three lower-case letters, and perhaps a region.
    package let code: String

    /// Nil for anything but a code, such as a word.
    package init?(_ text: String) {
        let code = text.lowercased().map { $0 == "_" ? "-" : $0 }
        let parts = code.split(separator: "-", omittingEmptySubsequences: false)
        let isLetters = parts.allSatisfy { part in part.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) } }
        guard isLetters, let first = parts.first, (2...3).contains(first.count), first.allSatisfy(\.isLetter),
            parts.dropFirst().allSatisfy({ (2...8).contains($0.count) }), parts.count <= 3
        else { return nil }
        self.code = String(code)
    }

    private init(known code: String) { self.code = code }

    package static let german = TextLanguage(known: "de")
    package static let english = TextLanguage(known: "en")

    /// The language without a region: `pt`.
    package var base: String { String(code.prefix { $0 != "-" }) }

    package var description: String { code }

    package static func < (left: TextLanguage, right: TextLanguage) -> Bool { left.code < right.code }
}
