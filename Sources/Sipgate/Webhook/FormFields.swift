/// The fields of an `application/x-www-form-urlencoded` body, decoded, in the order they came.
///
/// `+` is a space, `%XX` a byte, and the text is UTF-8. Control characters, NUL included, are data like any other.
/// List notation is taken off names: `user[]`, `user%5B%5D`, `user[0]` and `user[][0]` are all `user`, so the values of a
/// list are those of its name. A field without `=` has an empty value; nothing between two `&` is no field.
public struct FormFields: Hashable, Sendable {
    /// A name and its value.
    public struct Field: Hashable, Sendable {
        /// Decoded, without list notation at its end.
        public let name: String
        /// Decoded.
        public let value: String
    }

    /// Why bytes are no form. Places are offsets from 0 in the body.
    public enum Invalid: Error, Hashable, Sendable {
        /// A `%` without two hexadecimal digits behind it.
        case brokenEscape(at: Int)
        /// Decoded bytes that are no UTF-8: the place of the first.
        case invalidUTF8(at: Int)
        /// More fields than `limit`.
        case tooManyFields(limit: Int)
    }

    /// In the order they came.
    public let fields: [Field]

    /// Reads a body of at most `limit` fields; the provider sends about ten.
    ///
    /// - Throws: `Invalid`.
    public init(_ body: some Collection<UInt8>, limit: Int = 1_000) throws(Invalid) {
        let read = { (bytes: UnsafeBufferPointer<UInt8>) in
            Result { () throws(Invalid) in try FormReader.fields(in: bytes.span, limit: limit) }
        }
        let result = body.withContiguousStorageIfAvailable(read) ?? Array(body).withUnsafeBufferPointer(read)
        fields = try result.get()
    }

    /// The first value of a name; nil where there is none.
    public subscript(name: String) -> String? {
        for field in fields where field.name == name { return field.value }
        return nil
    }

    /// All values of a name.
    public func values(of name: String) -> [String] {
        fields.compactMap { $0.name == name ? $0.value : nil }
    }
}
