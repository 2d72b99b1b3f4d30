import CLinux
import Dispatch
import Glibc
import Synchronization

/// Writes lines to a descriptor on a thread of its own, so that logging never blocks, even if the other end is not read.
///
/// Lines beyond the bound are dropped, and their number is written when there is room again.
package final class LogOutput: Sendable {
    private struct Queue {
        var waiting: [UInt8] = []
        var dropped = 0
        /// The thread is working, or was woken.
        var isAwake = false
        var hasThread = false
    }

    private let descriptor: CInt
    /// The most bytes that wait.
    private let bound: Int
    private let queue = Mutex(Queue())
    private let wakeUp = DispatchSemaphore(value: 0)

    /// - Parameters:
    ///   - descriptor: must stay open as long as the program runs.
    ///   - bound: the most bytes that wait to be written.
    package init(descriptor: CInt = STDERR_FILENO, bound: Int = 1 << 20) {
        self.descriptor = descriptor
        self.bound = bound
    }

    /// Queues a line, given without its end.
    package func write(_ line: String) {
        let wakes = queue.withLock { queue in
            guard queue.waiting.count + line.utf8.count < bound else {
                queue.dropped += 1
                return false
            }
            if queue.dropped > 0 {
                queue.waiting += "(\(queue.dropped) lines were dropped: the output was not read)\n".utf8
                queue.dropped = 0
            }
            queue.waiting += line.utf8
            queue.waiting.append(UInt8(ascii: "\n"))
            if !queue.hasThread {
                queue.hasThread = true
                startThread()
            }
            defer { queue.isAwake = true }
            return !queue.isAwake
        }
        if wakes { wakeUp.signal() }
    }

    /// Blocks until everything is written, or the limit has passed.
    package func flush(within limit: Duration) {
        let end = ContinuousClock.now + limit
        while queue.withLock({ $0.isAwake }), ContinuousClock.now < end { usleep(1000) }
    }

    private func startThread() {
        var thread = pthread_t()
        // The thread never ends, and neither does this object once a line was written.
        let output = Unmanaged.passRetained(self).toOpaque()
        let code = pthread_create(
            &thread, nil,
            { output in
                guard let output else { return nil }
                Unmanaged<LogOutput>.fromOpaque(output).takeUnretainedValue().writeForever()
            }, output)
        if code == 0 { pthread_detach(thread) }
    }

    private func writeForever() -> Never {
        // A closed pipe is to be an error of `write`, rather than end the program.
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
        while true {
            wakeUp.wait()
            while true {
                // Under load, many lines are written at once: waking up for each would cost more than writing it.
                usleep(2000)
                let bytes = queue.withLock { queue in
                    let bytes = queue.waiting
                    queue.waiting = []
                    queue.isAwake = !bytes.isEmpty
                    return bytes
                }
                guard !bytes.isEmpty else { break }
                writeAll(bytes)
            }
        }
    }

    private func writeAll(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if errno == EAGAIN {
                var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                poll(&waiting, 1, -1)
            } else if errno != EINTR {
                // The other end is gone.
                return
            }
        }
    }
}
