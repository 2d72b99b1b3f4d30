import Glibc

/// An IPv4 or IPv6 address in text form.
package struct IPAddress: Hashable, Sendable {
    package let text: String
    /// The 4 or 16 bytes.
    private let bytes: [UInt8]

    /// Returns `nil` for any other text.
    package init?(_ text: String) {
        // The zone (fe80::1%eth0) names an interface of this machine (RFC 4007) and is not part of the address.
        let plain = String(text.prefix { $0 != "%" })
        for (family, length) in [(AF_INET, 4), (AF_INET6, 16)] {
            var bytes = [UInt8](repeating: 0, count: length)
            guard inet_pton(family, plain, &bytes) == 1 else { continue }
            (self.text, self.bytes) = (text, bytes)
            return
        }
        return nil
    }

    /// Whether the address cannot be reached from the internet: loopback, this machine, link-local, private (RFC 1918, RFC 4193)
    /// or behind carrier-grade NAT (RFC 6598).
    package var isPrivate: Bool {
        var bytes = bytes
        // An IPv4 address in IPv6 form (RFC 4291, section 2.5.5.2).
        if bytes.count == 16, bytes[..<10].allSatisfy({ $0 == 0 }), bytes[10...11] == [0xFF, 0xFF] {
            bytes.removeFirst(12)
        }
        guard bytes.count == 4 else {
            return bytes.dropLast().allSatisfy { $0 == 0 } && bytes[15] <= 1 || bytes[0] & 0xFE == 0xFC
                || bytes[0] == 0xFE && bytes[1] & 0xC0 == 0x80
        }
        return switch (bytes[0], bytes[1]) {
        case (0, _), (10, _), (127, _), (192, 168), (169, 254), (172, 16...31), (100, 64...127): true
        default: false
        }
    }
}
