import FoundationEssentials

/// A PDF document that can be faxed.
public struct PDF: Hashable, Sendable {
    /// The document, at most `largest` bytes.
    public let bytes: [UInt8]

    /// What the API takes: 28,330,000 characters of base64.
    public static let largest = 28_330_000 / 4 * 3

    /// Why bytes are no such document.
    public enum ParseError: Error, Hashable, Sendable {
        case empty
        /// No `%PDF-` at the beginning.
        case noHeader
        /// No `%%EOF` at the end of it: cut off.
        case noEnd
        /// More than `largest` bytes.
        case tooLarge(Int)
    }

    /// Looks at both ends; the provider reads the rest.
    ///
    /// - Throws: `ParseError`.
    public init(_ bytes: some Sequence<UInt8>) throws(ParseError) {
        let bytes = Array(bytes)
        guard !bytes.isEmpty else { throw .empty }
        guard bytes.starts(with: Array("%PDF-".utf8)) else { throw .noHeader }
        guard bytes.count <= Self.largest else { throw .tooLarge(bytes.count) }
        guard bytes.contains(Array("%%EOF".utf8)) else { throw .noEnd }
        self.bytes = bytes
    }

    var base64: String { Data(bytes).base64EncodedString() }
}
