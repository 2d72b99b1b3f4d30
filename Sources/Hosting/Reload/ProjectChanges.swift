import LocalFiles
import Logging
import SystemPackage

/// Follows what a running project reads: the configuration's file, confirmed edits, the file of overrides, the media library, and SIGHUP.
/// Ends with the object.
final class ProjectChanges {
    /// Streams with one element for any number of changes since the last, and what each asks for.
    let streams: [(ReloadRequests.Cause, AsyncStream<Void>)]
    private let watches: [FileWatch]
    private let pollings: [FilePolling]
    private let hangup: HangupSignal?

    /// - Parameters:
    ///   - configuration: nil if no file is read, or none that is edited.
    ///   - heedsHangup: whether SIGHUP is a request.
    init(
        configuration: FilePath?, heedsHangup: Bool, accepted: FilePath, overrides: FilePath,
        library: ReplaceableLibrary,
        requests: ReloadRequests, logger: Logger, faults: OpenFaults
    ) {
        var streams: [(ReloadRequests.Cause, AsyncStream<Void>)] = [(.library, library.changes)]
        var watches: [FileWatch] = []
        var pollings: [FilePolling] = []
        func poll(_ file: FilePath, _ cause: ReloadRequests.Cause) {
            let polling = FilePolling(file)
            pollings.append(polling)
            streams.append((cause, polling.changes))
        }
        func poll(_ file: FilePath, _ cause: ReloadRequests.Cause, because reason: String) {
            poll(file, cause)
            // The mark of an accepted edit is none of the user's files.
            guard cause != .acceptance else { return }
            let sentence = "\(reason), so \(file.readable) is looked at every few seconds."
            logger.warning("\(sentence)")
            faults.set(sentence, about: cause == .overrides ? .overridesWatch : .configurationWatch)
        }
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
                if file.absolute.removingLastComponent().isOnNetwork {
                    poll(file, cause, because: "A network file system does not report changes")
                }
            } catch {
                poll(file, cause, because: "The system does not report changes (\(error.reason))")
            }
        }
        // The state folder may be removed and made again, or come later; a watch stays with the first.
        poll(overrides, .overrides)
        hangup = heedsHangup ? HangupSignal { requests.add(.hangup) } : nil
        (self.streams, self.watches, self.pollings) = (streams, watches, pollings)
    }
}
