import CallFlow
import MediaLibrary
import Telephony

/// The words of the pages on announcements.
enum AnnouncementWords {
    /// `0:06.4`, `0:06,4`
    static func duration(_ seconds: Double) -> String {
        let tenths = Int((max(0, seconds) * 10).rounded())
        let rest = tenths % 600
        return "\(tenths / 600):\(rest < 100 ? "0" : "")\(Texts.tenths(Double(rest) / 10))"
    }

    /// `−19.2`
    static func decibels(_ value: Double) -> String { Texts.tenths(value) }

    /// `−19.2 dBm0`, `−19,2 dBm0`, for those who know what that is.
    static func level(_ dBm0: Double?) -> String { dBm0.map { decibels($0) + " dBm0" } ?? Texts.Announcements.silence }

    /// Speech at about −19 dBm0 is what callers are used to (ITU-T P.56, G.111); 8 dB less is hard to understand in a noisy place, 10 dB
    /// more is unpleasant.
    private static let pleasant = -27.0 ... -9.0

    /// The level as people say it: `good`, `too quiet`.
    static func loudness(_ dBm0: Double?) -> String {
        guard let dBm0 else { return Texts.Announcements.silence }
        if pleasant.contains(dBm0) { return Texts.Announcements.good }
        return dBm0 < pleasant.lowerBound ? Texts.Announcements.tooQuiet : Texts.Announcements.tooLoud
    }

    /// `340 kB`, `2.4 MB`
    static func bytes(_ count: Int) -> String {
        if count < 1_000_000 { return "\((count + 999) / 1000) kB" }
        let tenths = (count + 50_000) / 100_000
        return Texts.either("\(tenths / 10).\(tenths % 10) MB", "\(tenths / 10),\(tenths % 10) MB")
    }

    static func format(_ format: RenderReport.Format) -> String {
        let codec = format.codec == format.container ? "" : ", \(format.codec)"
        let channels =
            switch format.channels {
            case 1: Texts.Announcements.mono
            case 2: Texts.Announcements.stereo
            default: Texts.Announcements.channels(format.channels)
            }
        return "\(format.container)\(codec), \(format.sampleRate) Hz, \(channels)"
    }

    static func place(_ place: AnnouncementUse) -> String {
        switch place {
        case .node(let node): self.place(node)
        case .schedule(let name): Texts.Announcements.schedule(name)
        }
    }

    private static func place(_ node: FlowGraph.Node) -> String {
        switch node {
        case .number(.incoming, let pattern): pattern.map { Texts.pattern($0) } ?? Texts.Home.anyNumber
        case .number(.outgoing, let pattern):
            Texts.Home.outgoing(pattern.map { Texts.pattern($0) } ?? Texts.Home.anyNumber)
        case .table(let file, _, let count): Texts.Numbers.ofTable(count, file)
        case .flow(let name): Texts.Announcements.flow(name)
        case .menu(let name): Texts.Announcements.menu(name)
        case .end(let words): words
        }
    }

    static func places(_ places: [AnnouncementUse], most: Int = .max) -> HTML {
        let shown = places.prefix(most).map { place -> HTML in
            AnnouncementPaths.use(place).map { "<a href=\"\($0)\">\(self.place(place))</a>" } ?? HTML(self.place(place))
        }.joined(separator: ", ")
        return places.count > most ? "\(shown) \(Texts.Home.andMore(places.count - most))" : shown
    }

    static func finding(_ finding: RecordingFinding) -> HTML {
        finding.isWarning
            ? "<li class=\"warning\"><strong>\(Texts.Announcements.warning)</strong> \(Texts.Recordings.finding(finding))</li>"
            : "<li>\(Texts.Recordings.finding(finding))</li>"
    }

    /// `today 16:04`, `Sat 21 Nov 16:04`
    static func time(_ seconds: Int, in zone: Zone, now: Moment) -> String {
        let time = zone.localTime(at: Moment(milliseconds: Int64(seconds) * 1000))
        return Texts.CallBacks.time(time, relativeTo: zone.localTime(at: now))
    }

    /// The reason a recording is not published; nil if it is, or will be.
    static func obstacle(_ recording: RecordingState) -> String? {
        switch recording.status {
        case .published, .converting: nil
        case .beingWritten: Texts.Announcements.beingWritten
        case .sameName: Texts.Announcements.sameName
        case .failed(let failure): Texts.Recordings.failure(failure)
        }
    }
}

extension StudioError {
    var sentence: String {
        switch self {
        case .noDraft: Texts.Announcements.noDraft
        case .notReady: Texts.Announcements.notReady
        case .impossiblePlace(let name, let folder): Texts.Announcements.impossiblePlace(name.text, "\(folder)")
        case .taken(let name): Texts.Announcements.taken(name.text)
        case .noRecording(let name): Texts.Announcements.noRecording(name.text)
        case .noVersion: Texts.Announcements.noVersion
        case .system(let code, let path): Texts.Announcements.notWritten("\(path)", StudioError.reason(code))
        }
    }
}
