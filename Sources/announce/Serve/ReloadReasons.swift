import Dispatch
import Glibc
import Synchronization

/// Why something may have to be read again: any number of times the same is once.
final class ReloadReasons: Sendable {
    enum Reason: Int, CaseIterable, Sendable {
        case hangup, file, library, overrides
    }

    /// One element for any number of reasons.
    let arrivals: AsyncStream<Void>
    private let arrive: AsyncStream<Void>.Continuation
    private let waiting = Mutex<Set<Reason>>([])
    private let signals = Mutex<Signals?>(nil)

    /// A source that keeps its signal from ending the program.
    private struct Signals: @unchecked Sendable {
        // Dispatch sources may be used from any thread; only their annotation is missing.
        let source: any DispatchSourceSignal
    }

    init() {
        (arrivals, arrive) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    }

    func add(_ reason: Reason) {
        waiting.withLock { _ = $0.insert(reason) }
        arrive.yield()
    }

    /// Those there are, which are then no more.
    func take() -> [Reason] {
        waiting.withLock { reasons in
            defer { reasons = [] }
            return Reason.allCases.filter(reasons.contains)
        }
    }

    /// SIGHUP is a reason from now on. The end of the terminal that the program was started from ends it all the same.
    func listenToHangup() {
        let hadTerminal = Self.hasTerminal
        signal(SIGHUP, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: SIGHUP, queue: DispatchQueue(label: "hangup"))
        source.setEventHandler { [weak self] in
            if hadTerminal, !Self.hasTerminal {
                kill(getpid(), SIGTERM)
            } else {
                self?.add(.hangup)
            }
        }
        source.activate()
        let signals = Signals(source: source)
        self.signals.withLock { $0 = signals }
    }

    func ignoreHangup() {
        signals.withLock { signals in
            signals?.source.cancel()
            signals = nil
        }
    }

    private static var hasTerminal: Bool {
        let terminal = open("/dev/tty", O_RDONLY | O_CLOEXEC | O_NOCTTY)
        guard terminal >= 0 else { return false }
        close(terminal)
        return true
    }
}
