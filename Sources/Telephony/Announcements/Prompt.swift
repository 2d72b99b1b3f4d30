/// What one `Play` plays: one announcement, or several joined into one sound.
package struct Prompt: Hashable, Sendable, CustomStringConvertible {
    /// At least one.
    package let parts: [AnnouncementName]

    package init(_ first: AnnouncementName, _ others: [AnnouncementName] = []) {
        parts = [first] + others
    }

    /// Nil for no parts.
    package init?(_ parts: [AnnouncementName]) {
        guard !parts.isEmpty else { return nil }
        self.parts = parts
    }

    /// Returns this prompt appended to another.
    package func preceded(by other: Prompt?) -> Prompt {
        guard let other, let first = other.parts.first else { return self }
        return Prompt(first, other.parts.dropFirst() + parts)
    }

    /// `wrong-key+main-menu`
    package var description: String { parts.map(\.text).joined(separator: "+") }
}
