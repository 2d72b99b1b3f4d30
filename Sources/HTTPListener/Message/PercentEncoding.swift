extension String {
    /// The string as a path segment, a query value, or a user name or password before an `@` (RFC 3986 sections 2 and
    /// 3.2.1): everything but ASCII letters, digits and `-._~` as `%XX`.
    package var percentEncoded: String { percentEncoded(except: "-._~") }

    /// The query of a URL, without its question mark. Fields with empty values are left out.
    package static func query(of fields: [(name: String, value: String)]) -> String {
        fields.filter { !$0.value.isEmpty }.map { "\($0.name)=\($0.value.percentEncoded)" }.joined(separator: "&")
    }

    /// Everything but ASCII letters, digits and the given marks as `%XX`.
    package func percentEncoded(except marks: StaticString) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        let marks = UnsafeBufferPointer(start: marks.utf8Start, count: marks.utf8CodeUnitCount)
        var bytes: [UInt8] = []
        for byte in utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                bytes.append(byte)
            case _ where marks.contains(byte): bytes.append(byte)
            default: bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension StringProtocol {
    /// The string with every `%XX` decoded; nil where one is broken, or the result is not UTF-8 or contains control
    /// characters.
    package var percentDecoded: String? {
        var bytes: [UInt8] = []
        var rest = Substring(self).utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let escaped = UInt8(String(Substring(rest.prefix(2))), radix: 16), rest.count >= 2,
                rest.first != UInt8(ascii: "+"), rest.first != UInt8(ascii: "-")
            else { return nil }
            bytes.append(escaped)
            rest = rest.dropFirst(2)
        }
        guard !bytes.contains(where: { $0 < 0x20 || $0 == 0x7F }) else { return nil }
        return String(validating: bytes, as: UTF8.self)
    }
}
