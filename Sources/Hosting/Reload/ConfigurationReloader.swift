import AnnounceServer
import CallFlow
import CallLog
import LocalFiles
import Logging
import MediaLibrary
import SystemPackage
import Telephony

/// Reads an edited configuration and applies it.
///
/// An edit takes effect as a whole once it is valid and the announcements it needs are published or have failed. Until then,
/// and after an edit with errors, which are logged, everything stays as it was.
actor ConfigurationReloader {
    private let source: ProjectSource
    private let active: ActiveProject
    private let services: ProjectServices
    /// The settings that the listeners were opened with; changes to them need a restart.
    private let opened: ServerSettings
    /// The text read last, valid or not.
    private var lastText: String?
    /// After an edit with errors: the recordings that existed when it was read. Others may make it valid.
    private var namesOfInvalidEdit: Set<AnnouncementName>?

    /// How long an edit waits for the announcements it needs.
    private static let limit = Duration.seconds(30)

    /// - Parameter text: of the active configuration; nil for recordings alone.
    init(_ source: ProjectSource, _ active: ActiveProject, text: String?, services: ProjectServices) {
        self.source = source
        self.active = active
        self.services = services
        opened = active.configuration.server
        lastText = text
    }

    /// Reads the file, and uses it if it is valid.
    ///
    /// - Parameter isForced: whether to do so even if the text has not changed.
    func reload(isForced: Bool) async {
        guard let file = source.file else { return }
        // Before the file is read, so that a recording added meanwhile causes another reading.
        let names = currentNames
        let reading: ProjectSource.Reading
        do throws(ConfigurationText.ReadError) {
            reading = try source.read(listeningOn: active.port)
        } catch {
            return reject(error.sentence)
        }
        guard isForced || reading.text?.text != lastText else { return }
        lastText = reading.text?.text
        services.logger.log(reading.problems, of: file)
        guard let new = reading.configuration else {
            namesOfInvalidEdit = names
            return reject("\(file.readable) was not applied: \(problemCount(reading.problems.map(\.severity))).")
        }
        namesOfInvalidEdit = nil
        do throws(WebhookSecretError) {
            await use(new, try WebhookSecrets(new))
        } catch {
            reject(error.sentence)
        }
    }

    /// Reads an edit with errors again if recordings were added or removed since.
    func reloadIfRecordingsChanged() async {
        guard let names = namesOfInvalidEdit, names != currentNames else { return }
        await reload(isForced: true)
    }

    private var currentNames: Set<AnnouncementName> {
        MediaLibrary.names(in: active.configuration.recordings.folder)
    }

    private func reject(_ reason: String) {
        services.metrics.reloaded(isGood: false)
        services.logger.error("\(reason) The last valid configuration stays in use.")
    }

    private func use(_ new: Configuration, _ secrets: WebhookSecrets) async {
        let old = active.configuration
        let (prompts, oldPrompts) = (source.prompts(of: new), source.prompts(of: old))
        // The prompts of both: calls play the old ones until the new ones are there.
        let both = prompts.union(oldPrompts)
        if new.recordings != old.recordings {
            services.logger.info("Converting the recordings again, since their settings have changed")
            active.library.want(both)
            await active.library.replace(LibrarySettings(new.recordings, state: services.state))
        } else if prompts != oldPrompts {
            active.library.want(both)
        }
        await waitForAnnouncements()
        active.replace(new, prompts: prompts, secrets: secrets)
        active.library.want(prompts)
        services.metrics.reloaded(isGood: true)
        services.callLog?.replace(CallLogSettings(new.log))
        services.logger.info(new == old ? "The configuration is unchanged" : "Configuration reloaded")
        logSettingsThatNeedRestart(new)
    }

    private func waitForAnnouncements() async {
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
        guard !settings.isEmpty else { return }
        services.logger.warning(
            "These settings take effect at the next restart: \(settings.joined(separator: ", "))")
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
        ].filter(\.1).map { "server: " + $0.0 }
    }
}
