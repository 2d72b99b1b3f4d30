import Dispatch
import Foundation
import Glibc
import Synchronization

/// Runs jobs one after the other on a thread of its own, which lets all others go first: where calls take all of a
/// processor, the log waits and the caller does not.
final class QuietThread: Sendable {
    private struct Waiting {
        var due: DispatchTime
        var job: @Sendable () -> Void
    }

    /// What the thread holds on to, so that the owner can go.
    private final class Line: Sendable {
        struct State {
            /// In the order they came.
            var waiting: [Waiting] = []
            var hasEnded = false
        }

        let state = Mutex(State())
        let arrived = DispatchSemaphore(value: 0)
    }

    /// Of 20 steps; a thread at this one gets a third of what an ordinary one gets beside it.
    private static let niceness: CInt = 5

    private let line = Line()

    init() {
        let line = line
        Thread.detachNewThread {
            // Of this thread alone, on Linux.
            setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, Self.niceness)
            Self.work(line)
        }
    }

    deinit {
        line.state.withLock { $0.hasEnded = true }
        line.arrived.signal()
    }

    /// To be said between pieces of work of a tenth of a millisecond: what is quiet goes on to the end of its turn
    /// otherwise, some milliseconds, while a call waits.
    static func letOthersGo() { sched_yield() }

    func async(_ job: @escaping @Sendable () -> Void) { add(Waiting(due: .now(), job: job)) }

    func after(_ wait: DispatchTimeInterval, _ job: @escaping @Sendable () -> Void) {
        add(Waiting(due: .now() + wait, job: job))
    }

    private func add(_ waiting: Waiting) {
        line.state.withLock { $0.waiting.append(waiting) }
        line.arrived.signal()
    }

    private static func work(_ line: Line) {
        while true {
            let (job, next, hasEnded) = line.state.withLock { state in
                let now = DispatchTime.now()
                guard let first = state.waiting.indices.min(by: { state.waiting[$0].due < state.waiting[$1].due })
                else {
                    return (nil as (@Sendable () -> Void)?, nil as DispatchTime?, state.hasEnded)
                }
                let due = state.waiting[first].due
                return due <= now ? (state.waiting.remove(at: first).job, nil, false) : (nil, due, state.hasEnded)
            }
            if let job {
                job()
            } else if hasEnded {
                return
            } else if let next {
                _ = line.arrived.wait(timeout: next)
            } else {
                line.arrived.wait()
            }
        }
    }
}
