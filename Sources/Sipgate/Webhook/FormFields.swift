/// The decoded fields of an `application/x-www-form-urlencoded` body, in their order.
///
/// `+` is a space, `%XX` a byte, and the text is UTF-8. Control characters, including NUL, are accepted. List notation
/// is removed from names: `user[]`, `user%5B%5D`, `user[0]` and `user[][0]` are all `user`, so the values of a list
/// have the same name. A field without `=` has an empty value; empty text between two `&` is ignored.
public struct FormFields: Hashable, Sendable {
    /// A name and its value.
    public struct Field: Hashable, Sendable {
        /// Decoded, without list notation at its end.
        public let name: String
        /// Decoded.
        public let value: String
        /// Whether name or value could not be decoded completely; only after ``FormFields/init(repairing:limit:)``.
        public let isRepaired: Bool

        init(name: String, value: String, isRepaired: Bool = false) {
            (self.name, self.value, self.isRepaired) = (name, value, isRepaired)
        }
    }

    /// The fields that an event is answered by.
    public static let decisive: Set<String> = ["event", "callId", "to", "from", "dtmf"]

    /// Reasons why bytes are not a form. Positions are offsets in the body, from 0.
    public enum ParseError: Error, Hashable, Sendable {
        /// A `%` is not followed by two hexadecimal digits.
        case brokenEscape(at: Int)
        /// Decoded bytes are not UTF-8; the position of the first.
        case invalidUTF8(at: Int)
        /// More fields than `limit`.
        case tooManyFields(limit: Int)
    }

    /// In the order of the body.
    public let fields: [Field]

    /// Parses a body of at most `limit` fields; the provider sends about ten.
    ///
    /// - Throws: `ParseError`.
    public init(_ body: some Collection<UInt8>, limit: Int = 1_000) throws(ParseError) {
        let read = { (bytes: UnsafeBufferPointer<UInt8>) in
            Result { () throws(ParseError) in try FormReader.fields(in: bytes.span, limit: limit) }
        }
        let result = body.withContiguousStorageIfAvailable(read) ?? Array(body).withUnsafeBufferPointer(read)
        fields = try result.get()
    }

    /// Parses the body of an event, and repairs fields that no answer depends on as browsers do: bytes that are not UTF-8
    /// become U+FFFD, and a broken escape stays as it is. So a display name with one bad byte does not cost the call its
    /// answer. Verify the signature over the bytes first.
    ///
    /// - Throws: `ParseError`; for a broken escape or byte only in one of the ``decisive`` fields.
    public init(repairing body: some Collection<UInt8>, limit: Int = 1_000) throws(ParseError) {
        let read = { (bytes: UnsafeBufferPointer<UInt8>) in
            Result { () throws(ParseError) in
                try FormReader.fields(in: bytes.span, limit: limit, repairingAllBut: Self.decisive)
            }
        }
        let result = body.withContiguousStorageIfAvailable(read) ?? Array(body).withUnsafeBufferPointer(read)
        fields = try result.get()
    }

    /// Returns the first value of a name; `nil` if there is none.
    public subscript(name: String) -> String? {
        for field in fields where field.name == name { return field.value }
        return nil
    }

    /// Returns all values of a name.
    public func values(of name: String) -> [String] {
        fields.compactMap { $0.name == name ? $0.value : nil }
    }
}
