import HTTPListener

/// Writes `application/x-www-form-urlencoded` (WHATWG URL section 5.2), as the provider does.
package enum FormText {
    package static func bytes(of fields: [String: String]) -> [UInt8] {
        let pairs = fields.sorted { $0.key < $1.key }.map { "\(encoded($0))=\(encoded($1))" }
        return Array(pairs.joined(separator: "&").utf8)
    }

    private static func encoded(_ text: String) -> String {
        // A plus in the text is encoded, so every plus in the result is a space.
        text.percentEncoded(except: "*-._ ").replacing(" ", with: "+")
    }
}
