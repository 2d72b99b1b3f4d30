import Glibc

/// An IP address, or a network of them: `192.0.2.7`, `10.0.0.0/8`, `2001:db8::/32`.
package struct NetworkRange: Hashable, Sendable, CustomStringConvertible {
    /// In network order, 4 bytes or 16.
    private let bytes: [UInt8]
    /// How many of the first bits must be the same.
    private let prefix: Int

    /// The text has no such form, or more bits than an address has.
    package struct ParsingError: Error, Hashable {
        package let text: String
    }

    /// - Throws: `ParsingError`.
    package init(_ text: String) throws(ParsingError) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let bytes = parts.first.flatMap({ Self.bytes(of: String($0)) }) else { throw ParsingError(text: text) }
        let prefix = parts.count > 1 ? String(parts[1]).plainNumber : bytes.count * 8
        guard let prefix, prefix <= bytes.count * 8 else { throw ParsingError(text: text) }
        (self.bytes, self.prefix) = (bytes, prefix)
    }

    private static func bytes(of text: String) -> [UInt8]? {
        var v4 = in_addr()
        if inet_pton(AF_INET, text, &v4) == 1 { return withUnsafeBytes(of: v4) { Array($0) } }
        var v6 = in6_addr()
        return inet_pton(AF_INET6, text, &v6) == 1 ? withUnsafeBytes(of: v6) { Array($0) } : nil
    }

    /// Whether an address is one of them.
    ///
    /// - Parameter address: in network order, 4 bytes or 16.
    package func contains(_ address: [UInt8]) -> Bool {
        guard address.count == bytes.count else { return false }
        let whole = prefix / 8
        guard address.prefix(whole) == bytes.prefix(whole) else { return false }
        return prefix.isMultiple(of: 8) || (address[whole] ^ bytes[whole]) >> UInt8(8 - prefix % 8) == 0
    }

    package var description: String {
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        inet_ntop(bytes.count == 4 ? AF_INET : AF_INET6, bytes, &text, socklen_t(text.count))
        let address = String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        return prefix == bytes.count * 8 ? address : "\(address)/\(prefix)"
    }
}
