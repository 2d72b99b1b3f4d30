import LocalFiles
import Logging
import SystemPackage

/// Follows what a running project reads: the configuration's file, confirmed edits, the file of overrides, the media library, and SIGHUP.
/// Ends with the object.
final class ProjectChanges {
    /// Streams with one element for any number of changes since the last, and what each asks for.
    let streams: [(ReloadRequests.Cause, AsyncStream<Void>)]
    private let watches: [FileWatch]
    private let hangup: HangupSignal?

    /// - Parameter configuration: nil if no file is read.
    init(
        configuration: FilePath?, accepted: FilePath, overrides: FilePath, library: ReplaceableLibrary,
        requests: ReloadRequests,
        logger: Logger
    ) {
        var streams: [(ReloadRequests.Cause, AsyncStream<Void>)] = [(.library, library.changes)]
        var watches: [FileWatch] = []
        let files: [(ReloadRequests.Cause, FilePath?)] = [
            (.configuration, configuration), (.acceptance, configuration.map { _ in accepted }),
            (.overrides, overrides),
        ]
        for (cause, file) in files {
            guard let file else { continue }
            do throws(Errno) {
                let watch = try FileWatch(file)
                watches.append(watch)
                streams.append((cause, watch.changes))
            } catch {
                logger.warning(
                    "Changes to \(file.readable) cannot be detected: \(error.reason). Send SIGHUP to reload the configuration."
                )
            }
        }
        hangup = configuration.map { _ in HangupSignal { requests.add(.hangup) } }
        (self.streams, self.watches) = (streams, watches)
    }
}
