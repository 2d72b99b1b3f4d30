// With Glibc: C structures belong to whichever of the two the compiler has read first.
import CoreFoundation
import Foundation
import Glibc

/// One connection to a server on this machine, HTTP/1.1, written byte by byte so that nothing is tidied up on the way.
final class HTTPConnection {
    struct Broken: Error {
        let what: String
    }

    private let socket: CInt
    private var received: [UInt8] = []

    /// - Parameter timeout: how long a read may wait before it fails.
    init(port: Int, timeout: Duration = .seconds(20)) throws {
        socket = Glibc.socket(AF_INET, CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var longestRead = timeval(tv_sec: Int(timeout.components.seconds), tv_usec: 0)
        setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &longestRead, socklen_t(MemoryLayout<timeval>.size))
        var one: CInt = 1
        setsockopt(socket, CInt(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<CInt>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        let connected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else { throw Broken(what: "connect to \(port): errno \(errno)") }
    }

    deinit {
        close(socket)
    }

    func send(_ bytes: some Collection<UInt8>) throws {
        var rest = Array(bytes)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Glibc.send(socket, $0.baseAddress, $0.count, CInt(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw Broken(what: "send: errno \(errno)") }
            rest = rest.dropFirst(count)
        }
    }

    func send(_ request: HTTPRequest) throws {
        try send(request.bytes)
    }

    /// The next answer. `isHead`: it has no body, whatever its length says.
    func receive(isHead: Bool = false) throws -> HTTPAnswer {
        while received.firstRange(of: Array("\r\n\r\n".utf8)) == nil { try receiveMore() }
        guard let end = received.firstRange(of: Array("\r\n\r\n".utf8)) else { throw Broken(what: "no header") }
        let lines = String(decoding: received[..<end.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
        received.removeSubrange(..<end.upperBound)
        let status = lines[0].split(separator: " ").dropFirst().first.flatMap { Int($0) }
        guard let status, lines[0].hasPrefix("HTTP/1.1 ") else { throw Broken(what: "status line \(lines[0])") }
        let headers = lines.dropFirst().map { line in
            let parts = line.split(separator: ":", maxSplits: 1)
            return (name: parts[0].lowercased(), value: parts.dropFirst().joined().trimmingCharacters(in: .whitespaces))
        }
        var answer = HTTPAnswer(status: status, headers: headers, body: [])
        if isHead || status == 304 || status == 204 { return answer }
        guard let length = answer.header("content-length").flatMap({ Int($0) }) else {
            throw Broken(what: "no Content-Length: \(headers)")
        }
        while received.count < length { try receiveMore() }
        answer.body = Array(received.prefix(length))
        received.removeFirst(length)
        return answer
    }

    /// Reads until a text has come, and returns everything up to then: for answers without an end.
    func receive(until text: String) throws -> String {
        while received.firstRange(of: Array(text.utf8)) == nil { try receiveMore() }
        return String(decoding: received, as: UTF8.self)
    }

    /// Whether the other side closes without another byte.
    func isClosed() -> Bool {
        var byte: UInt8 = 0
        return received.isEmpty && recv(socket, &byte, 1, 0) == 0
    }

    private func receiveMore() throws {
        var block = [UInt8](repeating: 0, count: 1 << 16)
        let count = recv(socket, &block, block.count, 0)
        guard count > 0 else { throw Broken(what: count == 0 ? "closed too early" : "recv: errno \(errno)") }
        received += block.prefix(count)
    }
}

struct HTTPRequest {
    var method = "GET"
    var path: String
    var headers: [(name: String, value: String)] = []
    var body: [UInt8]?

    var bytes: [UInt8] {
        var lines = ["\(method) \(path) HTTP/1.1", "Host: 127.0.0.1"] + headers.map { "\($0.name): \($0.value)" }
        if let body { lines.append("Content-Length: \(body.count)") }
        return Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + (body ?? [])
    }
}

struct HTTPAnswer {
    var status: Int
    /// Names in lower case.
    var headers: [(name: String, value: String)]
    var body: [UInt8]

    func header(_ name: String) -> String? {
        headers.first { $0.name == name.lowercased() }?.value
    }

    var text: String { String(decoding: body, as: UTF8.self) }
}
