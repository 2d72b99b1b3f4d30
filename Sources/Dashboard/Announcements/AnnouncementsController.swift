import CallFlow
import HTTPListener
import HTTPTypes
import MediaLibrary
import NIOPosix
import Sipgate
import Telephony
import Webhook

/// `/announcements`: every recording with its status, its sound and its uses; uploads, recordings from the microphone,
/// replacements, and earlier versions.
///
/// Nothing sent by a client is used as a path: files are found by names in the catalogue or the studio. Uploads are decoded
/// in a separate process, and published only after confirmation.
struct AnnouncementsController: AdminSection {
    static var entry: AdminEntry? {
        AdminEntry(title: Texts.Announcements.title, path: AnnouncementPaths.list, place: .bar(.announcements))
    }
    static let script = AdminAsset("announcements.js", PackageResources.announcements_js)
    /// Loaded by the script.
    static let recorder = AdminAsset("recorder.js", PackageResources.recorder_js)

    let live: VisiblePlan
    let studio: RecordingStudio
    let sounds = SoundCache()
    let drafters = DraftOwners()
    let typedDrafts = TypedDrafts()
    /// Nil if the configuration cannot be written.
    let editing: FormEditing?
    let media: PublishedMedia
    let now: @Sendable () -> Moment

    init(
        live: VisiblePlan, studio: RecordingStudio, media: @escaping PublishedMedia, editing: FormEditing?,
        now: @escaping @Sendable () -> Moment
    ) {
        self.live = live
        self.editing = editing
        self.now = now
        self.studio = studio
        self.media = media
    }

    /// For how many seconds the list offers to put a replaced version back; the page of the announcement always does.
    private static let lately = 7 * 86_400

    /// The size limit of an upload, in bytes: three hours of uncompressed speech, most of a day of compressed audio.
    static let largestUpload = 200_000_000

    var assets: [AdminAsset] { [Self.script, Self.recorder] }

    var routes: [AdminRoute] {
        [
            .get(AnnouncementPaths.list) { await list($0) },
            .get("/announcements/of/{name}") { try await page($0) },
            .get("/announcements/of/{name}/events") { events($0) },
            .form("/announcements/of/{name}/delete") { request, _ in try await delete(request) },
            .form("/announcements/of/{name}/restore") { try await restore($0, $1) },
            .get("/announcements/of/{name}/version/{id}") { try await version($0) },
            .get("/announcements/original/{path}") { try await original($0) },
            .get("/announcements/sound/{file}") {
                guard live.mayHear(file: $0["file"]) else { return .notFound }
                return try await media(ConditionalRequest($0.head), $0["file"])
            },
            .get("/announcements/phone-ear/{file}") { try await heard(in: .telephone, $0, file($0)) },
            .get("/announcements/street/{file}") { try await heard(in: .street, $0, file($0)) },
            .get("/announcements/mobile/{file}") { try await heard(in: .mobile, $0, file($0)) },
            .get("/announcements/waveform/{file}") { try await waveform($0, file($0)) },
            .upload(
                AnnouncementPaths.upload,
                Upload.Rules(folder: studio.uploads, bytes: Self.largestUpload, files: Self.mostFiles)
            ) { try await upload($0, $1) },
            .get(AnnouncementPaths.manyDrafts) { try await drafts($0) },
            .form(AnnouncementPaths.manyDrafts + "/publish") { try await publishAll($0, $1) },
            .get("/announcements/draft/{id}") { try await draft($0) },
            .get("/announcements/draft/{id}/{sound}") { try await draftSound($0) },
            .form("/announcements/draft/{id}/publish") { try await publish($0, $1) },
            .form("/announcements/draft/{id}/discard") { request, _ in try await discard(request) },
        ] + textRoutes
    }

    // MARK: Pages

    private func file(_ request: AdminRequest) -> PublishedFile? { live.catalogue().file(named: request["file"]) }

    func list(_ request: AdminRequest, problem: String? = nil, status: HTTPResponse.Status = .ok) async -> Reply {
        let (allDeleted, replaced) = await blocking { (studio.deleted(), studio.replacedRecordings()) }
        let deleted = allDeleted.filter { version in version.name.map { live.sees($0) } ?? (live.view == nil) }
        let now = now()
        let lately = Int(now.milliseconds / 1000) - Self.lately
        let configuration = live.configuration
        let catalogue = live.catalogue()
        let page = AnnouncementsPage(
            request: request, catalogue: catalogue, configuration: configuration,
            uses: configuration.announcementUses, texts: catalogue.texts, speaks: studio.speaks, deleted: deleted,
            replaced: Dictionary(
                replaced.compactMap { version in
                    version.name.flatMap { version.time > lately ? ($0, version) : nil }
                }, uniquingKeysWith: { first, _ in first }), problem: problem, now: now)
        return request.page(Texts.Announcements.title, status: status, script: Self.script, page.html)
    }

    func page(
        _ request: AdminRequest, problem: String? = nil, status: HTTPResponse.Status = .ok
    ) async throws -> Reply {
        guard let name = try? AnnouncementName(request["name"]) else { return unknown(request) }
        let catalogue = live.catalogue()
        let recordings = catalogue.recordings.filter { $0.name == name }
        let versions = await blocking { studio.versions(of: name) }
        let file = catalogue.announcement(Prompt(name))
        let publishing = PublishStatus(request.query, recordings, file)
        let configuration = live.configuration
        guard
            !recordings.isEmpty || !versions.isEmpty || publishing?.stage == .waiting
                || configuration.texts[name] != nil
        else { return unknown(request) }
        var overview: SoundOverview?
        if let file { overview = try? await sounds.overview(of: file) }
        let page = AnnouncementPage(
            request: request, name: name, recordings: recordings, file: file, overview: overview, versions: versions,
            catalogue: catalogue, configuration: configuration, places: configuration.announcementUses[name] ?? [],
            overrides: live.plan.overrides, publishing: publishing, problem: problem, now: now())
        return request.page(name.text, status: status, script: Self.script, page.html)
    }

    // MARK: Publishing

    /// How long the redirect waits for a publication to go live; it rarely takes a tenth of that.
    private static let longestWait = Duration.seconds(1)

    /// Redirects to the page of an announcement whose recording was just saved, once callers hear it.
    ///
    /// - Parameter hash: the hash of the file to publish.
    func publishing(_ name: AnnouncementName, hash: String) async -> Reply {
        await PublishWait(studio: studio, name: name, hash: String(hash.prefix(16))).untilLive(within: Self.longestWait)
        return .seeOther(PublishStatus.path(of: name, hash: hash))
    }

    /// - Parameter published: the name of the file to publish, which ends in its hash; nil if unknown.
    private func publishing(_ name: AnnouncementName, published: String?) async -> Reply {
        guard let published else { return .seeOther(AnnouncementPaths.page(name)) }
        return await publishing(name, hash: String(published.dropLast(4).suffix(16)))
    }

    private func events(_ request: AdminRequest) -> Reply {
        guard let name = try? AnnouncementName(request["name"]), let hash = PublishStatus.hash(in: request.query) else {
            return .notFound
        }
        return .events(PublishWait(studio: studio, name: name, hash: hash).events, greeting: "announce")
    }

    private func unknown(_ request: AdminRequest) -> Reply {
        request.frame.refusal(
            Texts.Frame.notFound, .notFound, Texts.Announcements.unknown(request["name"]))
    }

    // MARK: Deleting and restoring

    private func delete(_ request: AdminRequest) async throws -> Reply {
        guard let name = try? AnnouncementName(request["name"]) else { return unknown(request) }
        if let places = live.configuration.announcementUses[name] {
            let words = places.map(AnnouncementWords.place).joined(separator: ", ")
            return try await page(
                request, problem: Texts.Announcements.notDeleted(name.text, places: words),
                status: .conflict)
        }
        let catalogue = live.catalogue()
        do {
            try await blocking { try studio.remove(name, catalogue) }
        } catch let failure as StudioError {
            return try await page(request, problem: failure.sentence, status: failure.status)
        }
        return .seeOther("\(AnnouncementPaths.list)?deleted=\(name.text.percentEncoded)")
    }

    private func restore(_ request: AdminRequest, _ fields: FormFields) async throws -> Reply {
        guard let name = try? AnnouncementName(request["name"]) else { return unknown(request) }
        let catalogue = live.catalogue()
        do {
            if let id = fields["version"] {
                let version = await blocking { studio.versions(of: name).first { $0.id == id } }
                try await blocking { try studio.restore(id, of: name, catalogue) }
                return await publishing(name, published: version?.published)
            }
            guard let file = catalogue.earlier(of: name).first(where: { $0.name == fields["published"] }) else {
                throw StudioError.noVersion
            }
            try await blocking { try studio.restore(file, of: name, catalogue) }
            return await publishing(name, published: file.name)
        } catch let failure as StudioError {
            return try await page(request, problem: failure.sentence, status: failure.status)
        }
    }

    /// Runs blocking work on NIO's thread pool.
    func blocking<Value: Sendable>(_ body: @Sendable @escaping () throws -> Value) async throws -> Value {
        try await NIOThreadPool.singleton.runIfActive(body)
    }

    /// Runs blocking work that does not throw on NIO's thread pool.
    func blocking<Value: Sendable>(_ body: @Sendable @escaping () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            NIOThreadPool.singleton.submit { _ in continuation.resume(returning: body()) }
        }
    }
}

extension StudioError {
    var status: HTTPResponse.Status {
        switch self {
        case .noDraft, .noRecording, .noVersion: .notFound
        case .notReady, .taken: .conflict
        case .impossiblePlace: .unprocessableContent
        case .system: .internalServerError
        }
    }
}

extension HTTPField.Name {
    /// Reloads the page after a delay, without scripts (WHATWG HTML, "shared declarative refresh steps").
    static let refresh = HTTPField.Name("Refresh") ?? .trailer
}
