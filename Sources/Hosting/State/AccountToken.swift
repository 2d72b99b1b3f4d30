import FoundationEssentials
import LocalFiles
import Sipgate
import SystemPackage

extension StateFile<PersonalAccessToken> {
    /// A file that holds an access token as JSON.
    static func token(_ path: FilePath) -> StateFile {
        StateFile(path) { bytes in
            guard let content = StateJSON.value(Content.self, of: bytes),
                let id = try? PersonalAccessToken.ID(content.id),
                let token = try? PersonalAccessToken.Token(content.token)
            else { return nil }
            return PersonalAccessToken(id: id, token: token)
        } encode: { token in
            StateJSON.bytes(of: Content(id: token.id.text, token: token.token.secret.exposedText))
        }
    }
}

private struct Content: Codable {
    var id: String
    var token: String
}
