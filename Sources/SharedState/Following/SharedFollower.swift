import Dispatch
import Foundation
import Synchronization

/// Reports an instance, and follows what the others do, on a thread of its own: by `LISTEN`, and by a look once a second, since a pooler
/// between may keep notifications to itself.
///
/// Without a connection, what was known last stays, and it is tried again every second.
package final class SharedFollower: Sendable {
    /// What is known.
    package struct News: Sendable {
        /// Nil until the database was reached.
        package var overview: Overview?
        /// Why the database cannot be reached now; nil: it can.
        package var fault: SharedStateError?
    }

    private struct State {
        var isStarted = false
        var isStopped = false
        var news = News()
        var report: Instance.Report
    }

    package let identity: Instance.Identity
    private let address: String
    private let state: Mutex<State>
    private let receive: @Sendable (Int64, VersionContent) -> Bool
    private let receiveValue: @Sendable (SharedStore.SharedValue) -> Bool
    private let changed: @Sendable () -> Void
    private let ended = DispatchSemaphore(value: 0)

    /// Between two looks.
    private static let pause = Duration.seconds(1)
    /// The same while a version waits to take effect.
    private static let shortPause = Duration.milliseconds(100)
    /// After which an instance that has something new to say, or stops, notices it.
    private static let step = Duration.milliseconds(100)

    /// - Parameters:
    ///   - receive: gets the texts of versions that are proposed or in use, once; on the thread. Returns whether it could keep them:
    ///     if not, they come again.
    ///   - receiveValue: the same for values that have changed.
    ///   - changed: is called on the thread when something has changed.
    package init(
        _ address: String, as identity: Instance.Identity, _ report: Instance.Report,
        receive: @escaping @Sendable (Int64, VersionContent) -> Bool,
        receiveValue: @escaping @Sendable (SharedStore.SharedValue) -> Bool, changed: @escaping @Sendable () -> Void
    ) {
        (self.address, self.identity, self.changed) = (address, identity, changed)
        (self.receive, self.receiveValue) = (receive, receiveValue)
        state = Mutex(State(report: report))
    }

    package var news: News { state.withLock(\.news) }

    /// Changes what the instance says of itself.
    package func report(_ change: (inout Instance.Report) -> Void) { state.withLock { change(&$0.report) } }

    /// Begins to follow. Returns at once.
    package func start() {
        state.withLock { $0.isStarted = true }
        Thread.detachNewThread { [self] in
            while !isStopped {
                do { try follow() } catch {
                    let error = SharedStateError(error)
                    state.withLock { $0.news.fault = error }
                    changed()
                    for _ in 0..<10 where !isStopped { Thread.sleep(forTimeInterval: 0.1) }
                }
            }
            ended.signal()
        }
    }

    /// Ends, and takes the instance off the list, so that it is not waited for; takes a second at most.
    package func stop() {
        let isRunning = state.withLock { state in
            state.isStopped = true
            return state.isStarted
        }
        if isRunning { _ = ended.wait(timeout: .now() + 1) }
    }

    private var isStopped: Bool { state.withLock(\.isStopped) }

    private func follow() throws {
        let store = try SharedStore(address, name: "announce instance")
        try store.listen()
        var received: Set<Int64> = []
        var revisions: [String: Int64] = [:]
        var isFirst = true
        while !isStopped {
            let report = state.withLock(\.report)
            try store.report(identity, report, isFirst: isFirst)
            isFirst = false
            var overview = try store.overview()
            if let proposal = overview.proposal, overview.isDue {
                try store.takeEffect(proposal.number)
                overview = try store.overview()
            }
            for number in [overview.proposal?.number, overview.current].compactMap(\.self)
            where !received.contains(number) {
                if let content = try store.content(of: number), receive(number, content) { received.insert(number) }
            }
            for value in try store.values(changedSince: revisions) where receiveValue(value) {
                revisions[value.name] = value.revision
            }
            let isNew = state.withLock { state in
                defer { state.news = News(overview: overview) }
                return state.news.fault != nil || state.news.overview?.isSame(as: overview) != true
            }
            if isNew { changed() }
            try wait(store, overview.proposal == nil ? Self.pause : Self.shortPause, unlessOtherThan: report)
        }
        try store.remove(identity)
    }

    /// Waits until something changes, here or in the database.
    private func wait(_ store: SharedStore, _ pause: Duration, unlessOtherThan report: Instance.Report) throws {
        let end = ContinuousClock.now + pause
        while ContinuousClock.now < end, !isStopped, state.withLock({ $0.report == report }) {
            if try store.wait(within: Self.step) { return }
        }
    }
}

extension Overview {
    /// Whether nothing but times differs.
    fileprivate func isSame(as other: Overview) -> Bool {
        func timeless(_ overview: Overview) -> [String] {
            overview.instances.map {
                "\($0.id) \($0.isLive) \($0.knows ?? 0) \($0.refuses ?? 0) \($0.answers ?? 0) \($0.isReady) \($0.reasons)"
            }
        }
        return current == other.current && proposal?.number == other.proposal?.number
            && timeless(self) == timeless(other)
    }
}
