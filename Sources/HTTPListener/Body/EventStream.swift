import HTTPTypes
import NIOCore

/// An event for `EventSource` (WHATWG HTML, "Server-sent events").
package struct ServerEvent: Hashable, Sendable {
    /// The event type that `addEventListener` names, without line breaks; nil: `message`.
    package var name: String?
    /// Lines of text.
    package var data: String

    package init(name: String? = nil, data: String) {
        (self.name, self.data) = (name, data)
    }

    fileprivate var text: String {
        let lines = data.split(separator: "\n", omittingEmptySubsequences: false).map { "data: \($0)\n" }
        return (name.map { "event: \($0)\n" } ?? "") + lines.joined() + "\n"
    }
}

extension Reply {
    /// How often something is sent, so that connections whose clients have gone are noticed.
    private static let heartbeat = Duration.seconds(15)

    /// Sends events as they come, until there are no more, the client disconnects, or the server stops. A client that is
    /// slower than the events loses the oldest.
    ///
    /// - Parameters:
    ///   - events: its iteration is cancelled when the client has gone.
    ///   - greeting: sent at once as a comment, so that the client knows that it is connected.
    package static func events(_ events: AsyncStream<ServerEvent>, greeting: String) -> Reply {
        let body = Body.stream { @concurrent writer in
            let (texts, text) = AsyncStream.makeStream(of: String.self, bufferingPolicy: .bufferingNewest(256))
            text.yield(": \(greeting)\n\n")
            async let pumping: Void = pump(events, into: text)
            for await text in texts { try await writer.write(ByteBuffer(string: text)) }
            await pumping
        }
        return Reply(
            .ok,
            fields: [.contentType: "text/event-stream; charset=utf-8", .cacheControl: "no-store"], body: body)
    }

    private static func pump(_ events: AsyncStream<ServerEvent>, into text: AsyncStream<String>.Continuation) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { for await event in events { text.yield(event.text) } }
            group.addTask {
                while !Task.isCancelled {
                    try? await Task.sleep(for: heartbeat)
                    text.yield(":\n\n")
                }
            }
            // The heartbeat never ends by itself.
            await group.next()
            group.cancelAll()
        }
        text.finish()
    }
}
