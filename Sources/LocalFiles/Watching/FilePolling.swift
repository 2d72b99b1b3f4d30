import Dispatch
import Glibc
package import SystemPackage

/// Looks at a file every few seconds and reports when it is another than before, was written, has gone or has come: where
/// inotify has no more watches, and for network file systems, which report no changes of other machines.
package final class FilePolling {
    /// One element for any number of changes since the last.
    package let changes: AsyncStream<Void>

    private let timer: any DispatchSourceTimer

    /// What changes with a file's content.
    private struct Stamp: Hashable {
        let identity: FileIdentity?
        let size: Int64
        let modified: [Int]

        init?(_ path: FilePath) {
            guard let status = try? path.stat() else { return nil }
            identity = FileIdentity(path)
            size = status.size
            modified = [Int(status.st_mtim.tv_sec), Int(status.st_mtim.tv_nsec)]
        }
    }

    package init(_ file: FilePath, every interval: Duration = .seconds(3)) {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        changes = stream
        let path = file.absolute
        var last = Stamp(path)
        let timer = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "file-polling"))
        let milliseconds = max(1, Int(interval / .milliseconds(1)))
        timer.schedule(deadline: .now(), repeating: .milliseconds(milliseconds), leeway: .milliseconds(100))
        timer.setEventHandler {
            let now = Stamp(path)
            guard now != last else { return }
            last = now
            continuation.yield()
        }
        self.timer = timer
        timer.activate()
    }

    deinit { timer.cancel() }
}
