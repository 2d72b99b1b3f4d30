/// The files that a configuration names beside itself, as values: those that it includes, and tables of numbers.
///
/// Paths are relative to the configuration's folder unless they are absolute. Which files are needed is known only once those
/// that name them have been read: ask `ConfigurationFile.requests`, add what it asks for, and ask again.
package struct CompanionFiles: Hashable, Sendable {
    package enum Request: Hashable, Sendable {
        /// The paths that match a pattern: `branches/*.yaml`.
        case matches(String)
        case content(String)
        /// The content of a table of numbers, which may be large.
        case table(String)
    }

    package enum Content: Hashable, Sendable {
        case text(String)
        /// A table of numbers of more than `largestText` bytes.
        case rows(NumberRows)
        /// Why it cannot be read, as part of a sentence: "it does not exist".
        case unreadable(String)
    }

    /// Bytes of a table of numbers up to which its text is kept, so that the dashboard can edit it and versions of it are kept: about
    /// 100,000 rows. Of a larger one only the rows are.
    package static let largestText = 4 << 20

    /// The sorted paths that match each pattern.
    package var matches: [String: [String]] = [:]
    package var contents: [String: Content] = [:]

    package init() {}

    package var isEmpty: Bool { matches.isEmpty && contents.isEmpty }

    /// The paths of all files, sorted.
    package var paths: [String] { contents.keys.sorted() }

    /// The text of a file, if it could be read.
    package func text(of path: String) -> String? {
        if case .text(let text)? = contents[path] { text } else { nil }
    }

    /// The rows of a file, if it is a large table.
    package func rows(of path: String) -> NumberRows? {
        if case .rows(let rows)? = contents[path] { rows } else { nil }
    }

    /// What follows the recordings folder in the pattern of the texts in it and the folders below.
    package static let scripts = "/**.txt"

    /// Whether a file is a text beside recordings.
    package func isScript(_ path: String) -> Bool {
        matches.contains { $0.key.hasSuffix(Self.scripts) && $0.value.contains(path) }
    }

    /// Whether a name of an included file is a pattern.
    package static func isPattern(_ path: String) -> Bool { path.contains("*") || path.contains("?") }

    /// Whether the name of a file matches the last component of a pattern: `*` stands for any characters, `?` for one. No pattern
    /// matches hidden files, nor the files of golden calls.
    package static func matches(_ name: String, pattern: String) -> Bool {
        if name.hasPrefix(".") || name == "calls.yaml" || name.hasSuffix(".calls.yaml") { return false }
        // The usual two pointers: of several `*` only the last can need another length (Kleene's star is greedy).
        let (name, pattern) = (Array(name), Array(pattern))
        var (i, j) = (0, 0)
        var star: (pattern: Int, name: Int)?
        while i < name.count {
            if j < pattern.count, pattern[j] == "*" {
                star = (j, i)
                j += 1
            } else if j < pattern.count, pattern[j] == "?" || pattern[j] == name[i] {
                (i, j) = (i + 1, j + 1)
            } else if let last = star {
                star = (last.pattern, last.name + 1)
                (i, j) = (last.name + 1, last.pattern + 1)
            } else {
                return false
            }
        }
        return pattern[j...].allSatisfy { $0 == "*" }
    }
}

extension CompanionFiles.Content {
    var isReadable: Bool { if case .unreadable = self { false } else { true } }
}
