/// A text that is never shown: printing, interpolating, `dump` and debug descriptions give `<redacted>`.
///
/// Protects against accidents in logs and messages, not against reading the memory of the process.
public struct Secret: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The text itself. The long name makes every use visible.
    public let exposedText: String

    /// Wraps any text.
    public init(_ text: String) { exposedText = text }

    /// `<redacted>`
    public var description: String { "<redacted>" }
    /// `<redacted>`
    public var debugDescription: String { description }
    /// No children.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
