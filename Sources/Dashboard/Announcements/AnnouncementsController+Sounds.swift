import HTTPListener
import HTTPTypes
import MediaLibrary
import NIOCore
import SystemPackage
import Telephony
import Webhook

/// Sounds and pictures of announcements.
extension AnnouncementsController {
    /// An announcement as it is heard in a place.
    func heard(in place: ListeningPlace, _ request: AdminRequest, _ file: PublishedFile?) async throws -> Reply {
        guard let file else { return .notFound }
        do {
            let bytes = try await sounds.heard(file, in: place)
            let sound = ContentReply(
                tag: "\(place.rawValue)-\(file.hash)", modified: file.modified, size: bytes.readableBytes,
                type: "audio/wav",
                cacheControl: Self.forEver, failedText: Self.changed)
            return try await sound.reply(to: ConditionalRequest(request.head)) { range in
                range.map { .bytes(bytes.part($0)) } ?? .none
            }
        } catch is RecordingFailure {
            return .notFound
        }
    }

    func waveform(_ request: AdminRequest, _ file: PublishedFile?) async throws -> Reply {
        guard let file else { return .notFound }
        do {
            let overview = try await sounds.overview(of: file)
            var reply = Reply(
                .ok, bytes: ByteBuffer(string: WaveformPicture(overview: overview).svg), type: "image/svg+xml")
            reply.fields[.cacheControl] = Self.forEver
            return reply
        } catch is RecordingFailure {
            return .notFound
        }
    }

    /// A recording of the folder, if browsers can play it.
    func original(_ request: AdminRequest) async throws -> Reply {
        let known = live.catalogue().recordings.first { $0.path == request["path"] }
        guard let known, let type = BrowserSound.type(known.report?.format.container) else { return .notFound }
        return try await sound(request, type) { [studio] in studio.file(of: known) }
    }

    /// A recording that was replaced or deleted.
    func version(_ request: AdminRequest) async throws -> Reply {
        guard let name = try? AnnouncementName(request["name"]) else { return .notFound }
        let id = request["id"]
        let version = await blocking { [studio] in studio.versions(of: name).first { $0.id == id } }
        guard let version, let type = BrowserSound.type(version.container) else { return .notFound }
        return try await sound(request, type) { [studio] in studio.file(of: version) }
    }

    /// The sounds of a draft.
    func draftSound(_ request: AdminRequest) async throws -> Reply {
        guard let draft = self.draft(request["id"]), case .ready(let file, let report) = draft.outcome else {
            return .notFound
        }
        if let place = ListeningPlace(file: request["sound"]) { return try await heard(in: place, request, file) }
        switch request["sound"] {
        case "announcement.wav": return try await sound(request, "audio/wav") { FilePath(file.path) }
        case "waveform.svg": return try await waveform(request, file)
        case "recording":
            guard let type = BrowserSound.type(report.format.container) else { return .notFound }
            return try await sound(request, type) { draft.recording }
        default: return .notFound
        }
    }

    private static let forEver = "private, max-age=31536000, immutable"
    private static let changed = "The announcement has changed."

    /// A file that may change between requests.
    private func sound(
        _ request: AdminRequest, _ type: String, _ path: @Sendable @escaping () -> FilePath?
    ) async throws -> Reply {
        let file: OpenFile
        do {
            guard let opened = try await blocking({ try path().map { try OpenFile(at: $0.string) } }) else {
                return .notFound
            }
            file = opened
        } catch is OpenFileError {
            return .notFound
        }
        let sound = ContentReply(
            tag: "\(file.modified)-\(file.size)", modified: Int(file.modified / 1_000_000_000), size: file.size,
            type: type, cacheControl: "private, no-cache", failedText: Self.changed)
        return try await sound.reply(to: ConditionalRequest(request.head)) { range in
            range.map { .file(file, $0) } ?? .none
        }
    }
}
