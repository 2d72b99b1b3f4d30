/// The part of a vCard line before the colon.
struct VCardHead {
    /// In upper case, without the group.
    let name: String
    /// In lower case.
    let types: [String]
    let encoding: VCardEncoding
    /// The position of the colon.
    let end: String.Index

    /// Returns `nil` for a line without a name or a colon.
    init?(_ line: String) {
        // A colon or a semicolon in a quoted parameter does not count. By Unicode scalars: the value may begin with an accent,
        // which makes one character with the colon.
        var isQuoted = false
        var fields: [Substring] = []
        var begin = line.startIndex
        var colon: String.Index?
        for index in line.unicodeScalars.indices {
            switch line.unicodeScalars[index] {
            case "\"": isQuoted.toggle()
            case ";" where !isQuoted:
                fields.append(line[begin..<index])
                begin = line.unicodeScalars.index(after: index)
            case ":" where !isQuoted:
                fields.append(line[begin..<index])
                colon = index
            default: break
            }
            if colon != nil { break }
        }
        guard let colon, let name = fields.first?.split(separator: ".").last, !name.isEmpty else { return nil }
        self.name = name.uppercased()
        end = colon
        let parameters = fields.dropFirst().map(Self.parameter)
        func values(_ name: String) -> [String] { parameters.filter { $0.name == name }.flatMap(\.values) }
        encoding = VCardEncoding(values("ENCODING"), charset: values("CHARSET").first)
        // Some telephones mark the preferred number so; it is not a type.
        types = values("TYPE").filter { $0 != "pref" && $0 != "internet" }
    }

    private static let encodings: Set = ["quoted-printable", "base64", "8bit", "7bit"]

    /// A parameter with its values in lower case. vCard 2.1 omits the names of types and encodings: `TEL;CELL;VOICE`.
    private static func parameter(_ field: Substring) -> (name: String, values: [String]) {
        let pair = field.split(separator: "=", maxSplits: 1)
        let text = (pair.last ?? "").filter { $0 != "\"" }.lowercased()
        guard pair.count == 2 else { return (encodings.contains(text) ? "ENCODING" : "TYPE", [text]) }
        return (pair[0].uppercased(), text.split(separator: ",").map(String.init))
    }
}

/// The transfer encoding and the character set of a value, which vCard 2.1 allows to choose per line.
struct VCardEncoding: Hashable {
    let isQuotedPrintable: Bool
    let isBase64: Bool
    private let charset: String

    init(_ encodings: [String], charset: String?) {
        isQuotedPrintable = encodings.contains("quoted-printable")
        isBase64 = encodings.contains("base64") || encodings.contains("b")
        self.charset = charset ?? "utf-8"
    }

    /// For error messages.
    var name: String { charset }

    /// Returns `nil` for an unknown character set, and for bytes that are not text in it.
    func decode(_ text: String) -> String? {
        guard isQuotedPrintable else { return text }
        let bytes = Self.unquoted(text)
        switch charset {
        case "utf-8", "us-ascii": return String(validating: bytes, as: UTF8.self)
        case "iso-8859-1", "latin1": return String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
        default: return nil
        }
    }

    /// Decodes quoted-printable (RFC 2045, section 6.7) without its soft line breaks. Other uses of `=` stay.
    private static func unquoted(_ text: String) -> [UInt8] {
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "="), index + 2 < bytes.count,
                let value = UInt8(String(decoding: bytes[index + 1...index + 2], as: UTF8.self), radix: 16)
            {
                result.append(value)
                index += 3
            } else {
                result.append(bytes[index])
                index += 1
            }
        }
        return result
    }
}
