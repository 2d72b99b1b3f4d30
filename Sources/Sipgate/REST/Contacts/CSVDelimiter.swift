import Telephony

/// The separator of the fields of a table: any character but a quote or a line break.
public struct CSVDelimiter: Hashable, Sendable, CustomStringConvertible {
    /// The separator.
    public let scalar: Unicode.Scalar

    /// Reasons a text is not a separator.
    public enum ParseError: Error, Hashable, Sendable {
        /// Not exactly one Unicode scalar.
        case notOneCharacter(String)
        /// A quote, a line break, or a control character other than the tab: it could not be told from the table itself.
        case reserved(Unicode.Scalar)
    }

    /// - Throws: `SipgateError.invalid`.
    public init(_ text: String) throws(SipgateError) {
        guard let scalar = text.unicodeScalars.first, text.unicodeScalars.count == 1 else {
            throw .invalid(.delimiter(.notOneCharacter(text)))
        }
        guard scalar != "\"", scalar == "\t" || !scalar.steersText, !scalar.properties.isNoncharacterCodePoint,
            !Character(scalar).isNewline
        else { throw .invalid(.delimiter(.reserved(scalar))) }
        self.scalar = scalar
    }

    private init(known scalar: Unicode.Scalar) { self.scalar = scalar }

    /// `,`
    public static let comma = CSVDelimiter(known: ",")
    /// `;`, the separator of German spreadsheets.
    public static let semicolon = CSVDelimiter(known: ";")
    /// The tab.
    public static let tab = CSVDelimiter(known: "\t")
    /// Those that spreadsheets write.
    public static let usual = [comma, semicolon, tab]

    /// The separator.
    public var description: String { String(scalar) }
}
