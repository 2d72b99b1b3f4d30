/// Keys of a telephone, to be pressed one after another.
public struct DTMFKeys: Hashable, Sendable, CustomStringConvertible {
    /// At least one of `0`–`9`, `A`–`D`, `*`, `#`.
    public let text: String

    /// Why a text is no such keys.
    public enum Invalid: Error, Hashable, Sendable {
        case empty
        case noKey(Character)
    }

    /// Small letters are taken as capitals.
    ///
    /// - Throws: `Invalid`.
    public init(_ text: String) throws(Invalid) {
        guard !text.isEmpty else { throw .empty }
        let keys = text.uppercased()
        for key in keys where !"0123456789ABCD*#".contains(key) { throw .noKey(key) }
        self.text = keys
    }

    /// The keys.
    public var description: String { text }
}
