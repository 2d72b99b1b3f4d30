import AnnounceServer
import Dispatch
import LocalFiles
import Logging
import Synchronization
import SystemPackage

/// Where a running server gives its place to a new process without losing a call: a socket in the state folder.
///
/// The new process asks; it gets the open file that has the state folder's lock and the sockets that are listened on, prepares
/// everything, and says that it is ready. Until then this server goes on. Then it accepts no more connections, says so, answers
/// what it has begun, and ends. Connections wait in queues that belong to the sockets, not to a process, so none is lost
/// between the two. A new process that fails before it is ready changes nothing.
///
/// Never do both accept connections: one of the two that the kernel wakes for each finds none, which NIO takes for an error
/// of the program in debug builds.
///
/// Only a process of the same user, or of root, is answered.
final class HandoverOffer: Sendable {
    private let listening: LocalSocket
    /// Used when the object is made and when it goes: Dispatch's sources may be used from any thread.
    nonisolated(unsafe) private let source: any DispatchSourceRead
    /// The process that prepares to take over, or has.
    private let successor = Mutex<LocalSocket?>(nil)
    /// One element when another process is to answer calls: its process ID.
    private let takeovers: AsyncStream<Int>
    private let takeover: AsyncStream<Int>.Continuation

    static let request = "announce take over 1"
    static let ready = "ready"
    static let released = "yours"
    static let busy = "busy"
    /// The name that the lock's descriptor is sent under.
    static let lockName = "lock"
    /// How long a process that connects may take to say what it wants.
    private static let patience = Duration.seconds(5)

    /// - Throws: `Errno` if the state folder cannot have a socket.
    init(in folder: FilePath, _ lock: ServerLock, _ sockets: ListenerSockets, _ logger: Logger) throws(Errno) {
        let listening = try LocalSocket(listeningAt: StateFiles(in: folder).path(of: .handover))
        self.listening = listening
        (takeovers, takeover) = AsyncStream.makeStream(of: Int.self, bufferingPolicy: .bufferingNewest(1))
        source = DispatchSource.makeReadSource(
            fileDescriptor: listening.descriptor.rawValue, queue: DispatchQueue(label: "handover"))
        source.setEventHandler { [weak self] in
            guard let self, let peer = try? listening.accept() else { return }
            // Of its own: it waits for the other process.
            DispatchQueue(label: "handover-peer").async { self.serve(peer, lock, sockets, logger) }
        }
        // Dispatch must be done with the descriptor before it is closed.
        source.setCancelHandler { _ = listening }
        source.activate()
    }

    deinit { source.cancel() }

    /// Waits until another process is ready to answer calls, and returns its process ID; nil if the task was cancelled.
    func taken() async -> Int? {
        for await process in takeovers { return process }
        return nil
    }

    private func serve(_ peer: LocalSocket, _ lock: ServerLock, _ sockets: ListenerSockets, _ logger: Logger) {
        guard let process = peer.trustedPeer,
            let asked = try? peer.receive(within: Self.patience), asked.line == Self.request
        else { return }
        let isFirst = successor.withLock { successor in
            guard successor == nil else { return false }
            successor = peer
            return true
        }
        guard isFirst else {
            try? peer.send(Self.busy)
            return
        }
        logger.notice("Process \(process) prepares to take the place of this one")
        let held = lock.held
        if let held {
            sockets.share { sockets in
                let names = [Self.lockName] + sockets.map(\.name)
                let descriptors = [held.file] + sockets.map { FileDescriptor(rawValue: $0.descriptor) }
                try? peer.send(names.joined(separator: " "), descriptors)
            }
        }
        if held != nil, let answer = try? peer.receive(), answer.line == Self.ready {
            logger.notice("Process \(process) answers calls from now on; this one ends")
            takeover.yield(process)
            // Registered after the stream has its element: both orders are right, as sockets are closed only once.
            sockets.whenClosed { try? peer.send(Self.released) }
        } else {
            logger.warning("Process \(process) has not taken over; this one goes on")
            successor.withLock { $0 = nil }
        }
    }
}
