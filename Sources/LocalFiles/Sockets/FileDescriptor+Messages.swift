import CLinux
import Glibc
import SystemPackage

/// Bytes and open files, sent together over a local socket (unix(7), SCM_RIGHTS). What is received is a new descriptor of
/// the same open file.
extension FileDescriptor {
    /// The most files that go with one message.
    static let mostSentFiles = Int(announce_most_descriptors)

    /// Sends bytes with files, of which this process keeps its own. The other end must be there to take them: `EPIPE` if it
    /// is closed.
    func send(_ bytes: [UInt8], with files: [FileDescriptor]) throws(Errno) {
        let numbers = files.map(\.rawValue)
        while true {
            let sent = announce_send_descriptors(
                rawValue, nil, 0, bytes, UInt(bytes.count), numbers, CInt(numbers.count))
            if sent == bytes.count { return }
            guard sent < 0, Errno.last == .interrupted else { throw sent < 0 ? .last : .ioError }
        }
    }

    /// Waits for what was sent at once, up to `count` bytes of it; no bytes once the other end is closed.
    func receive(atMost count: Int) throws(Errno) -> (bytes: [UInt8], files: [FileDescriptor]) {
        var bytes = [UInt8](repeating: 0, count: count)
        var numbers = [CInt](repeating: -1, count: Self.mostSentFiles)
        var fileCount: CInt = 0
        var got: Int
        repeat {
            got = announce_receive_descriptors(rawValue, &bytes, UInt(count), &numbers, &fileCount)
        } while got < 0 && Errno.last == .interrupted
        guard got >= 0 else { throw .last }
        bytes.removeLast(count - got)
        return (bytes, numbers.prefix(Int(fileCount)).map { FileDescriptor(rawValue: $0) })
    }
}
