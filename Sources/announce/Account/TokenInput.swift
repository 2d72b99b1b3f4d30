import LocalFiles
import Sipgate
import SystemPackage

/// An access token on standard input: `ID:TOKEN`, or the ID and the token in two lines.
enum TokenInput {
    /// More than any token has, in bytes.
    private static let limit = 4096

    /// Reads standard input to its end.
    static func read() throws(TokenError) -> PersonalAccessToken {
        guard let bytes = try? FileDescriptor.standardInput.readAll(upTo: limit) else { throw .input }
        return try token(in: String(decoding: bytes, as: UTF8.self))
    }

    private static func token(in text: String) throws(TokenError) -> PersonalAccessToken {
        let parts = text.split { $0.isWhitespace || $0 == ":" }
        guard parts.count == 2 else { throw .input }
        return try PersonalAccessToken(id: String(parts[0]), token: String(parts[1]))
    }
}
