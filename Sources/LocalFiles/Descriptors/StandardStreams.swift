import Glibc

/// Standard input, output and error, where the process was started without one of them (`announce … >&-`).
package enum StandardStreams {
    /// Puts something in the place of those that are closed: otherwise the next file to be opened takes the number, and
    /// output is written into it. Reads from them and writes to them fail as before, with `EBADF`.
    package static func occupyClosed() {
        for number in STDIN_FILENO...STDERR_FILENO where fcntl(number, F_GETFD) == -1 {
            // The lowest free number is this one.
            _ = open("/dev/null", (number == STDIN_FILENO ? O_WRONLY : O_RDONLY) | O_CLOEXEC)
        }
    }
}
