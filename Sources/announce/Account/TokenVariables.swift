import Glibc
import Sipgate

/// The two parts of an access token in the environment: `ANNOUNCE_TOKEN_ID` and `ANNOUNCE_TOKEN`.
enum TokenVariables {
    static let id = "ANNOUNCE_TOKEN_ID"
    static let secret = "ANNOUNCE_TOKEN"

    /// The token from the environment; nil if neither variable is set.
    static func token() throws(TokenError) -> PersonalAccessToken? {
        switch (value(id), value(secret)) {
        case (nil, nil): return nil
        case (nil, _?): throw .half(missing: id)
        case (_?, nil): throw .half(missing: secret)
        case (let id?, let token?): return try PersonalAccessToken(id: id, token: token)
        }
    }

    private static func value(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }
}

extension PersonalAccessToken {
    init(id: String, token: String) throws(TokenError) {
        do throws(SipgateError) {
            self.init(id: try ID(id), token: try Token(token))
        } catch {
            throw .invalid(error)
        }
    }
}
