import CallFlow
import Dashboard
import LocalFiles
import Logging
import MediaLibrary
import SystemPackage
import Webhook

/// Keeps a project up to date while calls are answered: follows its files, and reloads what has changed.
actor RunningProject {
    private let source: ProjectSource
    private let active: ActiveProject
    private let reloader: ConfigurationReloader
    private let files: StateFiles
    private var overrides: StateFile<ScheduleOverrides> { files.overrides }
    private var catalogueLog: CatalogueLog
    private let logger: Logger
    private let manager: ServiceManager?
    private let faults: OpenFaults
    private let recoveries: AsyncStream<Void>
    /// Nil if the configuration is in a file.
    private let shared: SharedConfiguration?

    /// Applies the overrides that are stored.
    ///
    /// - Parameter text: of the active configuration; nil for recordings alone.
    init(_ source: ProjectSource, _ active: ActiveProject, text: WrittenConfiguration?, services: ProjectServices) {
        self.source = source
        self.active = active
        reloader = ConfigurationReloader(source, active, text: text, services: services)
        files = StateFiles(in: services.state.folder.path)
        catalogueLog = CatalogueLog(logger: services.logger)
        logger = services.logger
        manager = services.manager
        faults = services.faults
        recoveries = services.state.recoveries
        shared = services.shared
        Self.apply(files.overrides, to: active, logger, faults)
    }

    /// Returns when every announcement that the configuration needs can be heard or has failed, and the failures are logged.
    func audible() async {
        await active.library.audible()
        logCatalogue()
    }

    /// Runs until the task is cancelled.
    ///
    /// - Throws: `StateFolderError` if the library cannot store its announcements.
    func run() async throws {
        active.library.start()
        await reloader.compareWithLastVersion()
        let requests = ReloadRequests()
        let changes = ProjectChanges(
            configuration: editedFile, heedsHangup: source.file != nil,
            accepted: files.path(of: .acceptedConfiguration), overrides: overrides.path,
            library: active.library, requests: requests, logger: logger, faults: faults)
        var streams = changes.streams + [(.overrides, recoveries)]
        if let shared { streams.append((.versions, shared.changes)) }
        let companions = CompanionWatch(requests, logger)
        await follow(companions)
        // What was saved after the start had read it, and before anything was followed. A pipe is read once.
        if let file = editedFile, FileIdentity(file)?.isRegular == true { requests.add(.configuration) }
        await withTaskGroup(of: Void.self) { group in
            for (cause, stream) in streams {
                group.addTask { for await _ in stream { requests.add(cause) } }
            }
            // The words of the days to come, always some days ahead.
            group.addTask { [active] in
                while !Task.isCancelled {
                    try? await Task.sleep(for: .seconds(3600))
                    active.refreshTexts()
                }
            }
            for await _ in requests.arrivals {
                for cause in requests.take() { await handle(cause) }
                await follow(companions)
                if active.library.error != nil { break }
            }
            group.cancelAll()
        }
        withExtendedLifetime(changes) {}
        await active.library.stop()
        if let error = active.library.error { throw error }
    }

    /// The configuration's file, if it is edited on the disk.
    private var editedFile: FilePath? { shared == nil ? source.file : nil }

    /// Follows the files that the configuration names now.
    private func follow(_ companions: CompanionWatch) async {
        guard let file = editedFile else { return }
        companions.follow(await reloader.companions, beside: file)
    }

    private func handle(_ cause: ReloadRequests.Cause) async {
        switch cause {
        case .hangup:
            // Of a network file system, the system reports no changes.
            active.library.running.rescan()
            if let manager {
                await manager.reloading { await reloader.reload(.demanded) }
            } else {
                await reloader.reload(.demanded)
            }
        case .configuration, .versions: await reloader.reload(.changed)
        case .acceptance: await reloader.reload(.accepted)
        case .library:
            logCatalogue()
            await reloader.reloadIfRecordingsChanged()
        case .overrides:
            Self.apply(overrides, to: active, logger, faults)
            active.refreshTexts()
        }
    }

    private func logCatalogue() {
        catalogueLog.update(active.library.catalogue, used: active.used)
    }

    /// Applies the stored overrides; if they cannot be read, those before stay and the reason is logged.
    private static func apply(
        _ file: StateFile<ScheduleOverrides>, to active: ActiveProject, _ logger: Logger, _ faults: OpenFaults
    ) {
        do throws(StateFileError) {
            active.live.override(try file.read() ?? ScheduleOverrides())
            faults.set(nil, about: .overrides)
        } catch {
            let sentence = "\(error.sentence) The earlier overrides stay in effect."
            logger.error("\(sentence)")
            faults.set(sentence, about: .overrides)
        }
    }
}
