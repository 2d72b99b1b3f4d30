// With Glibc: C structures belong to whichever of the two the compiler has read first.
import CoreFoundation
import Glibc
import Support

/// The datagram socket of a service manager, as `$NOTIFY_SOCKET` names it.
final class NotificationReceiver {
    /// What `$NOTIFY_SOCKET` is set to: a path, or an abstract name after `@`.
    let name: String
    private let socket: CInt

    init(_ name: String) throws {
        self.name = name
        socket = Glibc.socket(AF_UNIX, CInt(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let isAbstract = name.hasPrefix("@")
        let path = isAbstract ? [0] + Array(name.utf8.dropFirst()) : Array(name.utf8)
        guard path.count < MemoryLayout.size(ofValue: address.sun_path) else {
            throw HTTPConnection.Broken(what: "the path \(name) is too long")
        }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path) }
        let size = socklen_t(MemoryLayout<sa_family_t>.size + path.count)
        let socket = socket
        let bound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(socket, $0, size) == 0 }
        }
        guard bound else { throw HTTPConnection.Broken(what: "bind: errno \(errno)") }
    }

    deinit {
        close(socket)
    }

    /// The next datagram's variables, in the order of their arrival.
    ///
    /// - Parameter skippingStored: whether datagrams that store sockets are left out.
    /// - Throws: `HTTPConnection.Broken` if none comes in time.
    func next(skippingStored: Bool = true) throws -> [String: String] {
        while true {
            let message = try receive()
            if !skippingStored || message["FDSTORE"] == nil { return message }
        }
    }

    private func receive() throws -> [String: String] {
        var waiting = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
        guard poll(&waiting, 1, 20_000) == 1 else { throw HTTPConnection.Broken(what: "no notification in time") }
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = recv(socket, &buffer, buffer.count, 0)
        let lines = String(decoding: buffer.prefix(max(0, count)), as: UTF8.self).split(separator: "\n")
        return Dictionary(
            lines.map { line in
                let parts = line.split(separator: "=", maxSplits: 1).map(String.init)
                return (parts[0], parts.count > 1 ? parts[1] : "")
            }, uniquingKeysWith: { $1 })
    }

    /// The next datagram that sets a variable, and those before it.
    func next(
        setting variable: String, skippingStored: Bool = true
    ) throws -> (found: [String: String], before: [[String: String]]) {
        var before: [[String: String]] = []
        while true {
            let message = try next(skippingStored: skippingStored)
            if message[variable] != nil { return (message, before) }
            before.append(message)
        }
    }
}
