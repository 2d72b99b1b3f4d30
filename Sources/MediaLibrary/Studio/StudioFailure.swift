package import Telephony

/// Why nothing was done to the recordings.
package enum StudioFailure: Error, Hashable, Sendable {
    /// The draft is published, discarded or too old.
    case noDraft
    /// The draft cannot be published: it is still being converted, or could not be.
    case notReady
    /// No recording can have this name: a folder in it is hidden, unfinished by the custom of its name, or no folder.
    case impossiblePlace(AnnouncementName, folder: String)
    /// There is a recording of this name, and nobody said that it is to be replaced.
    case taken(AnnouncementName)
    case noRecording(AnnouncementName)
    /// There is no such earlier recording, or no longer.
    case noVersion
    /// An `errno` value, and the path.
    case system(errno: CInt, path: String)

    /// What the system says of an `errno` value, with a small letter.
    package static func reason(_ code: CInt) -> String { systemReason(code) }
}
