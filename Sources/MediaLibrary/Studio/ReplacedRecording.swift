import SystemPackage
package import Telephony

/// A recording that was replaced or deleted, and can be brought back.
package struct ReplacedRecording: Hashable, Sendable, Codable {
    package enum Reason: String, Hashable, Sendable, Codable {
        case replaced, deleted
    }

    /// Identifies it among those of its name; later ones are greater.
    package let id: String
    /// The announcement's name.
    private let text: String
    /// The path it had, below the recordings folder.
    package let path: String
    package let reason: Reason
    /// When it was taken away, in seconds since 1970.
    package let time: Int
    /// The file that callers heard of it last, as in its URL.
    package let published: String?
    /// Seconds that callers heard.
    package let duration: Double?
    /// Its container's name, as in `RenderReport.Format`; nil if it is not known.
    package let container: String?

    package var name: AnnouncementName? { try? AnnouncementName(text) }

    init(
        id: String, name: AnnouncementName, path: FilePath, reason: Reason, time: Int, state: RecordingState?
    ) {
        self.id = id
        text = name.text
        self.path = path.string
        self.reason = reason
        self.time = time
        published = state?.published?.name
        duration = state?.published?.duration
        container = state?.report?.format.container
    }

    /// The extension that it gets when it is brought back.
    var ending: String {
        let ending = FilePath(path).extension?.lowercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber) } ?? ""
        return ending.isEmpty || ending.utf8.count > 10 ? "audio" : ending
    }
}
