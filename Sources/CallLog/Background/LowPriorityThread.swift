import Dispatch
import Foundation
import Glibc
import Synchronization

/// A serial queue of jobs on a thread of its own with low scheduling priority: when calls need the whole processor, the
/// log waits and callers don't.
///
/// A dispatch queue does not serve: its threads are shared, and Linux has niceness per thread (setpriority(2)), which a
/// dispatch quality of service does not set there.
///
/// Jobs run in the order of their due times. The thread ends once this object is released and no job is left; jobs that
/// capture the object's owner keep both alive until they have run.
final class LowPriorityThread: Sendable {
    private struct Job {
        var due: DispatchTime
        var run: @Sendable () -> Void
    }

    /// The jobs, owned by the thread as well, so that it does not keep the `LowPriorityThread` itself alive.
    private final class JobQueue: Sendable {
        struct Content {
            /// In the order of their arrival.
            var jobs: [Job] = []
            /// No more jobs will come.
            var isFinished = false
        }

        let content = Mutex(Content())
        let signal = DispatchSemaphore(value: 0)
    }

    /// Of 19 steps above the usual 0: a thread at 5 gets a third of the processor time of one at 0 beside it (sched(7)).
    private static let niceness: CInt = 5

    private let jobs = JobQueue()

    init() {
        let jobs = jobs
        Thread.detachNewThread {
            // On Linux, of the calling thread alone (setpriority(2), "C library/kernel differences").
            setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, Self.niceness)
            Self.run(jobs)
        }
    }

    deinit {
        jobs.content.withLock { $0.isFinished = true }
        jobs.signal.signal()
    }

    /// Lets other threads run first. Call it every 0.1 ms or so of work: a low priority alone lets a thread finish its time
    /// slice of some milliseconds before a call gets the processor.
    static func yield() { sched_yield() }

    /// Runs a job as soon as those before it are done.
    func async(_ job: @escaping @Sendable () -> Void) { add(Job(due: .now(), run: job)) }

    /// Runs a job at the earliest after `delay`.
    func async(after delay: Duration, _ job: @escaping @Sendable () -> Void) {
        add(Job(due: .now() + delay.dispatchInterval, run: job))
    }

    private func add(_ job: Job) {
        jobs.content.withLock { $0.jobs.append(job) }
        jobs.signal.signal()
    }

    private static func run(_ queue: JobQueue) {
        while true {
            let (job, next, isFinished) = queue.content.withLock { content in
                let now = DispatchTime.now()
                guard let first = content.jobs.indices.min(by: { content.jobs[$0].due < content.jobs[$1].due }) else {
                    return (nil as (@Sendable () -> Void)?, nil as DispatchTime?, content.isFinished)
                }
                let due = content.jobs[first].due
                return due <= now ? (content.jobs.remove(at: first).run, nil, false) : (nil, due, content.isFinished)
            }
            if let job {
                job()
            } else if isFinished {
                return
            } else if let next {
                _ = queue.signal.wait(timeout: next)
            } else {
                queue.signal.wait()
            }
        }
    }
}

extension Duration {
    /// For Dispatch, to the microsecond; more than 11 days are 11 days.
    var dispatchInterval: DispatchTimeInterval {
        let (seconds, attoseconds) = components
        return .microseconds(Int(min(seconds, 1_000_000) * 1_000_000 + attoseconds / 1_000_000_000_000))
    }
}
