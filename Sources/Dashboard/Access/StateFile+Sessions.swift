import FoundationEssentials
package import LocalFiles
package import SystemPackage

extension StateFile<Sessions> {
    /// A file of the dashboard's sessions, so that they survive a restart.
    ///
    /// ```json
    /// {"openToken":"…","sessions":{"(digest of a cookie)":{"begun":1767610800000,"lastUse":1767612000000,"password":"(digest)"}}}
    /// ```
    package static func sessions(_ path: FilePath) -> StateFile {
        StateFile(path, followsLinks: false) { bytes in
            (try? JSONDecoder().decode(Content.self, from: Data(bytes))).map {
                Sessions(openToken: $0.openToken, stored: $0.sessions)
            }
        } encode: { sessions in
            // Encoding fails only for NaN and infinity, which no session contains.
            let content = Content(openToken: sessions.openToken, sessions: sessions.stored)
            return Array((try? JSONEncoder().encode(content)) ?? Data()) + [UInt8(ascii: "\n")]
        }
    }
}

private struct Content: Codable {
    var openToken: String
    var sessions: [String: Sessions.Stored]
}
