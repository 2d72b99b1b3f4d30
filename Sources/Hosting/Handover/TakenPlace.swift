import Dispatch
import LocalFiles
import Synchronization
import SystemPackage

/// The place of a running server that a new process is about to take (`HandoverOffer`).
final class TakenPlace: Sendable {
    private let peer: LocalSocket
    /// The process whose place it is.
    let process: Int?
    let lock: FileLock
    let sockets: InheritedSockets
    private let release = Mutex<Task<Void, Never>?>(nil)

    /// Asks the server that uses a state folder for its place.
    ///
    /// - Returns: nil if no server answers there.
    init?(in folder: FilePath) {
        guard let peer = try? LocalSocket(connectingTo: StateFiles(in: folder).path(of: .handover)),
            let process = peer.trustedPeer, (try? peer.send(HandoverOffer.request)) != nil,
            let answer = try? peer.receive(within: Self.patience)
        else { return nil }
        self.peer = peer
        self.process = process
        let names = answer.line.split(separator: " ").map(String.init)
        let all = Array(zip(names, answer.descriptors)).map { (name: $0, descriptor: $1) }
        guard let first = all.first, first.name == HandoverOffer.lockName, names.count == answer.descriptors.count
        else {
            for descriptor in answer.descriptors { descriptor.closeQuietly() }
            return nil
        }
        lock = FileLock(adopting: first.descriptor)
        sockets = InheritedSockets(Array(all.dropFirst()))
    }

    private static let patience = Duration.seconds(10)

    /// Has the other server accept no more connections; returns when it does not, or has ended. The first call counts, and
    /// others wait for the same.
    func release() async { await releasing.value }

    private var releasing: Task<Void, Never> {
        release.withLock { release in
            if let release { return release }
            let task = Task { [peer] in
                await withCheckedContinuation { continuation in
                    // Of its own: it waits for the other process.
                    DispatchQueue(label: "release").async {
                        try? peer.send(HandoverOffer.ready)
                        _ = try? peer.receive(within: Self.patience)
                        continuation.resume()
                    }
                }
            }
            release = task
            return task
        }
    }
}
