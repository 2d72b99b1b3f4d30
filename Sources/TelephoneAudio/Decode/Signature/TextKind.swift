/// What a file of text is.
struct TextKind: Hashable, Sendable {
    /// "text", "a web page".
    let name: String
    /// Whether no recording can follow behind the text.
    let isCertain: Bool

    /// Recognises text by its first bytes: no control characters but white space and escape. Nil for other bytes.
    ///
    /// - Parameter isWhole: whether the file holds no more.
    init?(_ start: [UInt8], isWhole: Bool) {
        guard start.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || (0x09...0x0D).contains($0) || $0 == 0x1B }) else {
            return nil
        }
        // Text of other encodings than UTF-8 is mostly ASCII; samples of one byte are not.
        guard Self.isUTF8(start) || 8 * start.count(where: { $0 >= 0x80 }) < start.count else { return nil }
        let text = start.drop { (0x09...0x0D).contains($0) || $0 == 0x20 }
        if let known = Self.beginnings.first(where: { text.startsIgnoringCase(with: $0.start) }) {
            (name, isCertain) = (known.name, true)
        } else if text.first == UInt8(ascii: "{"), isWhole {
            (name, isCertain) = ("JSON text (a service's error message?)", true)
        } else if start.count >= 64, start.allSatisfy(Self.isBase64) {
            (name, isCertain) = ("base64 text (`base64 -d` decodes it)", true)
        } else {
            (name, isCertain) = ("text", isWhole)
        }
    }

    /// Whether it is UTF-8; a character may be cut in two where the bytes end.
    private static func isUTF8(_ start: [UInt8]) -> Bool {
        (0...min(3, start.count)).contains { String(validating: start.dropLast($0), as: UTF8.self) != nil }
    }

    private static let beginnings: [(start: String, name: String)] = [
        ("<!doctype", "a web page"),
        ("<html", "a web page"),
        ("#extm3u", "a playlist"),
        ("[playlist]", "a playlist"),
        ("data:audio/", "a data: URI, which holds a recording as base64 text"),
        ("version https://git-lfs", "a Git LFS pointer (`git lfs pull` fetches the file)"),
    ]

    private static func isBase64(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "="), 0x0A, 0x0D:
            true
        default: false
        }
    }
}

extension ArraySlice<UInt8> {
    /// Whether it begins with ASCII characters, capital letters or not.
    fileprivate func startsIgnoringCase(with lowercase: String) -> Bool {
        let bytes = prefix(lowercase.utf8.count).map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        return bytes.elementsEqual(lowercase.utf8)
    }
}
