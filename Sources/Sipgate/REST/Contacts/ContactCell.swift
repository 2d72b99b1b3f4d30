/// Several values in one field of a table: a line for each, its parts separated by semicolons, with a backslash before
/// semicolons and backslashes that belong to a part, and `\n` for line breaks.
///
/// By Unicode scalars: a part may begin with an accent, which makes one character with the semicolon before it.
package enum ContactCell {
    package static func text(_ values: [[String]]) -> String {
        let lines = values.map { $0.map(escaped).joined(separator: ";") }
        return lines.contains { !$0.isEmpty } ? lines.joined(separator: "\n") : ""
    }

    /// The inverse of `text`.
    package static func values(_ text: String) -> [[String]] {
        guard !text.isEmpty else { return [] }
        return text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(parts)
    }

    private static func escaped(_ part: String) -> String {
        var text = String.UnicodeScalarView()
        for scalar in part.replacing("\r\n", with: "\n").unicodeScalars {
            switch scalar {
            case "\\", ";": text += ["\\", scalar]
            case _ where Character(scalar).isNewline: text += ["\\", "n"]
            default: text.append(scalar)
            }
        }
        return String(text)
    }

    private static func parts(_ line: Substring) -> [String] {
        var parts = [String.UnicodeScalarView()]
        var isEscaped = false
        for scalar in line.unicodeScalars {
            switch scalar {
            case _ where isEscaped:
                parts[parts.count - 1].append(scalar == "n" ? "\n" : scalar)
                isEscaped = false
            case "\\": isEscaped = true
            case ";": parts.append(String.UnicodeScalarView())
            default: parts[parts.count - 1].append(scalar)
            }
        }
        return parts.map { String($0) }
    }
}
