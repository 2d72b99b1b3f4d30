extension Collection<UInt8> {
    /// Base64 for URLs, without padding (RFC 4648, section 5).
    package var base64URL: String {
        let count = (self.count * 4 + 2) / 3
        return String(unsafeUninitializedCapacity: count) { text in
            var (held, bits, index) = (UInt32(0), 0, 0)
            for byte in self {
                held = held << 8 | UInt32(byte)
                bits += 8
                while bits >= 6 {
                    bits -= 6
                    text[index] = alphabet[Int(held >> UInt32(bits) & 63)]
                    index += 1
                }
            }
            if bits > 0 { text[index] = alphabet[Int(held << UInt32(6 - bits) & 63)] }
            return count
        }
    }
}

private let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
