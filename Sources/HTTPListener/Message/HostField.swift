/// The syntax of the `Host` field (RFC 9112 section 3.2, RFC 3986 section 3.2): a name or an address, and perhaps a port.
enum HostField {
    /// Whether a value is valid. An empty one is: the target of the request then names no host.
    ///
    /// Says nothing about whether the host exists, or is this one.
    static func isValid(_ value: String) -> Bool {
        var rest = value.utf8[...]
        if rest.first == UInt8(ascii: "[") {
            guard let end = rest.firstIndex(of: UInt8(ascii: "]")) else { return false }
            let address = rest[rest.index(after: rest.startIndex)..<end]
            guard !address.isEmpty,
                address.allSatisfy({ isUnreserved($0) || isDelimiter($0) || $0 == UInt8(ascii: ":") })
            else { return false }
            rest = rest[rest.index(after: end)...]
        } else {
            while let byte = rest.first, byte != UInt8(ascii: ":") {
                if byte == UInt8(ascii: "%") {
                    guard rest.count >= 3, rest.dropFirst().prefix(2).allSatisfy(isHexadecimal) else { return false }
                    rest = rest.dropFirst(3)
                } else {
                    guard isUnreserved(byte) || isDelimiter(byte) else { return false }
                    rest = rest.dropFirst()
                }
            }
        }
        guard let colon = rest.popFirst() else { return true }
        return colon == UInt8(ascii: ":") && rest.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }

    /// `unreserved`
    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"):
            true
        default: false
        }
    }

    /// `sub-delims`
    private static func isDelimiter(_ byte: UInt8) -> Bool { "!$&'()*+,;=".utf8.contains(byte) }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
            UInt8(ascii: "A")...UInt8(ascii: "F"):
            true
        default: false
        }
    }
}
