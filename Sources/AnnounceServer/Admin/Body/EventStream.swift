import HTTPTypes
import HummingbirdCore
import NIOCore
import ServiceLifecycle

/// An event for a script that listens (`EventSource`; WHATWG HTML, server-sent events).
struct ServerEvent: Hashable, Sendable {
    /// A word: what `addEventListener` names; nil is `message`.
    var name: String?
    /// Lines of text.
    var data: String

    fileprivate var text: String {
        let lines = data.split(separator: "\n", omittingEmptySubsequences: false).map { "data: \($0)\n" }
        return (name.map { "event: \($0)\n" } ?? "") + lines.joined() + "\n"
    }
}

extension Reply {
    /// How often a listener hears something, so that connections which nobody reads any more are noticed.
    private static let beat = Duration.seconds(15)

    /// Sends events as they come, until there are no more, the client goes, or the server stops.
    ///
    /// - Parameter events: cancelled, by its end being dropped, when nobody listens any more.
    static func events(_ events: AsyncStream<ServerEvent>) -> Reply {
        let body = Body.stream { @concurrent (writer: inout any ResponseBodyWriter) in
            let (texts, text) = AsyncStream.makeStream(of: String.self, bufferingPolicy: .bufferingNewest(256))
            // Says that the connection is there.
            text.yield(": announce\n\n")
            async let pumping: Void = pump(events, into: text)
            for await text in texts { try await writer.write(ByteBuffer(string: text)) }
            await pumping
        }
        return Reply(
            .ok,
            fields: [.contentType: "text/event-stream; charset=utf-8", .cacheControl: "no-store"], body: body)
    }

    private static func pump(_ events: AsyncStream<ServerEvent>, into text: AsyncStream<String>.Continuation) async {
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { for await event in events { text.yield(event.text) } }
                group.addTask {
                    while !Task.isCancelled {
                        try? await Task.sleep(for: beat)
                        text.yield(":\n\n")
                    }
                }
                // The events' end is the end.
                await group.next()
                group.cancelAll()
            }
        }
        text.finish()
    }
}
