import Dashboard
import FoundationEssentials
import Glibc
import Sipgate
import SystemPackage

/// Reasons there is no usable token.
enum TokenError: Error {
    case notLoggedIn
    /// Only one of the two environment variables is set.
    case half(missing: String)
    case id(PersonalAccessToken.ID.Invalid)
    case token(PersonalAccessToken.Token.Invalid)
    case folder(StateFolder.OpenError)
    case damaged(FilePath)
    case system(errno: CInt, FilePath)
}

/// The two parts of a token in the environment: `ANNOUNCE_TOKEN_ID`, `ANNOUNCE_TOKEN`.
enum TokenVariables {
    static let id = "ANNOUNCE_TOKEN_ID"
    static let secret = "ANNOUNCE_TOKEN"

    /// The token; nil if neither is set.
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

/// The token that `announce account login` stored: `account.json` in the state folder, readable by its owner alone.
struct TokenFile {
    let path: FilePath

    private struct Content: Codable {
        var id: String
        var token: String
    }

    /// - Parameter folder: the state folder, which need not exist.
    init(_ folder: FilePath) {
        path = folder.appending("account.json")
    }

    /// The token; nil if nobody is logged in.
    func token() throws(TokenError) -> PersonalAccessToken? {
        let stored: [UInt8]?
        do throws(SmallFile.Failure) {
            stored = try SmallFile.read(path, upTo: 1 << 20)
        } catch {
            throw .system(errno: error.code, path)
        }
        guard let bytes = stored else { return nil }
        guard let content = try? JSONDecoder().decode(Content.self, from: Data(bytes)),
            let id = try? PersonalAccessToken.ID(content.id),
            let token = try? PersonalAccessToken.Token(content.token)
        else { throw .damaged(path) }
        return PersonalAccessToken(id: id, token: token)
    }

    func store(_ token: PersonalAccessToken) throws(TokenError) {
        let content = Content(id: token.id.text, token: token.token.secret.exposedText)
        do throws(SmallFile.Failure) {
            try SmallFile.write(Array(jsonText(content).utf8), to: path, mode: .owner)
        } catch {
            throw .system(errno: error.code, path)
        }
    }

    /// Deletes the token, and returns whether there was one.
    func remove() throws(TokenError) -> Bool {
        if path.withPlatformString({ unlink($0) }) == 0 { return true }
        guard errno == ENOENT else { throw .system(errno: errno, path) }
        return false
    }
}

extension PersonalAccessToken {
    init(id: String, token: String) throws(TokenError) {
        let name: ID
        do throws(ID.Invalid) { name = try ID(id) } catch { throw .id(error) }
        do throws(Token.Invalid) { self.init(id: name, token: try Token(token)) } catch { throw .token(error) }
    }
}

extension TokenError: ReportableError {
    var sentence: String {
        switch self {
        case .notLoggedIn:
            "Nobody is logged in. Run `announce account login`, or set \(TokenVariables.id) and \(TokenVariables.secret)."
        case .half(let missing): "The environment variable \(missing) is not set; a token has two parts."
        case .id(.form(let text)):
            "\(text.replacingControlCharacters) is no token ID: that is `token-` and six letters or digits."
        case .id(.isToken): "What was given as the token ID looks like the token itself. First the ID, then the token."
        case .token(.empty): "No token was given."
        case .token(.isID): "What was given as the token is a token ID. First the ID, then the token."
        case .token(.notUUID), .token(.notVersion4):
            "What was given as the token is none (those look like 01234567-89ab-4cde-8f01-23456789abcd). Copy it again."
        case .folder(let failure): failure.sentence
        case .damaged(let path): "\(path.nearby.readable) is damaged. Run `announce account login` again."
        case .system(let code, let path): "\(path.nearby.readable) cannot be used: \(systemReason(code))."
        }
    }
}
