import ArgumentParser
import CallFlow
import Telephony

extension DatabaseURL {
    /// Reads a URL of the command line.
    ///
    /// - Throws: `ValidationError`.
    @Sendable static func argument(_ text: String) throws -> DatabaseURL {
        do throws(DatabaseURL.Problem) { return try DatabaseURL(text) } catch {
            switch error {
            case .malformed(let text):
                throw ValidationError(
                    "\(text.printable) is not the URL of a database, such as postgresql://announce@db.example.com/announce."
                )
            case .hasPassword:
                throw ValidationError("The URL has a password. Put it into PGPASSWORD or ~/.pgpass instead.")
            }
        }
    }
}
