import Synchronization
import SystemPackage

/// Brings announcements into the depot.
///
/// A file is there before it is published, so that no answer names one which the other instances do not find. While the depot
/// cannot be used, files are published all the same, since this instance has them, and are brought there later.
final class DepotUploads: Sendable {
    private struct State {
        /// The hashes of files that are known to be there.
        var delivered: Set<String> = []
        var waiting: [String: StoredFile] = [:]
        /// Of the last attempt.
        var fault: DepotFault?
    }

    private let depot: any MediaDepot
    private let path: @Sendable (String) -> FilePath
    private let state = Mutex(State())
    private let arrivals: AsyncStream<Void>
    private let arrival: AsyncStream<Void>.Continuation

    /// - Parameter path: of the file with a hash, on this machine.
    init(_ depot: any MediaDepot, path: @Sendable @escaping (String) -> FilePath) {
        (self.depot, self.path) = (depot, path)
        (arrivals, arrival) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    }

    /// Why files are not brought there at the moment; nil if they are.
    var fault: DepotFault? { state.withLock(\.fault) }

    /// The hashes of the files that are known to be there.
    var delivered: Set<String> { state.withLock(\.delivered) }

    /// Brings a file there before it is published. Returns when it is there, or cannot be for now.
    func deliver(_ file: StoredFile) async {
        let isDown = state.withLock { $0.fault != nil }
        if isDown {
            add([file])
        } else {
            _ = await attempt(file)
        }
    }

    /// Has files brought there that are published already, by an earlier run or while the depot could not be used.
    func add(_ files: some Sequence<StoredFile>) {
        let isAny = state.withLock { state in
            for file in files where !state.delivered.contains(file.hash) { state.waiting[file.hash] = file }
            return !state.waiting.isEmpty
        }
        if isAny { arrival.yield() }
    }

    /// Has all files that are added looked for again: they may have been deleted there.
    func forget() { state.withLock { $0.delivered = [] } }

    /// Brings there what waits, until the task is cancelled.
    func run() async {
        for await _ in arrivals {
            var pause = Duration.seconds(1)
            while !Task.isCancelled, let file = state.withLock({ $0.waiting.values.randomElement() }) {
                if await attempt(file) {
                    pause = .seconds(1)
                } else {
                    try? await Task.sleep(for: pause)
                    pause = min(pause * 2, .seconds(60))
                }
            }
        }
    }

    /// - Returns: whether the file is there, or is not wanted any more.
    private func attempt(_ file: StoredFile) async -> Bool {
        guard !state.withLock({ $0.delivered.contains(file.hash) }) else { return true }
        do throws(DepotFault) {
            if try await !depot.has(DepotKey(hash: file.hash)) {
                try await depot.put(path(file.hash), size: file.size, hash: file.hash)
            }
        } catch .file(let errno) where errno == Errno.noSuchFileOrDirectory.rawValue {
            // Its day is over. If not, the library makes it again, and delivers that.
            state.withLock { $0.waiting[file.hash] = nil }
            return true
        } catch {
            // Not everything that waits is still published; what is, is added again.
            // A depot that comes back may be another one, such as a database that has failed over.
            state.withLock { ($0.waiting[file.hash], $0.fault, $0.delivered) = (file, error, []) }
            arrival.yield()
            return false
        }
        state.withLock { state in
            state.delivered.insert(file.hash)
            state.waiting[file.hash] = nil
            state.fault = nil
        }
        return true
    }
}
