package import Telephony

/// An absolute `http` or `https` URL: the only kind that the provider can post events to or fetch sounds from.
///
/// May contain user name and password, which the provider sends after a 401 that asks for them. The host must be
/// reachable from the internet; this is not checked.
public struct AbsoluteURL: Hashable, Sendable, CustomStringConvertible {
    /// Visible ASCII characters only.
    public let text: String

    /// Reasons why a text is not such a URL.
    public enum ParseError: Error, Hashable, Sendable {
        /// Does not begin with `http://` or `https://`.
        case notHTTP(String)
        case noHost(String)
        /// A space, a control character or anything else that must be percent-encoded; the offset in UTF-8.
        case impossibleByte(UInt8, at: Int)
    }

    /// - Throws: `SipgateError.invalid`.
    public init(_ text: String) throws(SipgateError) {
        do throws(ParseError) { try self.init(checked: text) } catch { throw .invalid(.url(error)) }
    }

    private init(checked text: String) throws(ParseError) {
        if let (byte, offset) = Self.firstInvisible(in: text) { throw .impossibleByte(byte, at: offset) }
        guard let colon = text.firstIndex(of: ":"), text[colon...].hasPrefix("://"),
            ["http", "https"].contains(text[..<colon].lowercased())
        else { throw .notHTTP(text) }
        let authority = text[colon...].dropFirst(3).prefix { !"/?#".contains($0) }
        let host = authority.lastIndex(of: "@").map { authority[$0...].dropFirst() } ?? authority
        guard let first = host.first, first != ":" else { throw .noHost(text) }
        self.text = text
    }

    /// Creates the URL from a server's public URL.
    package init(_ url: PublicURL) { text = url.description }

    /// The text must be an absolute URL.
    init(known text: String) { self.text = text }

    /// Returns the URL with a path appended, separated by one slash. For URLs without a query.
    ///
    /// Characters that URLs cannot contain (spaces, control characters, anything but ASCII) are percent-encoded.
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

    /// `https://…@phone.example.com/sipgate` for a URL with user name and password, otherwise the URL itself.
    package var withoutCredentials: String {
        guard let mark = text.firstRange(of: "://") else { return text }
        let authority = text[mark.upperBound...].prefix { $0 != "/" }
        guard let at = authority.lastIndex(of: "@") else { return text }
        return text[..<mark.upperBound] + "…" + text[at...]
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
