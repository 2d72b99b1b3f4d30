import CallFlow
import MediaLibrary
import Telephony

/// The words of the pages on announcements.
enum AnnouncementWords {
    /// `0:06.4`
    static func duration(_ seconds: Double) -> String {
        let tenths = Int((max(0, seconds) * 10).rounded())
        let rest = tenths % 600
        return "\(tenths / 600):\(rest < 100 ? "0" : "")\(rest / 10).\(rest % 10)"
    }

    /// `−19.2`
    static func decibels(_ value: Double) -> String {
        let tenths = Int((abs(value) * 10).rounded())
        return (value < 0 && tenths > 0 ? "−" : "") + "\(tenths / 10).\(tenths % 10)"
    }

    static func level(_ dBm0: Double?) -> String { dBm0.map { decibels($0) + " dBm0" } ?? "silence" }

    static func bytes(_ count: Int) -> String {
        count < 1 << 20 ? "\((count + 1023) >> 10) KiB" : "\((count + (1 << 20) - 1) >> 20) MiB"
    }

    static func format(_ format: RenderReport.Format) -> String {
        let codec = format.codec == format.container ? "" : ", \(format.codec)"
        let channels = format.channels == 1 ? "mono" : format.channels == 2 ? "stereo" : "\(format.channels) channels"
        return "\(format.container)\(codec), \(format.sampleRate) Hz, \(channels)"
    }

    static func place(_ place: FlowGraph.Node) -> String {
        switch place {
        case .number(.incoming, let pattern): pattern?.description ?? "all other numbers"
        case .number(.outgoing, let pattern): "calls made from \(pattern?.description ?? "any number")"
        case .flow(let name): "flow \(name)"
        case .menu(let name): "menu \(name)"
        case .end(let words): words
        }
    }

    static func places(_ places: [FlowGraph.Node]) -> HTML {
        places.map { place -> HTML in
            AnnouncementPaths.use(place).map { "<a href=\"\($0)\">\(self.place(place))</a>" } ?? HTML(self.place(place))
        }.joined(separator: ", ")
    }

    static func finding(_ finding: RecordingFinding) -> HTML {
        finding.isWarning
            ? "<li class=\"warning\"><strong>Warning:</strong> \(finding.message)</li>" : "<li>\(finding.message)</li>"
    }

    /// `2026-11-21 16:04`
    static func time(_ seconds: Int, in zone: Zone) -> String {
        let time = zone.localTime(at: Moment(milliseconds: Int64(seconds) * 1000))
        return "\(time.date) \(time.clock)"
    }

    /// The reason a recording is not published; nil if it is, or will be.
    static func obstacle(_ recording: RecordingState) -> String? {
        switch recording.status {
        case .published, .converting: nil
        case .beingWritten: "the file is still being written; it will be converted when it is complete."
        case .sameName: "another recording has the same name. Rename or remove one."
        case .failed(let failure): failure.message
        }
    }
}

extension AnnouncementName.ParseError {
    var sentence: String {
        switch self {
        case .empty: "The name is missing."
        case .impossibleCharacter(let character):
            "A name cannot contain \(String(reflecting: String(character))). Remove it."
        case .impossibleFolder(let folder) where folder.isEmpty:
            "A name cannot begin or end with a slash or contain two in a row."
        case .impossibleFolder(let folder):
            "No part of a name can begin with a dot, as \(String(reflecting: folder)) does."
        case .tooLong(let bytes): "The name is too long (\(bytes) bytes, the limit is 200). Shorten it."
        }
    }
}

extension StudioError {
    var sentence: String {
        switch self {
        case .noDraft:
            "This upload no longer exists: it was published, discarded, or not confirmed within an hour. Upload it again."
        case .notReady: "This upload cannot be published: it has not been converted."
        case .impossiblePlace(let name, let folder):
            "\(name) cannot be used as a name: “\(folder)” is ignored or not a folder. Choose another name."
        case .taken(let name):
            "The announcement \(name) already exists. Confirm that it may be replaced, or choose another name."
        case .noRecording(let name): "There is no recording of \(name)."
        case .noVersion: "This earlier version is no longer kept."
        case .system(let code, let path):
            "Nothing was changed: \(path) cannot be written (\(StudioError.reason(code)))."
        }
    }
}
