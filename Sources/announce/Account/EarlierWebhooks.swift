import Dashboard
import FoundationEssentials
import Glibc
import Sipgate
import SystemPackage

/// The account's webhook URLs from before `announce account connect`, stored until `disconnect` restores them:
/// `webhooks-before.json` in the state folder, readable by its owner alone, since URLs may contain passwords.
struct EarlierWebhooks: Codable {
    /// The account they belong to; they are never restored into another.
    var account: String
    /// The settings before the first change.
    var settings: AccountWebhooks
    /// The URLs that `connect` entered, by direction (`in`, `out`).
    var entered: [String: String]

    /// Reasons nothing can be restored.
    enum FileError: Error {
        case damaged(FilePath)
        case system(errno: CInt, FilePath)
    }

    static func path(in folder: FilePath) -> FilePath { folder.appending("webhooks-before.json") }

    /// The stored settings; nil if there are none.
    static func load(from folder: FilePath) throws(FileError) -> EarlierWebhooks? {
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

    func store(in folder: FilePath) throws(FileError) {
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

    /// Records that `url` will replace the current setting. A setting recorded before an earlier change is kept.
    mutating func note(_ url: AbsoluteURL, for direction: CallDirection, replacing now: AccountWebhooks) {
        let isOurs = entered[direction.rawValue] == now.address(direction)
        if !isOurs { settings.restoreURL(of: now, for: direction) }
        entered[direction.rawValue] = url.text
    }
}

extension EarlierWebhooks.FileError: ReportableError {
    var sentence: String {
        switch self {
        case .damaged(let path):
            "\(path.nearby.readable), which says who was asked before, is damaged. Delete it, and set the addresses at "
                + "console.sipgate.com → Webhooks → URLs."
        case .system(let code, let path): "\(path.nearby.readable) cannot be used: \(systemReason(code))."
        }
    }
}
