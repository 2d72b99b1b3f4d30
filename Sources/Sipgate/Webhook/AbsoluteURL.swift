package import Telephony

/// An `http` or `https` address in full: the only kind the provider can call back or fetch a sound from.
///
/// A user name and password may be in it; the provider sends them after a 401 that asks for them. It must reach the host
/// from the internet, which is not checked.
public struct AbsoluteURL: Hashable, Sendable, CustomStringConvertible {
    /// Visible ASCII characters only.
    public let text: String

    /// Why a text is no such address.
    public enum Invalid: Error, Hashable, Sendable {
        /// Not `http://` or `https://` at the beginning.
        case notHTTP(String)
        case noHost(String)
        /// A space, a control character or anything else that has to be percent-encoded; an offset in UTF-8.
        case impossibleByte(UInt8, at: Int)
    }

    /// - Throws: `Invalid`.
    public init(_ text: String) throws(Invalid) {
        if let (byte, offset) = Self.firstInvisible(in: text) { throw .impossibleByte(byte, at: offset) }
        guard let colon = text.firstIndex(of: ":"), text[colon...].hasPrefix("://"),
            ["http", "https"].contains(text[..<colon].lowercased())
        else { throw .notHTTP(text) }
        let authority = text[colon...].dropFirst(3).prefix { !"/?#".contains($0) }
        let host = authority.lastIndex(of: "@").map { authority[$0...].dropFirst() } ?? authority
        guard let first = host.first, first != ":" else { throw .noHost(text) }
        self.text = text
    }

    /// The address that every other of a server begins with.
    package init(_ url: PublicURL) { text = url.description }

    private init(known text: String) { self.text = text }

    /// The address with a path behind it, one slash between them; for addresses without a query.
    ///
    /// What cannot stand in an address (spaces, control characters, anything but ASCII) is percent-encoded.
    public func appending(_ path: String) -> AbsoluteURL {
        var joined = text
        joined.reserveCapacity(text.utf8.count + path.utf8.count + 1)
        if joined.utf8.last == UInt8(ascii: "/") { joined.removeLast() }
        if path.utf8.first != UInt8(ascii: "/") { joined += "/" }
        if Self.firstInvisible(in: path) == nil {
            joined += path
        } else {
            for byte in path.utf8 {
                joined +=
                    Self.isVisible(byte)
                    ? String(Unicode.Scalar(byte))
                    : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }
        return AbsoluteURL(known: joined)
    }

    private static func firstInvisible(in text: String) -> (byte: UInt8, offset: Int)? {
        let bytes = text.utf8.span
        for offset in bytes.indices where !isVisible(bytes[offset]) { return (bytes[offset], offset) }
        return nil
    }

    private static func isVisible(_ byte: UInt8) -> Bool { (0x21...0x7E).contains(byte) }

    /// The address.
    public var description: String { text }
}
