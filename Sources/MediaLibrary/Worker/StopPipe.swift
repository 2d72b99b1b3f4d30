import CLinux
import LocalFiles
import Synchronization
import SystemPackage

/// Ends every process that waits with its descriptor, at once and for good.
///
/// A pipe rather than a flag, since a thread that waits for a child process waits in poll(2): closing the writing end wakes
/// all of them.
final class StopPipe: Sendable {
    /// The reading end, which hangs up when `stop` is called.
    let reading: FileDescriptor
    private let writing: Mutex<FileDescriptor?>

    /// - Throws: `Errno` if no more descriptors can be opened.
    init() throws(Errno) {
        var ends: (CInt, CInt) = (-1, -1)
        guard announce_pipe(&ends.0, &ends.1) == 0 else { throw .last }
        reading = FileDescriptor(rawValue: ends.0)
        writing = Mutex(FileDescriptor(rawValue: ends.1))
    }

    deinit {
        stop()
        reading.closeQuietly()
    }

    /// Ends the processes. Later calls do nothing.
    func stop() {
        writing.withLock { writing in
            writing?.closeQuietly()
            writing = nil
        }
    }
}
