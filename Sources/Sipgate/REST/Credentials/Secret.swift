/// A text that is never shown: printing it, interpolating it, `dump` and a debugger's description all say `<redacted>`.
///
/// It guards against accidents in logs and messages, not against somebody who reads the program's memory.
public struct Secret: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The text itself. The name is long so that every use of it is seen.
    public let exposedText: String

    /// Takes any text.
    public init(_ text: String) { exposedText = text }

    /// `<redacted>`
    public var description: String { "<redacted>" }
    /// `<redacted>`
    public var debugDescription: String { description }
    /// No children.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
