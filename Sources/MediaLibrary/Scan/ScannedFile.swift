import LocalFiles
import SystemPackage
import Telephony

/// A recording as a scan has found it in the folder.
struct ScannedFile: Hashable, Sendable {
    /// Below the recordings folder.
    let path: FilePath
    let name: AnnouncementName
    let stamp: FileStamp
    /// The absolute path of its bytes: the target of a link.
    let file: FilePath
    let isLink: Bool
    /// Whether this program has made it. A recording beside it takes precedence.
    let isAnnouncement: Bool
    /// Whether it is no file of the folder, but the sound of a text.
    var isSpoken = false
}
