import Foundation
import Glibc

/// Keeps the input that a parser crashed on, hung on, or read wrongly, in `crash-TARGET` in the current directory.
///
/// A trap is a signal, after which little may be called: no memory may be allocated, no lock taken (signal-safety(7)). So the
/// input and the file's name lie ready in plain memory, and the handler only opens, writes and leaves.
enum CrashReport {
    /// Seconds for one input. Far more than any takes, so that a busy machine is no hang.
    private static let limit: UInt32 = 60

    nonisolated(unsafe) private static var input: UnsafePointer<UInt8>?
    nonisolated(unsafe) private static var count = 0
    nonisolated(unsafe) private static var path: UnsafeMutablePointer<CChar>?

    static func guarding(_ target: String, _ bytes: [UInt8], _ body: () throws -> Void) {
        if path.map({ String(cString: $0) }) != "crash-\(target)" { path = strdup("crash-\(target)") }
        _ = installed
        bytes.withUnsafeBufferPointer { buffer in
            (input, count) = (buffer.baseAddress, buffer.count)
            alarm(limit)
            defer {
                alarm(0)
                (input, count) = (nil, 0)
            }
            do {
                try body()
            } catch {
                keep()
                print("\(target): \(error). The input is in crash-\(target).")
                exit(1)
            }
        }
    }

    private static let installed: Void = {
        for number in [SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGALRM] {
            signal(number) { number in
                CrashReport.keep()
                let text: StaticString =
                    number == SIGALRM
                    ? "A parser hangs. The input is in crash-TARGET.\n"
                    : "A parser crashed. The input is in crash-TARGET.\n"
                write(STDERR_FILENO, text.utf8Start, text.utf8CodeUnitCount)
                _exit(1)
            }
        }
    }()

    private static func keep() {
        guard let path else { return }
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard file >= 0 else { return }
        write(file, input, count)
        close(file)
    }
}
