import Foundation
import Glibc
import Synchronization

/// Stands between a client and a PostgreSQL server, and breaks every third connection in which a transaction was just committed, before the
/// client learns of it.
final class AnswerDroppingProxy: Sendable {
    let port: Int
    private let listening: CInt
    private let server: Int
    private let commits = Mutex((seen: 0, dropped: 0))

    var dropped: Int { commits.withLock { $0.dropped } }

    /// - Parameter server: The port of the server on this machine.
    init(to server: Int) throws {
        self.server = server
        listening = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = Self.address(0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let (listening, size) = (listening, length)
        withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                _ = bind(listening, pointer, size)
                _ = listen(listening, 16)
                _ = getsockname(listening, pointer, &length)
            }
        }
        port = Int(UInt16(bigEndian: address.sin_port))
        Thread.detachNewThread { [self] in accept() }
    }

    func stop() { shutdown(listening, Int32(SHUT_RDWR)) }

    private static func address(_ port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }

    private func accept() {
        while true {
            let client = Glibc.accept(listening, nil, nil)
            guard client >= 0 else { break }
            let upstream = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            var address = Self.address(server)
            let connected = withUnsafePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    connect(upstream, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
            guard connected == 0 else {
                close(client)
                close(upstream)
                continue
            }
            Thread.detachNewThread { [self] in relay(client, upstream, isAnswer: false) }
            Thread.detachNewThread { [self] in relay(upstream, client, isAnswer: true) }
        }
        close(listening)
    }

    private func relay(_ source: CInt, _ target: CInt, isAnswer: Bool) {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        reading: while true {
            let count = read(source, &buffer, buffer.count)
            guard count > 0 else { break }
            if isAnswer, Data(buffer[..<count]).range(of: Data("COMMIT\0".utf8)) != nil, drops() { break }
            var sent = 0
            while sent < count {
                let part = buffer[sent..<count].withUnsafeBytes {
                    send(target, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                }
                guard part > 0 else { break reading }
                sent += part
            }
        }
        // Ends the other direction, too; descriptors are few in a test, and none is used again by mistake.
        shutdown(source, Int32(SHUT_RDWR))
        shutdown(target, Int32(SHUT_RDWR))
    }

    private func drops() -> Bool {
        commits.withLock { commits in
            commits.seen += 1
            guard commits.seen % 3 == 0 else { return false }
            commits.dropped += 1
            return true
        }
    }
}
