import CLinux
import Glibc
package import SystemPackage

/// One end of a connection between two processes that carries messages with open files.
///
/// Messages arrive whole and in order (SOCK_SEQPACKET). The kernel refuses long ones, so they are sent in parts, each of which
/// begins with a byte that says whether more follow; the files come with the first. Believes nothing of what the other side
/// sends: there is a limit of parts.
package final class MessageSocket: Sendable {
    private let descriptor: OwnedDescriptor

    /// A message and the files that came with it.
    package struct Message: Sendable {
        package let bytes: [UInt8]
        package let files: [OwnedDescriptor]
    }

    /// Bytes of a part, without its first.
    private static let partLength = 1 << 16
    /// Parts of the longest message that is received: 16 MB.
    private static let partLimit = 256

    package init(_ descriptor: OwnedDescriptor) {
        self.descriptor = descriptor
    }

    /// Both ends of a new connection.
    package static func pair() throws(Errno) -> (MessageSocket, MessageSocket) {
        var ends: (CInt, CInt) = (-1, -1)
        guard announce_message_sockets(&ends.0, &ends.1) == 0 else { throw .last }
        return (
            MessageSocket(OwnedDescriptor(FileDescriptor(rawValue: ends.0))),
            MessageSocket(OwnedDescriptor(FileDescriptor(rawValue: ends.1)))
        )
    }

    /// For handing it to a child process.
    package var file: FileDescriptor { descriptor.descriptor }

    /// Sends a message. Blocks while the other side has many to read. Not for several threads at once.
    ///
    /// - Throws: `EPIPE` if the other end is closed.
    package func send(_ bytes: some Sequence<UInt8>, with files: [FileDescriptor] = []) throws(Errno) {
        let bytes = Array(bytes)
        var start = 0
        repeat {
            let end = min(start + Self.partLength, bytes.count)
            try file.send([end < bytes.count ? 1 : 0] + bytes[start..<end], with: start == 0 ? files : [])
            start = end
        } while start < bytes.count
    }

    /// Waits for the next message; nil once the other end is closed.
    ///
    /// - Throws: `EMSGSIZE` for a message that is too long.
    package func receive() throws(Errno) -> Message? {
        var message: [UInt8] = []
        var files: [OwnedDescriptor] = []
        for _ in 0..<Self.partLimit {
            let part: (bytes: [UInt8], files: [FileDescriptor])
            do throws(Errno) {
                part = try file.receive(atMost: Self.partLength + 1)
            } catch {
                // The other end was closed with messages unread.
                if error == .connectionReset { return nil }
                throw error
            }
            files += part.files.map { OwnedDescriptor($0) }
            guard let mark = part.bytes.first else { return nil }
            message += part.bytes.dropFirst()
            if mark == 0 { return Message(bytes: message, files: files) }
        }
        throw Errno(rawValue: EMSGSIZE)
    }
}
