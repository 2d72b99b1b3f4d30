import Dispatch
import Foundation
import Glibc
import Synchronization

/// A serial queue of jobs on a thread of its own.
///
/// The thread has the same priority as those that answer calls, and lets them go first (`yield`) only as long as nothing is
/// late. A lower priority would be for ever: on Linux a thread may make itself nicer, but not less nice again without a
/// special right (setpriority(2), `RLIMIT_NICE`), and beside ten busy programs a nicer thread waits for seconds, during which
/// a process that is killed loses what it has not written.
///
/// Jobs run in the order of their due times. The thread ends once this object is released and no job is left; jobs that
/// capture the object's owner keep both alive until they have run.
final class WritingThread: Sendable {
    private struct Job {
        var due: DispatchTime
        var run: @Sendable () -> Void
    }

    /// The jobs, owned by the thread as well, so that it does not keep the `WritingThread` itself alive.
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

    private let jobs = JobQueue()

    init() {
        let jobs = jobs
        Thread.detachNewThread { Self.run(jobs) }
    }

    deinit {
        jobs.content.withLock { $0.isFinished = true }
        jobs.signal.signal()
    }

    /// Lets other threads run first. Call it every 0.1 ms or so of work: otherwise a thread finishes its time slice of some
    /// milliseconds before a call gets the processor.
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
