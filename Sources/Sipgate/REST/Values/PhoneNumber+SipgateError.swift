import Telephony

extension PhoneNumber {
    /// Parses any international notation: `+49 211 1234567`, `0049 (211) 123-4567`, `+49 (0)211 1234567`, `492111234567`.
    ///
    /// - Throws: `SipgateError.invalid`.
    public init(_ text: String) throws(SipgateError) {
        do throws(ParseError) { try self.init(parsing: text) } catch { throw .invalid(.phoneNumber(text, error)) }
    }
}
