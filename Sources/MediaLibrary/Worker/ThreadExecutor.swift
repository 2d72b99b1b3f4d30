import Dispatch
import Glibc
import Synchronization

/// Runs tasks on threads of its own.
///
/// A confined process uses it in place of the threads that Swift's runtime keeps: to decide how many to have, those read files
/// in `/proc`, which the sandbox does not allow, and take that for a fatal error.
final class ThreadExecutor: TaskExecutor {
    private let jobs = Mutex<[UnownedJob]>([])
    private let arrivals = DispatchSemaphore(value: 0)

    /// Runs `body` on this thread and others, and ends the process when it returns.
    ///
    /// - Parameter threads: how many there are, with this one.
    static func run(threads: Int, _ body: @escaping @Sendable () async -> Void) -> Never {
        let executor = ThreadExecutor()
        for _ in 0..<max(0, threads - 1) { executor.startThread() }
        Task(executorPreference: executor) {
            await body()
            // Not exit(3): what is registered for the end of the process that this one is a copy of is not to be done here.
            _exit(EXIT_SUCCESS)
        }
        executor.work()
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        jobs.withLock { $0.append(job) }
        arrivals.signal()
    }

    private func startThread() {
        var thread = pthread_t()
        pthread_create(
            &thread, nil,
            { executor in
                if let executor { Unmanaged<ThreadExecutor>.fromOpaque(executor).takeRetainedValue().work() }
                return nil
            }, Unmanaged.passRetained(self).toOpaque())
    }

    private func work() -> Never {
        while true {
            arrivals.wait()
            let job = jobs.withLock { $0.removeFirst() }
            job.runSynchronously(on: asUnownedTaskExecutor())
        }
    }
}
