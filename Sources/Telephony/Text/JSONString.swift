extension String {
    /// Appends a text as a JSON string (RFC 8259, section 7): in quotes, escaped.
    ///
    /// For the few places that write JSON for every event: an encoder would take longer than the rest of their work.
    package mutating func appendJSONString(_ text: String) {
        append("\"")
        let isPlain = text.utf8.allSatisfy { $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
        if isPlain {
            append(text)
        } else {
            for scalar in text.unicodeScalars {
                switch scalar {
                case "\"": append("\\\"")
                case "\\": append("\\\\")
                case "\0"..."\u{1F}":
                    let digits = String(scalar.value, radix: 16)
                    append("\\u" + String(repeating: "0", count: 4 - digits.count) + digits)
                default: unicodeScalars.append(scalar)
                }
            }
        }
        append("\"")
    }
}
