import CallFlow
import Dashboard
import LocalFiles
import Logging
import SystemPackage

/// Asks for the configuration to be read again when a file that it names may have changed, or one that matches a pattern of
/// `include` comes or goes. Ends with the object.
final class CompanionWatch {
    private let requests: ReloadRequests
    private let logger: Logger
    private var followed: CompanionFiles?
    private var watch: FilesWatch?
    private var pollings: [FilePolling] = []
    private var tasks: [Task<Void, Never>] = []

    init(_ requests: ReloadRequests, _ logger: Logger) {
        (self.requests, self.logger) = (requests, logger)
    }

    deinit { for task in tasks { task.cancel() } }

    /// Follows these files instead of those before.
    ///
    /// - Parameter configuration: the configuration's path.
    func follow(_ files: CompanionFiles, beside configuration: FilePath) {
        let isSame = followed?.contents.keys == files.contents.keys && followed?.matches.keys == files.matches.keys
        guard !isSame else { return }
        followed = files
        (watch, pollings) = (nil, [])
        for task in tasks { task.cancel() }
        tasks = []
        let paths = files.paths(beside: configuration)
        let folder = configuration.absolute.removingLastComponent()
        let patterns = files.matches.keys.map { folder.pushing(FilePath($0)).lexicallyNormalized() }
        guard !paths.isEmpty || !patterns.isEmpty else { return }
        var streams: [AsyncStream<Void>] = []
        do throws(Errno) {
            let watch = try FilesWatch(paths, folders: patterns.map { $0.removingLastComponent() }) { folder, name in
                patterns.contains { pattern in
                    pattern.removingLastComponent() == folder
                        && CompanionFiles.matches(name, pattern: pattern.lastComponent?.string ?? "")
                }
            }
            self.watch = watch
            streams.append(watch.changes)
        } catch {
            logger.warning(
                "The system does not report changes (\(error.reason)), so the files that the configuration names are looked at every few seconds."
            )
            pollings = (paths + patterns.map { $0.removingLastComponent() }).map { FilePolling($0) }
            streams += pollings.map(\.changes)
        }
        let requests = requests
        for stream in streams {
            tasks.append(Task { for await _ in stream { requests.add(.configuration) } })
        }
        // What has changed since the files were read, and before they were followed, is found by reading them again.
        requests.add(.configuration)
    }
}
