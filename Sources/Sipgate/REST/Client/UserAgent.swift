/// The name of a program in the header `User-Agent`, such as `shop/1.4 (+https://shop.example.com)` (RFC 9110, section 10.1.5).
public struct UserAgent: Hashable, Sendable, CustomStringConvertible {
    /// One to 200 characters: ASCII that can be seen, and spaces between.
    public let text: String

    /// - Throws: `SipgateError.invalid`.
    public init(_ text: String) throws(SipgateError) {
        let isPrintable = text.utf8.allSatisfy { (0x20...0x7E).contains($0) }
        guard isPrintable, (1...200).contains(text.utf8.count), text.first != " ", text.last != " " else {
            throw .invalid(.userAgent(text))
        }
        self.text = text
    }

    private init(known text: String) { self.text = text }

    /// The name of this library.
    public static let library = UserAgent(known: "announce/\(SipgateClient.version) (Swift)")

    /// The name.
    public var description: String { text }
}

extension SipgateClient {
    /// The version of this library.
    public static let version = "0.1.0"

    /// The headers that the provider's own libraries send as well, for its statistics: nothing about the user, the account or the
    /// machine but its operating system.
    static let statistics: [(name: String, value: String)] = [
        (
            "X-Sipgate-Client",
            #"{"name":"swift","os":"\#(operatingSystem)","type":"swift","version":"\#(swiftVersion)"}"#
        ),
        ("X-Sipgate-Version", version),
    ]

    private static var operatingSystem: String {
        #if os(Linux)
            "linux"
        #elseif os(macOS)
            "darwin"
        #elseif os(iOS)
            "ios"
        #else
            "other"
        #endif
    }

    private static var swiftVersion: String {
        #if swift(>=6.3)
            "6.3"
        #else
            "6.2"
        #endif
    }
}
