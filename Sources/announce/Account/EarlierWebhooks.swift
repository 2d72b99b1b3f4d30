import AnnounceServer
import FoundationEssentials
import Glibc
import Sipgate
import SystemPackage

/// Who was asked before `announce account connect`, kept until `disconnect` brings it back: `webhooks-before.json` in the
/// state folder, for its owner's eyes only, since addresses may hold passwords.
struct EarlierWebhooks: Codable {
    /// The account's number: nobody else's settings are restored.
    var account: String
    /// What was there before the first change.
    var settings: AccountWebhooks
    /// What `connect` entered, by direction (`in`, `out`).
    var entered: [String: String]

    /// Why nothing can be restored.
    enum Problem: Error {
        case damaged(FilePath)
        case system(errno: CInt, FilePath)
    }

    static func path(in folder: FilePath) -> FilePath { folder.appending("webhooks-before.json") }

    /// Nil where nothing is to be restored.
    static func load(from folder: FilePath) throws(Problem) -> EarlierWebhooks? {
        let path = path(in: folder)
        let stored: [UInt8]?
        do throws(SmallFile.Failure) {
            stored = try SmallFile.read(path, upTo: 1 << 20)
        } catch {
            throw .system(errno: error.code, path)
        }
        guard let bytes = stored else { return nil }
        guard let earlier = try? JSONDecoder().decode(EarlierWebhooks.self, from: Data(bytes)) else {
            throw .damaged(path)
        }
        return earlier
    }

    func store(in folder: FilePath) throws(Problem) {
        let path = Self.path(in: folder)
        do throws(SmallFile.Failure) {
            try SmallFile.write(Array(jsonText(self).utf8), to: path, mode: .owner)
        } catch {
            throw .system(errno: error.code, path)
        }
    }

    static func remove(from folder: FilePath) {
        _ = path(in: folder).withPlatformString { unlink($0) }
    }

    /// Notes that `url` is about to replace what `now` says. What is known from before an earlier change stays.
    mutating func note(_ url: AbsoluteURL, for direction: CallDirection, replacing now: AccountWebhooks) {
        let isOurs = entered[direction.rawValue] == now.address(direction)
        if !isOurs { settings.restoreURL(of: now, for: direction) }
        entered[direction.rawValue] = url.text
    }
}

extension EarlierWebhooks.Problem {
    var sentence: String {
        switch self {
        case .damaged(let path):
            "\(path.nearby.readable), which says who was asked before, is damaged. Delete it, and set the addresses at "
                + "console.sipgate.com → Webhooks → URLs."
        case .system(let code, let path): "\(path.nearby.readable) cannot be used: \(systemReason(code))."
        }
    }
}
