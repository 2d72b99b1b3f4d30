import Glibc
package import SystemPackage

extension FileDescriptor {
    /// Opens a named pipe for reading, as soon as a writer has opened it.
    ///
    /// - Throws: `Errno.timedOut` if no writer comes in time: open(2) alone would wait for ever.
    package static func readingPipe(_ path: FilePath, writerTimeout: Duration) throws(Errno) -> FileDescriptor {
        let pipe = try reading(path)
        do throws(Errno) {
            guard try pipe.waitUntilReadable(for: writerTimeout) else { throw .timedOut }
            // Without O_NONBLOCK from here on: a read waits for the writer's next bytes.
            guard fcntl(pipe.rawValue, F_SETFL, 0) == 0 else { throw .last }
        } catch {
            pipe.closeQuietly()
            throw error
        }
        return pipe
    }

    /// Waits until bytes, or the end of the file, can be read; false if the time is over before that (poll(2)).
    package func waitUntilReadable(for timeout: Duration) throws(Errno) -> Bool {
        let deadline = ContinuousClock.now + timeout
        while true {
            var waiting = pollfd(fd: rawValue, events: Int16(POLLIN), revents: 0)
            let left = ContinuousClock.now.duration(to: deadline) / .milliseconds(1)
            let ready = poll(&waiting, 1, CInt(min(max(0, left.rounded(.up)), 1e9)))
            if ready >= 0 { return ready > 0 }
            let error = Errno.last
            guard error == .interrupted else { throw error }
        }
    }

    /// A second descriptor of the same open file, which shares its position. Not passed on to child processes.
    ///
    /// - Parameter lowest: the lowest number that it may get.
    package func duplicated(from lowest: CInt = 3) throws(Errno) -> FileDescriptor {
        let copy = fcntl(rawValue, F_DUPFD_CLOEXEC, lowest)
        guard copy >= 0 else { throw .last }
        return FileDescriptor(rawValue: copy)
    }
}
