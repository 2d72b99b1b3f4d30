import CLinux
import Dispatch
import Glibc
import Synchronization

/// Writes lines to a descriptor from a thread of its own: whoever logs never waits, also when nobody reads the other end.
///
/// Lines beyond the bound are dropped; how many is written when there is room again.
package final class LogOutput: Sendable {
    private struct State {
        var waiting: [UInt8] = []
        var dropped = 0
        /// The thread works, or was told to.
        var isAwake = false
        var hasThread = false
    }

    private let descriptor: CInt
    /// Bytes that may wait.
    private let bound: Int
    private let state = Mutex(State())
    private let wakeUp = DispatchSemaphore(value: 0)

    /// - Parameters:
    ///   - descriptor: stays open as long as the program runs.
    ///   - bound: bytes that may wait to be written.
    package init(descriptor: CInt = STDERR_FILENO, bound: Int = 1 << 20) {
        self.descriptor = descriptor
        self.bound = bound
    }

    /// Takes a line without its end.
    package func write(_ line: String) {
        let wakes = state.withLock { state in
            guard state.waiting.count + line.utf8.count < bound else {
                state.dropped += 1
                return false
            }
            if state.dropped > 0 {
                state.waiting += "(\(state.dropped) lines were dropped: nobody read them)\n".utf8
                state.dropped = 0
            }
            state.waiting += line.utf8
            state.waiting.append(UInt8(ascii: "\n"))
            if !state.hasThread {
                state.hasThread = true
                startThread()
            }
            defer { state.isAwake = true }
            return !state.isAwake
        }
        if wakes { wakeUp.signal() }
    }

    /// Waits until everything is written, or so long.
    package func flush(within limit: Duration) {
        let end = ContinuousClock.now + limit
        while state.withLock({ $0.isAwake }), ContinuousClock.now < end { usleep(1000) }
    }

    private func startThread() {
        var thread = pthread_t()
        // Both live for ever from the first line on.
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
        // Nobody at the other end is an error of `write` here, and not the end of the program.
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
        while true {
            wakeUp.wait()
            while true {
                // Under load many lines go out at once; to be woken for each costs more than to write it.
                usleep(2000)
                let bytes = state.withLock { state in
                    let bytes = state.waiting
                    state.waiting = []
                    state.isAwake = !bytes.isEmpty
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
                // Nobody will ever read it.
                return
            }
        }
    }
}
