import Foundation
import Glibc
import Synchronization
import Testing

/// A connection to a server on this machine, byte by byte. It blocks a thread of its own, never one of those that the server
/// runs on.
package actor RawClient {
    private let thread = OwnThread()
    private let descriptor: CInt
    private var received: [UInt8] = []

    package nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    package struct Answer: Sendable {
        package var status: Int
        /// Names in lower case.
        package var fields: [String: String]
        package var body: [UInt8]
        package var text: String { String(decoding: body, as: UTF8.self) }
    }

    package init(port: Int) throws {
        descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let connected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        try #require(connected == 0, "errno \(errno)")
        // No test waits for ever.
        var limit = timeval(tv_sec: 120, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit {
        close(descriptor)
        thread.stop()
    }

    package func send(_ text: String) { send(Array(text.utf8)) }

    /// Whether all of it could be sent.
    @discardableResult
    package func send(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, CInt(MSG_NOSIGNAL)) }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    package func endSending() { shutdown(descriptor, CInt(SHUT_WR)) }

    /// False at the end.
    private func receive() throws -> Bool {
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &bytes, bytes.count, 0)
        try #require(count >= 0 || errno == ECONNRESET, "nothing came: errno \(errno)")
        received += bytes.prefix(max(0, count))
        return count > 0
    }

    /// Everything up to the end of the connection.
    package func readToEnd() throws -> String {
        while try receive() {}
        defer { received = [] }
        return String(decoding: received, as: UTF8.self)
    }

    /// Whether a text comes, sooner or later; it stays to be read.
    package func receives(_ text: String) throws -> Bool {
        while received.firstRange(of: Array(text.utf8)) == nil {
            guard try receive() else { return false }
        }
        return true
    }

    /// How many bytes come up to the end of the connection.
    package func countToEnd() throws -> Int {
        while try receive() {}
        defer { received = [] }
        return received.count
    }

    /// One answer; `toHead` ones have no body.
    package func readAnswer(toHead: Bool = false) throws -> Answer {
        let end = Array("\r\n\r\n".utf8)
        while received.firstRange(of: end) == nil { try #require(try receive(), "the connection ended") }
        let headEnd = try #require(received.firstRange(of: end))
        let lines = String(decoding: received[..<headEnd.lowerBound], as: UTF8.self).split(separator: "\r\n")
        let status = try #require(Int(lines[0].split(separator: " ")[1]))
        var fields: [String: String] = [:]
        for line in lines.dropFirst() {
            let colon = try #require(line.firstIndex(of: ":"))
            fields[line[..<colon].lowercased()] = String(line[colon...].dropFirst().drop { $0 == " " })
        }
        received.removeSubrange(..<headEnd.upperBound)
        let length =
            toHead || status == 304 || status < 200 ? 0 : try #require(fields["content-length"].flatMap { Int($0) })
        while received.count < length { try #require(try receive(), "the connection ended") }
        defer { received.removeFirst(length) }
        return Answer(status: status, fields: fields, body: Array(received.prefix(length)))
    }
}

/// Runs an actor where it may block. Dispatch threads would not do: their threads are those that tasks run on.
private final class OwnThread: SerialExecutor {
    private let jobs = Mutex<[UnownedJob?]>([])
    private let arrived = DispatchSemaphore(value: 0)

    init() {
        Thread.detachNewThread { self.work() }
    }

    func enqueue(_ job: consuming ExecutorJob) { add(UnownedJob(job)) }

    func stop() { add(nil) }

    private func add(_ job: UnownedJob?) {
        jobs.withLock { $0.append(job) }
        arrived.signal()
    }

    private func work() {
        while true {
            arrived.wait()
            guard let job = jobs.withLock({ $0.removeFirst() }) else { return }
            job.runSynchronously(on: asUnownedSerialExecutor())
        }
    }
}

extension Array where Element: Equatable {
    fileprivate func firstRange(of other: [Element]) -> Range<Int>? {
        guard count >= other.count else { return nil }
        return (0...count - other.count).first { self[$0..<$0 + other.count].elementsEqual(other) }.map {
            $0..<$0 + other.count
        }
    }
}
