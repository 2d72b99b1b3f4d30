import Dispatch
import Glibc
import LocalFiles
import SystemPackage

/// Calls a handler for every SIGHUP, as long as the object exists.
///
/// The kernel sends SIGHUP also when the terminal that the program was started from is closed. That ends the program, as it
/// would by default, but through SIGTERM, so that it stops in order.
final class HangupSignal {
    private let source: any DispatchSourceSignal

    init(handler: @escaping @Sendable () -> Void) {
        let hadTerminal = Self.hasTerminal
        signal(SIGHUP, SIG_IGN)
        source = DispatchSource.makeSignalSource(signal: SIGHUP, queue: DispatchQueue(label: "hangup"))
        source.setEventHandler {
            if hadTerminal, !Self.hasTerminal {
                kill(getpid(), SIGTERM)
            } else {
                handler()
            }
        }
        source.activate()
    }

    deinit { source.cancel() }

    private static var hasTerminal: Bool {
        let options: FileDescriptor.OpenOptions = [.closeOnExec, .init(rawValue: O_NOCTTY)]
        guard let terminal = try? FileDescriptor.opening("/dev/tty", .readOnly, options) else { return false }
        terminal.closeQuietly()
        return true
    }
}
