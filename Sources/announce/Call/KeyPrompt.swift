import Glibc
import SystemPackage

/// Asks at the terminal which keys the caller presses.
enum KeyPrompt {
    /// Asks until the answer consists of keys. Returns an empty text for silence, and nil at the end of input.
    ///
    /// Ctrl-C and SIGTERM end the process here, with status 130 and 143: nothing is unfinished while it waits.
    ///
    /// - Parameter limit: how many keys end the wait.
    static func ask(atMost limit: Int) -> String? {
        let handler: @convention(c) (CInt) -> Void = { number in
            // On a line of its own, after `^C`. Only functions that are safe in a signal handler are called.
            _ = Glibc.write(STDERR_FILENO, "\n", 1)
            _exit(128 + number)
        }
        let before = [SIGINT, SIGTERM].map { ($0, signal($0, handler)) }
        defer { for (number, handler) in before { signal(number, handler) } }
        while true {
            Console.write(limit == 1 ? "key? " : "keys? ", to: .standardError)
            guard let line = readLine() else { return nil }
            let keys = line.filter { !$0.isWhitespace }
            if keys.allSatisfy({ "0123456789*#".contains($0) }) { return keys }
            Console.note("Keys are 0 to 9, * and #. Press Return alone for silence, Ctrl-D to hang up.")
        }
    }
}
