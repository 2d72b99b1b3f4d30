import CallFlow
import HTTPListener
import MediaLibrary
import Telephony

/// The paths of pages and sounds of announcements.
enum AnnouncementPaths {
    static let list = "/announcements"
    static let upload = "/announcements/upload"

    static func page(_ name: AnnouncementName) -> String { "/announcements/of/\(name.text.percentEncoded)" }
    /// Reports when a publication has finished.
    static func events(_ name: AnnouncementName) -> String { page(name) + "/events" }
    static func sound(_ file: PublishedFile) -> String { "/announcements/sound/\(file.name)" }
    static func heard(_ file: PublishedFile, in place: ListeningPlace) -> String {
        "/announcements/\(place.rawValue)/\(file.name)"
    }
    static func waveform(_ file: PublishedFile) -> String { "/announcements/waveform/\(file.name)" }
    static func original(_ recording: RecordingState) -> String {
        "/announcements/original/\(recording.path.percentEncoded)"
    }
    static func version(_ version: ReplacedRecording, of name: AnnouncementName) -> String {
        "\(page(name))/version/\(version.id.percentEncoded)"
    }
    static let manyDrafts = "/announcements/drafts"
    static func drafts(_ ids: [String]) -> String { manyDrafts + "?" + ids.map { "id=\($0)" }.joined(separator: "&") }
    static func draft(_ draft: RecordingDraft) -> String { "/announcements/draft/\(draft.id)" }

    /// The page of a number or schedule; flows and menus have none.
    static func use(_ place: AnnouncementUse) -> String? {
        switch place {
        case .node(.number(let direction, let pattern)):
            NumberCall(direction: direction, pattern: pattern, steps: nil).path
        case .schedule(let name): "/schedules/\(name.percentEncoded)"
        case .node: nil
        }
    }
}

extension ListeningPlace {
    /// The name of a draft's sound in this place.
    var file: String { rawValue + ".wav" }

    init?(file: String) {
        guard let place = Self.allCases.first(where: { $0.file == file }) else { return nil }
        self = place
    }
}
