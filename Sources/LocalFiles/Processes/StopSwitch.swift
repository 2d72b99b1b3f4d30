import Synchronization
import SystemPackage

/// Ends a child process from another thread.
final class StopSwitch: Sendable {
    let descriptor: FileDescriptor
    private let reading: OwnedDescriptor
    private let writing: Mutex<OwnedDescriptor?>

    init() throws(Errno) {
        let pipe = try Pipe()
        reading = pipe.reading
        descriptor = pipe.reading.descriptor
        writing = Mutex(pipe.writing)
    }

    /// The other end of the pipe hangs up.
    func stop() { writing.withLock { $0 = nil } }
}
