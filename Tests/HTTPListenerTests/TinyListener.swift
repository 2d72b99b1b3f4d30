import HTTPTypes
import Logging
import NIOCore
import NIOHTTP1
import NIOPosix
import ServiceLifecycle
import Support
import Synchronization
import Testing

@testable import HTTPListener

/// A listener that knows a few paths, until `stop()`.
final class TinyListener: Sendable {
    /// What the replies' observers have reported.
    final class Record: Sendable {
        private let deliveries = Mutex<[Reply.Delivery]>([])

        func add(_ delivery: Reply.Delivery) { deliveries.withLock { $0.append(delivery) } }

        /// The first ones, as soon as there are so many.
        func first(_ count: Int) async throws -> [Reply.Delivery] {
            for _ in 0..<1000 {
                let all = deliveries.withLock { $0 }
                if all.count >= count { return all }
                try await Task.sleep(for: .milliseconds(10))
            }
            return deliveries.withLock { $0 }
        }
    }

    let port: Int
    let record: Record
    private let group: ServiceGroup
    private let running: Task<Void, any Error>

    init(
        port: Int = 0, file: OpenFile? = nil, adjust: (inout ConnectionLimits) -> Void = { _ in }
    ) async throws {
        var limits = ConnectionLimits()
        adjust(&limits)
        let record = Record()
        let (openings, opening) = AsyncStream.makeStream(of: Int.self)
        let service = ListenerService(
            ListenerAddress(host: "127.0.0.1", port: port), limits: limits,
            group: MultiThreadedEventLoopGroup.singleton, opened: { address, _ in opening.yield(address.port) }
        ) {
            TinyResponder(record, file)
        }
        let group = ServiceGroup(
            services: [service], logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        running = Task {
            defer { opening.finish() }
            try await group.run()
        }
        self.group = group
        self.record = record
        var first: Int?
        for await port in openings {
            first = port
            break
        }
        if first == nil { try await running.value }
        self.port = try #require(first)
    }

    func client() throws -> RawClient { try RawClient(port: port) }

    /// Has it answer what has begun, and end.
    func stop() async throws {
        await group.triggerGracefulShutdown()
        try await running.value
    }

    /// Cuts all connections.
    func cut() async {
        running.cancel()
        _ = await running.result
    }
}

/// Answers by the path alone.
private final class TinyResponder: RequestResponder {
    private let record: TinyListener.Record
    private let file: OpenFile?

    init(_ record: TinyListener.Record, _ file: OpenFile?) {
        (self.record, self.file) = (record, file)
    }

    func receive(_ head: HTTPRequestHead) -> BodyUse {
        switch head.uri {
        case "/echo": .collected
        case "/count":
            .streamed { request in
                var (count, chunks) = (0, 0)
                for try await chunk in request.body {
                    (count, chunks) = (count + chunk.readableBytes, chunks + 1)
                    // Slower than the client.
                    if chunks.isMultiple(of: 10) { try await Task.sleep(for: .milliseconds(1)) }
                }
                return Reply(.ok, text: "\(request.method) \(count)")
            }
        case "/unread": .streamed { _ in Reply(.ok, text: "not read") }
        case "/events":
            .streamed { _ in
                var reply = Reply(
                    .ok,
                    body: .stream { writer in
                        for _ in 0..<1000 where !Task.isCancelled {
                            try await writer.write(ByteBuffer(string: "event\n"))
                            try? await Task.sleep(for: .milliseconds(20))
                        }
                    })
                reply.fields[.contentType] = "text/plain"
                return reply
            }
        default: .ignored
        }
    }

    func answer(_ head: HTTPRequestHead, body: ByteBuffer) -> RequestAnswer {
        switch head.uri {
        case "/later":
            return .later {
                try? await Task.sleep(for: .milliseconds(100))
                return Reply(.ok, text: "later")
            }
        case "/host": return .now(head.headers.contains(name: "host") ? Reply(.ok, text: "one host") : .noHost)
        case "/echo": return .now(Reply(.ok, bytes: body, type: "text/plain"))
        case "/file":
            guard let file else { return .now(.notFound) }
            var reply = Reply(.ok, body: .file(file, 0..<file.size))
            reply.fields[.contentLength] = String(file.size)
            reply.observer = { [record] in { record.add($0) } }
            return .now(reply)
        default: return .now(Reply(.ok, text: head.uri))
        }
    }

    func answerEarly(_ head: HTTPRequestHead) -> Reply {
        Reply(.contentTooLarge, text: "early", fields: [.connection: "close"])
    }

    func answerUnreadable(isComplete: Bool) -> Reply { .unreadable }
    func answerWritten(client: () -> SocketAddress?) {}
}
