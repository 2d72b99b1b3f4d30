import Glibc
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
        guard path.count > 1, path.count <= MemoryLayout.size(ofValue: sockaddr_un().sun_path) else { return nil }
    }

    /// Sends one datagram.
    func send(_ message: String) throws(Errno) {
        let socket = socket(AF_UNIX, CInt(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard socket >= 0 else { throw .last }
        defer { close(socket) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path) }
        let size = socklen_t(MemoryLayout<sa_family_t>.size + path.count)
        let bytes = Array(message.utf8)
        let sent = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                sendto(socket, bytes, bytes.count, CInt(MSG_NOSIGNAL), $0, size)
            }
        }
        guard sent == bytes.count else { throw .last }
    }
}
