import Telephony

extension FNV1a<UInt32> {
    /// Eight hexadecimal digits that tell a text's folder from those of others.
    static func name(of text: String) -> String {
        var hash = Self()
        for byte in text.utf8 { hash.add(byte) }
        let digits = String(hash.value, radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }
}
