import AnnounceServer
import LocalFiles
import Logging
import Synchronization
import SystemPackage

/// What a running server does to give its place to another process: offers it, and ends once it is taken.
final class Handover: Sendable {
    private let logger: Logger
    private let manager: ServiceManager?
    private let startsAgain: Bool
    private let done = Atomic(false)
    private let conditions = Mutex<(isUsable: Bool, isOpen: Bool, isOffered: Bool)>((false, false, false))
    private let offers: AsyncStream<HandoverOffer>
    private let offer: AsyncStream<HandoverOffer>.Continuation

    /// - Parameter startsAgain: whether SIGUSR2 starts the program again to take over.
    init(_ logger: Logger, _ manager: ServiceManager?, startsAgain: Bool) {
        (self.logger, self.manager, self.startsAgain) = (logger, manager, startsAgain)
        (offers, offer) = AsyncStream.makeStream(of: HandoverOffer.self, bufferingPolicy: .bufferingNewest(1))
    }

    /// Whether another process answers calls.
    var isDone: Bool { done.load(ordering: .relaxed) }

    /// The listeners are open: from now on another process may take over.
    func listenersAreOpen(_ state: ServedState, _ sockets: ListenerSockets) {
        conditions.withLock { $0.isOpen = true }
        open(state, sockets)
    }

    /// The state folder can be used.
    func stateIsUsable(_ state: ServedState, _ sockets: ListenerSockets) {
        conditions.withLock { $0.isUsable = true }
        open(state, sockets)
    }

    private func open(_ state: ServedState, _ sockets: ListenerSockets) {
        let isDue = conditions.withLock { conditions in
            guard conditions.isUsable, conditions.isOpen, !conditions.isOffered else { return false }
            conditions.isOffered = true
            return true
        }
        guard isDue else { return }
        do throws(Errno) {
            offer.yield(try HandoverOffer(in: state.folder.path, state.lock, sockets, logger))
        } catch {
            logger.warning("No other process can take the place of this one (--take-over): \(error.reason)")
        }
    }

    /// Returns when another process answers calls.
    ///
    /// - Throws: `CancellationError` when the task is cancelled.
    func run() async throws {
        let signal = startsAgain ? UpgradeSignal(logger: logger) : nil
        defer { withExtendedLifetime(signal) {} }
        for await offer in offers {
            guard let process = await offer.taken() else { break }
            done.store(true, ordering: .relaxed)
            manager?.handedOver(to: process)
            return
        }
        throw CancellationError()
    }
}
