import LocalFiles
import SystemPackage
package import Telephony

/// Why the recordings folder was not changed.
package enum StudioError: Error, Hashable, Sendable {
    /// The draft has been published or discarded, or is too old.
    case noDraft
    /// The draft cannot be published: it is still being converted, or could not be converted.
    case notReady
    /// No recording can have this name: a folder in it is hidden, counts as unfinished, or is not a folder.
    case impossiblePlace(AnnouncementName, folder: String)
    /// There is a recording of this name, and replacing it was not asked for.
    case taken(AnnouncementName)
    case noRecording(AnnouncementName)
    /// The earlier recording does not exist, or no longer.
    case noVersion
    /// An `errno` value, and the path.
    case system(errno: CInt, path: String)

    /// The system's description of an `errno` value, with a small first letter.
    package static func reason(_ code: CInt) -> String { Errno(rawValue: code).reason }
}
