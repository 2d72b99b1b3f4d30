import AnnounceServer
import CallFlow
import CallLog
import Dashboard
import HTTPListener
import Logging
import MediaLibrary
import Sipgate
import Synchronization
import SystemPackage
import Telephony
import Webhook

/// A configuration and its recordings at work: follows the file and the folder while calls are answered.
///
/// An edit counts when it holds and what it wants to be heard is published; until then, and after a bad one, everything
/// stays as it was.
actor ServedProject {
    nonisolated let live: LivePlan
    nonisolated let shelf: LibraryShelf

    private let source: ServedConfiguration
    private let state: StateFolder
    private let callLog: CallLogWriter?
    private let metrics: ServerMetrics
    private let logger: Logger
    /// The last good one, and the announcements that some call can hear.
    private var configuration: Configuration
    private var used: Set<AnnouncementName>
    /// What the running listeners were made of.
    private let server: ServerSettings
    /// What was read last, good or bad.
    private var lastText: String?
    /// An edit that does not hold, and the names it was read with.
    private var waiting: Set<AnnouncementName>?
    private var seen: SeenCatalogue
    private let overrides: OverrideFile

    /// How long an edit waits for the announcements it wants.
    private static let patience = Duration.seconds(30)

    init(
        _ source: ServedConfiguration, _ configuration: Configuration, text: String?, secrets: WebhookSecrets,
        state: StateFolder, tokens: PositionTokens, trials: TrialVouch, callLog: CallLogWriter?, metrics: ServerMetrics,
        logger: Logger
    ) {
        self.source = source
        self.configuration = configuration
        self.state = state
        self.callLog = callLog
        self.metrics = metrics
        self.logger = logger
        server = configuration.server
        lastText = text
        let prompts = source.prompts(of: configuration)
        used = Set(prompts.flatMap(\.parts))
        let shelf = LibraryShelf(LibrarySettings(configuration.recordings, state: state), wanting: prompts)
        self.shelf = shelf
        seen = SeenCatalogue(logger: logger)
        live = LivePlan(LivePlan.Rules(configuration, secrets), tokens: tokens, trials: trials) { shelf.catalogue }
        overrides = OverrideFile(state: state.path)
        if let held = overrides.held(logger) { live.override(held) }
    }

    /// Returns when everything that the configuration wants is published or has failed, and failures are reported.
    func settled() async {
        await shelf.settled()
        look()
    }

    /// Works until the task is cancelled.
    ///
    /// - Throws: `StateFolderError`.
    func run() async throws {
        shelf.start()
        let reasons = ReloadReasons()
        if source.file != nil { reasons.listenToHangup() }
        let watch = source.file.flatMap { watching($0, reasons) }
        let overridesWatch = watching(overrides.path, reasons)
        let shelf = self.shelf
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await Self.pass(shelf.news, as: .library, to: reasons) }
            if let watch {
                let changes = watch.changes
                group.addTask { await Self.pass(changes, as: .file, to: reasons) }
            }
            if let overridesWatch {
                let changes = overridesWatch.changes
                group.addTask { await Self.pass(changes, as: .overrides, to: reasons) }
            }
            for await _ in reasons.arrivals {
                for reason in reasons.take() { await follow(reason) }
                if shelf.error != nil { break }
            }
            group.cancelAll()
        }
        reasons.ignoreHangup()
        await shelf.stop()
        if let error = shelf.error { throw error }
    }

    private static func pass(
        _ news: AsyncStream<Void>, as reason: ReloadReasons.Reason, to reasons: ReloadReasons
    ) async {
        for await _ in news { reasons.add(reason) }
    }

    private func watching(_ file: FilePath, _ reasons: ReloadReasons) -> FileWatch? {
        do throws(Errno) {
            return try FileWatch(file)
        } catch {
            logger.warning(
                "Changes of \(file.readable) go unnoticed: \(systemReason(error.rawValue)). SIGHUP has the configuration read again."
            )
            return nil
        }
    }

    private func follow(_ reason: ReloadReasons.Reason) async {
        switch reason {
        case .library:
            look()
            guard let names = waiting, MediaLibrary.names(in: configuration.recordings.folder) != names else { return }
            await reload(isAsked: true)
        case .file: await reload(isAsked: false)
        case .hangup: await reload(isAsked: true)
        case .overrides:
            if let held = overrides.held(logger) { live.override(held) }
        }
    }

    /// Reports what has changed in the library.
    private func look() {
        seen.look(at: shelf.catalogue, used: used)
    }

    // MARK: The configuration

    /// - Parameter isAsked: also when the file is as it was.
    private func reload(isAsked: Bool) async {
        guard let file = source.file else { return }
        // Before the file is read: a recording that comes meanwhile has it read again.
        let names = MediaLibrary.names(in: configuration.recordings.folder)
        let reading: ServedConfiguration.Reading
        do throws(ConfigurationText.ReadError) {
            reading = try source.read()
        } catch {
            metrics.reloaded(isGood: false)
            logger.error("\(error.sentence) The last good configuration stays in use.")
            return
        }
        guard isAsked || reading.text?.text != lastText else { return }
        lastText = reading.text?.text
        logger.log(reading.problems, of: file)
        guard let new = reading.configuration else {
            waiting = names
            metrics.reloaded(isGood: false)
            let count = problemCount(reading.problems.map(\.severity))
            logger.error("\(file.readable) was not taken over: \(count). The last good configuration stays in use.")
            return
        }
        waiting = nil
        do throws(WebhookSecretError) {
            await takeOver(new, try WebhookSecrets(new))
        } catch {
            metrics.reloaded(isGood: false)
            logger.error("\(error.sentence) The last good configuration stays in use.")
        }
    }

    private func takeOver(_ new: Configuration, _ secrets: WebhookSecrets) async {
        let old = configuration
        let prompts = source.prompts(of: new)
        if new.recordings != old.recordings {
            logger.info("Recordings are converted anew, as their settings have changed")
            shelf.want(prompts.union(source.prompts(of: old)))
            await shelf.replace(LibrarySettings(new.recordings, state: state))
        } else if prompts != source.prompts(of: old) {
            shelf.want(prompts.union(source.prompts(of: old)))
        }
        await waitForAnnouncements()
        configuration = new
        used = Set(prompts.flatMap(\.parts))
        live.replace(LivePlan.Rules(new, secrets))
        metrics.reloaded(isGood: true)
        callLog?.replace(CallLogSettings(new.log))
        shelf.want(prompts)
        logger.info(new == old ? "The configuration is unchanged" : "The configuration was taken over")
        var waiting = new.server.settings(otherThan: server)
        if new.log.isKept != (callLog != nil) { waiting.append("log: off") }
        if !waiting.isEmpty {
            logger.warning("These settings change with the next restart only: \(waiting.joined(separator: ", "))")
        }
    }

    private func waitForAnnouncements() async {
        let shelf = self.shelf
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await shelf.settled() }
            group.addTask { try? await Task.sleep(for: Self.patience) }
            await group.next()
            group.cancelAll()
        }
    }
}

extension OverrideFile {
    /// What is in the file; nil where it cannot be read, which is told.
    fileprivate func held(_ logger: Logger) -> ScheduleOverrides? {
        do throws(Failure) {
            return try read()
        } catch {
            logger.error("\(error.sentence) What held before holds on.")
            return nil
        }
    }
}

extension LivePlan.Rules {
    init(_ configuration: Configuration, _ secrets: WebhookSecrets) {
        let credentials = configuration.webhook.basicAuthentication.flatMap { basic in
            secrets.password.map { BasicCredentials(user: basic.user, password: $0) }
        }
        self.init(plan: CallPlan(configuration), signature: secrets.signature, credentials: credentials)
    }
}

extension ServerSettings {
    /// Names of the settings that differ, as they stand in the file.
    func settings(otherThan other: ServerSettings) -> [String] {
        [
            ("listen", listen != other.listen), ("admin", admin != other.admin), ("tls", tls != other.tls),
            ("admin-tls", adminUsesTLS != other.adminUsesTLS),
            ("position-key-env", positionKeyVariable != other.positionKeyVariable),
            ("mask-numbers", masksNumbers != other.masksNumbers),
        ].filter(\.1).map { "server: " + $0.0 }
    }
}

extension Logger {
    /// Every problem of a file in a line of its own.
    func log(_ problems: [ConfigurationProblem], of file: FilePath) {
        let most = 100
        for problem in problems.prefix(most) {
            log(
                level: problem.severity == .error ? .error : .warning,
                "\(problem.description(file: file.readable))")
        }
        if problems.count > most { error("… and \(problems.count - most) more: `announce check` tells all") }
    }
}
