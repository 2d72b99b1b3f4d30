import FoundationEssentials

/// A PDF document that can be faxed.
public struct PDF: Hashable, Sendable {
    /// The document, at most `largest` bytes.
    public let bytes: [UInt8]

    /// The API's limit: 28,330,000 characters of base64.
    public static let largest = 28_330_000 / 4 * 3

    /// Reasons bytes are not such a document.
    public enum ParseError: Error, Hashable, Sendable {
        case empty
        /// No `%PDF-` at the beginning.
        case noHeader
        /// No `%%EOF`: truncated.
        case noEnd
        /// More than `largest` bytes.
        case tooLarge(Int)
    }

    /// Checks the beginning and the end; the provider checks the rest.
    ///
    /// - Throws: `SipgateError.invalid`.
    public init(_ bytes: some Sequence<UInt8>) throws(SipgateError) {
        let bytes = Array(bytes)
        guard !bytes.isEmpty else { throw .invalid(.pdf(.empty)) }
        guard bytes.starts(with: Array("%PDF-".utf8)) else { throw .invalid(.pdf(.noHeader)) }
        guard bytes.count <= Self.largest else { throw .invalid(.pdf(.tooLarge(bytes.count))) }
        guard bytes.contains(Array("%%EOF".utf8)) else { throw .invalid(.pdf(.noEnd)) }
        self.bytes = bytes
    }

    var base64: String { Data(bytes).base64EncodedString() }
}
