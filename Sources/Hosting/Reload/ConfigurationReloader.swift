import AnnounceServer
import CallFlow
import CallLog
import Dashboard
import LocalFiles
import Logging
import MediaLibrary
import SystemPackage
import Telephony

/// Reads an edited configuration and applies it.
///
/// An edit takes effect as a whole once its file has come to rest, it is valid, and the announcements it needs are published
/// or have failed. An edit that takes numbers away or seems to be cut off (`EditLoss`) waits until it is confirmed: by
/// saving it again, by SIGHUP, by `announce check --accept` or on the dashboard. Until then, and after an edit with errors,
/// everything stays as it was; both are logged, and the text that was replaced on the disk is kept as a version.
actor ConfigurationReloader {
    let source: ProjectSource
    let active: ActiveProject
    let services: ProjectServices
    /// Nil for recordings alone.
    private let file: EditedFile?
    /// Where edits by other programs are recorded.
    private let audit: AuditTrail
    /// The settings that the listeners were opened with; changes to them need a restart.
    private let opened: ServerSettings
    /// The text of the active configuration.
    var textInUse: WrittenConfiguration
    /// The text read last, valid or not.
    private var lastText: WrittenConfiguration?
    /// The edit that waits to be confirmed: its text, and when it was saved first.
    private var held: (text: WrittenConfiguration, modified: Int?)?
    /// After an edit with errors: the recordings that existed when it was read. Others may make it valid.
    var namesOfInvalidEdit: Set<AnnouncementName>?
    /// A version of a shared configuration that waits to take effect.
    var prepared: PreparedVersion?

    /// How long an edit waits for the announcements it needs.
    private static let limit = Duration.seconds(30)
    /// Nanoseconds after which saving the same text again confirms it. Some editors write a file twice for one save.
    private static let confirmationPause = 1_000_000_000

    enum Cause: Sendable {
        /// The file may have changed.
        case changed
        /// A text was confirmed.
        case accepted
        /// Recordings have appeared or vanished, which may make an edit valid.
        case recordings
        /// A person demands it; what is on the disk is confirmed by that.
        case demanded
    }

    /// - Parameter text: of the active configuration; nil for recordings alone.
    init(_ source: ProjectSource, _ active: ActiveProject, text: WrittenConfiguration?, services: ProjectServices) {
        self.source = source
        self.active = active
        self.services = services
        opened = active.configuration.server
        textInUse = text ?? WrittenConfiguration("")
        lastText = text
        let files = StateFiles(in: services.state.folder.path)
        file = source.file.map { files.editedFile($0.absolute, media: source.media) }
        audit = AuditTrail(files.path(of: .audit))
    }

    /// The files that the configuration names, as it was read last.
    var companions: CompanionFiles { lastText?.files ?? CompanionFiles() }

    /// Reads the file, and uses it if it is valid.
    func reload(_ cause: Cause) async {
        if let shared = services.shared {
            if cause == .demanded || cause == .recordings { shared.retry() }
            return await follow(shared)
        }
        guard let path = source.file, let file else { return }
        // What was touched, or saved as it was, need not be validated again. A pipe can be read only once.
        if cause == .changed, held == nil, FileIdentity(path)?.isRegular == true,
            (try? ConfigurationText(at: path))?.written == lastText
        {
            return
        }
        // Before the file is read, so that a recording added meanwhile causes another reading.
        let names = currentNames
        let resting: RestingText?
        do throws(ConfigurationText.ReadError) {
            resting = try await RestingText.read(
                source, listeningOn: active.port, knowing: (textInUse, active.configuration)
            ) {
                services.logger.warning(
                    "\(path.readable) is being written all the time. The last valid configuration stays in use.")
            }
        } catch {
            return reject(error.sentence)
        }
        guard let resting, let text = resting.reading.text?.written else { return }
        let isConfirmed = cause == .demanded || file.isAccepted(text) || isSavedAgain(text, resting.modified)
        guard cause == .demanded || cause == .recordings || text != lastText || isConfirmed && held != nil else {
            return
        }
        let isNew = text != lastText
        lastText = text
        // Who saves on the dashboard or by a command confirms the text, and is recorded there.
        let isByFile = !file.isAccepted(text) || held?.text == text
        let version = await text == textInUse ? nil : keep(textInUse, replacedBy: text, in: file)
        if isNew || held == nil { services.logger.log(resting.reading.problems, of: path) }
        guard let new = resting.reading.configuration else {
            namesOfInvalidEdit = names
            release()
            return reject(
                "\(path.readable) was not applied: \(problemCount(resting.reading.problems.map(\.severity))).")
        }
        namesOfInvalidEdit = nil
        let loss = EditLoss(from: active.configuration, textInUse, to: new, text)
        if !isConfirmed, let loss {
            // A file that the configuration names is restored by its own name.
            let edited = text.files(otherThanIn: textInUse)
            let companion = edited.contains(nil) ? nil : edited.first ?? nil
            let name = companion.map { path.removingLastComponent().pushing(FilePath($0)) } ?? path
            let hasVersions = companion.map { text.files.rows(of: $0) == nil } ?? true
            let edit = HeldEdit(file: name.readable, loss: loss, companion: companion, hasVersions: hasVersions)
            return hold(edit, text, resting.modified)
        }
        if loss != nil || active.heldEdit != nil, !file.isAccepted(text) { remember(text, in: file) }
        release()
        do throws(WebhookSecretError) {
            let library = try librarySettings(changedBy: new)
            let old = active.configuration
            await use(new, text, try WebhookSecrets(new), library)
            if isByFile, text != textInUse { record(text, from: old, to: new, version) }
            textInUse = text
        } catch {
            reject(error.sentence)
        }
    }

    /// Reads an edit with errors again if recordings were added or removed since.
    func reloadIfRecordingsChanged() async {
        guard let names = namesOfInvalidEdit, names != currentNames else { return }
        await reload(.recordings)
    }

    var currentNames: Set<AnnouncementName> {
        MediaLibrary.names(in: active.configuration.recordings.folder)
    }

    /// The settings of the library that a configuration needs; nil if the one that runs does for it.
    func librarySettings(changedBy new: Configuration) throws(WebhookSecretError) -> LibrarySettings? {
        let old = active.configuration
        guard !new.recordings.isMade(like: old.recordings) || new.speech != old.speech else { return nil }
        return try .served(new, state: services.state.folder, spare: services.state.spareFolder)
    }

    private func reject(_ reason: String) {
        services.metrics.reloaded(isGood: false)
        services.logger.error("\(reason) The last valid configuration stays in use.")
    }

    // MARK: Edits that wait

    /// Warns if the configuration in use lost numbers, or its end, while no server ran or in an edit that was not confirmed
    /// before the server ended: a copy that broke off, and then a power failure. It stays in use all the same.
    func compareWithLastVersion() {
        guard services.shared == nil, let path = source.file, let file, let name = file.versions.names.first,
            let old = file.versions[name].flatMap({ String(validating: $0, as: UTF8.self) }),
            !file.isAccepted(textInUse),
            let last = file.reading(old).configuration, let new = file.reading(textInUse).configuration,
            let loss = EditLoss(from: last, WrittenConfiguration(old, files: textInUse.files), to: new, textInUse)
        else { return }
        held = (textInUse, RestingText.modified([path] + textInUse.files.paths(beside: path)))
        let edit = HeldEdit(file: path.readable, loss: loss, isInUse: true)
        active.heldEdit = edit
        services.logger.warning("\(edit.sentence)")
    }

    /// Remembers that the edit was confirmed, for the next start of the server.
    private func remember(_ text: WrittenConfiguration, in file: EditedFile) {
        do throws(EditedFileError) {
            try file.accept(text)
        } catch {
            services.logger.warning("The confirmation could not be stored: \(error.sentence(file.path.readable))")
        }
    }

    private func hold(_ edit: HeldEdit, _ text: WrittenConfiguration, _ modified: Int?) {
        let isKnown = held?.text == text
        if !isKnown { held = (text, modified) }
        active.heldEdit = edit
        guard !isKnown else { return }
        services.metrics.reloaded(isGood: false)
        services.logger.warning("\(edit.sentence)")
    }

    private func release() {
        held = nil
        active.heldEdit = nil
    }

    /// Whether the edit that waits was saved once more, with the same text.
    private func isSavedAgain(_ text: WrittenConfiguration, _ modified: Int?) -> Bool {
        guard let held, held.text == text, let first = held.modified, let modified else { return false }
        return abs(modified - first) >= Self.confirmationPause
    }

    /// Keeps the texts in use that are no longer on the disk as versions.
    ///
    /// - Returns: the version of the configuration's own text; nil if that has not changed, or could not be kept.
    private func keep(
        _ text: WrittenConfiguration, replacedBy new: WrittenConfiguration, in file: EditedFile
    ) async -> String? {
        let time = active.configuration.timeZone.localTime(at: .now)
        var version: String?
        do throws(EditedFileError) {
            for name in new.files(otherThanIn: text) {
                guard let name else {
                    version = try file.versions.keepReplaced(text.text, at: time)
                    continue
                }
                guard let old = text.files.text(of: name) else { continue }
                try file.companion(name).versions.keepReplaced(old, at: time)
            }
        } catch {
            services.logger.warning(
                "The version before the edit could not be kept: \(error.sentence(file.path.readable))")
        }
        return version
    }

    /// Records an edit that was made in the file, by an editor or another program.
    private func record(
        _ text: WrittenConfiguration, from old: Configuration, to new: Configuration, _ version: String?
    ) {
        let names = text.files(otherThanIn: textInUse).map { $0 ?? source.file?.lastComponent?.string ?? "" }
        let now = Moment.now
        let entry = AuditEntry(
            at: now, user: nil, from: nil, action: "edit", values: ["file": names.sorted().joined(separator: ", ")],
            way: .file, version: version,
            changes: EditWords.lines(from: old, to: new, today: new.timeZone.localTime(at: now).date))
        do throws(Errno) {
            try audit.add(entry)
        } catch {
            services.logger.warning("The edit could not be recorded: \(error)")
        }
    }

    /// - Parameter library: if the recordings are others, or made into something else.
    func use(
        _ new: Configuration, _ text: WrittenConfiguration, _ secrets: WebhookSecrets, _ library: LibrarySettings?
    ) async {
        let old = active.configuration
        let (prompts, oldPrompts) = (source.prompts(of: new), source.prompts(of: old))
        // The prompts of both: calls play the old ones until the new ones are there.
        let both = prompts.union(oldPrompts)
        let (plan, oldPlan) = (active.spokenPlan(of: new), active.spokenPlan(of: old))
        if let library {
            services.logger.info("Converting the recordings again, since their settings have changed")
            active.library.want(both, saying: plan.adding(oldPlan))
            await active.library.replace(library)
        } else if prompts != oldPrompts || plan != oldPlan {
            active.library.want(both, saying: plan.adding(oldPlan))
        }
        await waitForAnnouncements()
        active.replace(new, prompts: prompts, secrets: secrets, text: text)
        active.library.want(prompts, saying: plan)
        services.metrics.reloaded(isGood: true)
        services.callLog?.replace(CallLogSettings(new.log))
        services.logger.info(new == old ? "The configuration is unchanged" : "Configuration reloaded")
        logSettingsThatNeedRestart(new)
    }

    func waitForAnnouncements() async {
        let library = active.library
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await library.settled() }
            group.addTask { try? await Task.sleep(for: Self.limit) }
            await group.next()
            group.cancelAll()
        }
    }

    private func logSettingsThatNeedRestart(_ new: Configuration) {
        var settings = new.server.settings(otherThan: opened)
        if new.log.isKept != (services.callLog != nil) { settings.append("log: off") }
        if let log = services.callLog, new.log.isKept, log.place.database != new.log.database?.description {
            settings.append("database")
        }
        guard !settings.isEmpty else { return }
        services.logger.warning(
            "These settings take effect at the next restart: \(settings.joined(separator: ", "))")
    }
}

extension RecordingSettings {
    /// Whether the same announcements are published in the same place.
    func isMade(like other: RecordingSettings) -> Bool {
        var other = other
        other.url = url
        return self == other
    }
}

extension ServerSettings {
    /// The names of the settings that differ, as written in the file.
    fileprivate func settings(otherThan other: ServerSettings) -> [String] {
        [
            ("listen", listen != other.listen), ("admin", admin != other.admin),
            ("tls", tls != other.tls || authority != other.authority),
            ("admin-tls", adminUsesTLS != other.adminUsesTLS),
            ("position-key-env", positionKeyVariable != other.positionKeyVariable),
            ("mask-numbers", masksNumbers != other.masksNumbers), ("tunnel", tunnel != other.tunnel),
            ("proxies", proxies != other.proxies),
        ].filter(\.1).map { "server: " + $0.0 }
    }
}
