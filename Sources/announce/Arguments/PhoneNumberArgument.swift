import ArgumentParser
import CallFlow
import Telephony

extension PhoneNumber {
    /// Reads a number of the command line; the error says what is wrong with it and how to write it.
    ///
    /// - Throws: `ValidationError`.
    @Sendable static func argument(_ text: String) throws -> PhoneNumber {
        do throws(PhoneNumber.ParseError) {
            return try PhoneNumber(text)
        } catch {
            if case .national = error {
                throw ValidationError(
                    "\(text.printable) has no country code; write it in international format, for example "
                        + "\(PhoneNumber.international(text, inZone: nil).printable).")
            }
            throw ValidationError("\(text.printable) is not a phone number: \(error.words).")
        }
    }
}
