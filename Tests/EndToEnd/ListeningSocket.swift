import Glibc

/// A port of loopback that another program listens on.
final class ListeningSocket {
    let port: Int
    private let socket: CInt
    /// Closed in programs that are started.
    var descriptor: CInt { socket }

    /// - Parameter port: 0 for any that is free.
    init(port wanted: Int = 0) throws {
        // Closed in programs that start meanwhile, which would keep the port otherwise.
        socket = Glibc.socket(AF_INET, CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(wanted).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let socket = socket
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(socket, $0, size) == 0 && listen(socket, 64) == 0 && getsockname(socket, $0, &size) == 0
            }
        }
        guard bound else {
            let number = errno
            close(socket)
            throw HTTPConnection.Broken(what: "bind: errno \(number)")
        }
        port = Int(in_port_t(bigEndian: address.sin_port))
    }

    deinit {
        close(socket)
    }

    /// A port for a program that cannot choose one by itself: free now, and below those that the system gives to whoever asks
    /// for any (`ip_local_port_range`), so that nothing takes it before the program does.
    static func unusedPort() throws -> Int {
        for _ in 0..<100 {
            if let socket = try? ListeningSocket(port: .random(in: 10_000..<32_000)) { return socket.port }
        }
        throw HTTPConnection.Broken(what: "no port is free")
    }
}
