import FoundationEssentials

/// The picture of a vCard as the address book stores it: base64. Pictures elsewhere on the web are not fetched.
struct VCardPicture {
    /// Without white space; never empty.
    let base64: String

    /// Returns `nil` if a text is not base64.
    init?(base64 text: String) {
        let text = text.filter { !$0.isWhitespace }
        guard let bytes = Data(base64Encoded: text), !bytes.isEmpty else { return nil }
        base64 = text
    }

    /// Reads `PHOTO`: base64 (vCard 2.1 and 3.0) or a `data:` URI (vCard 4.0).
    init?(_ line: VCardLine) {
        let text = line.text
        if line.isBase64 {
            self.init(base64: text)
        } else if text.prefix(5).lowercased() == "data:", let comma = text.firstIndex(of: ","),
            text[..<comma].lowercased().hasSuffix(";base64")
        {
            self.init(base64: String(text[comma...].dropFirst()))
        } else {
            return nil
        }
    }

    /// The picture as a `data:` URI (RFC 2397) of its own type.
    var uri: String {
        // The first bytes of JPEG, PNG and GIF files, in base64.
        let types = [("/9j/", "image/jpeg"), ("iVBORw0KGgo", "image/png"), ("R0lGOD", "image/gif")]
        let type = types.first { base64.hasPrefix($0.0) }?.1 ?? "application/octet-stream"
        return "data:\(type);base64,\(base64)"
    }
}
