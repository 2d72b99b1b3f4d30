extension String {
    /// As a segment of a path, a value of a query, or a name or password before an `@` (RFC 3986 sections 2 and 3.2.1):
    /// everything else than letters, digits and `-._~` as `%XX`.
    var percentEncoded: String { percentEncoded(except: "-._~") }

    /// The query of an address, without its question mark: the fields that say something.
    static func query(of fields: [(name: String, value: String)]) -> String {
        fields.filter { !$0.value.isEmpty }.map { "\($0.name)=\($0.value.percentEncoded)" }.joined(separator: "&")
    }

    /// Everything else than ASCII letters, digits and the given marks as `%XX`.
    func percentEncoded(except marks: StaticString) -> String {
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
