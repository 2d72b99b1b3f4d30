import CLinux
import LocalFiles
import SystemPackage

/// The datagram socket that `$NOTIFY_SOCKET` names: a path, or a name in Linux's abstract namespace, which begins with `@`
/// (sd_notify(3)).
struct NotificationSocket: Hashable, Sendable {
    /// As the kernel expects it: an abstract name begins with a zero byte, a path ends with one.
    private let path: [UInt8]

    /// Nil if the name is neither an absolute path nor an abstract name, or is too long for a socket.
    init?(_ name: String) {
        let bytes = Array(name.utf8)
        switch bytes.first {
        case UInt8(ascii: "/"): path = bytes + [0]
        case UInt8(ascii: "@"): path = [0] + bytes.dropFirst()
        default: return nil
        }
        guard path.count > 1, path.count <= Self.longest else { return nil }
    }

    /// Bytes of `sun_path` in the address of a local socket.
    private static let longest = 108

    /// Sends one datagram, with a descriptor if one is given.
    func send(_ message: String, _ descriptor: FileDescriptor? = nil) throws(Errno) {
        let bytes = Array(message.utf8)
        let raw = descriptor.map { [$0.rawValue] } ?? []
        let sent = announce_send_datagram(path, UInt(path.count), bytes, UInt(bytes.count), raw, CInt(raw.count))
        guard sent == bytes.count else { throw .last }
    }
}
