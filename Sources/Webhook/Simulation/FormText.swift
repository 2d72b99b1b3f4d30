import HTTPListener

/// Writes `application/x-www-form-urlencoded` (WHATWG URL section 5.2), as the provider does.
package enum FormText {
    package static func bytes(of fields: [String: String]) -> [UInt8] {
        bytes(of: fields.sorted { $0.key < $1.key }.map { (name: $0.key, value: $0.value) })
    }

    /// In this order; a name may occur several times.
    package static func bytes(of fields: [(name: String, value: String)]) -> [UInt8] {
        Array(fields.map { "\(encoded($0.name))=\(encoded($0.value))" }.joined(separator: "&").utf8)
    }

    private static func encoded(_ text: String) -> String {
        // A plus in the text is encoded, so every plus in the result is a space.
        text.percentEncoded(except: "*-._ ").replacing(" ", with: "+")
    }
}
