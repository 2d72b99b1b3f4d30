import HTTPTypes
package import NIOCore
package import NIOHTTP1

/// Answers the requests of one connection, one after the other.
///
/// All methods are called on the connection's event loop, in this order for each request: `receive`, then one of the `answer`
/// methods, then `answerWritten`; so a responder may keep what belongs to the current request. None of them may block: what
/// waits for a disk or for other work is returned as `RequestAnswer.later` or as `BodyUse.streamed`, and runs elsewhere.
///
/// The connection protects the responder: heads and collected bodies have limits, slow clients are cut off, requests that
/// arrive while one is being answered wait their turn, and nothing arrives after a malformed request. It does not
/// check hosts, origins or credentials, and it does not limit how often a client comes.
package protocol RequestResponder: AnyObject {
    /// A request's head has arrived. `Host` is missing where the request had not exactly one.
    func receive(_ head: HTTPRequestHead) -> BodyUse

    /// The request is complete.
    ///
    /// - Parameter body: empty unless `receive` returned `.collected`.
    func answer(_ head: HTTPRequestHead, body: ByteBuffer) -> RequestAnswer

    /// The body is not read any further, and the connection ends with the answer: the body is over the limit, or it is not
    /// wanted and the client waits for `100 Continue` before sending it.
    func answerEarly(_ head: HTTPRequestHead) -> Reply

    /// What was received is not HTTP, or ended before its end. The connection ends with the answer.
    ///
    /// - Parameter isComplete: false where a request's head was received, and its end was not.
    func answerUnreadable(isComplete: Bool) -> Reply

    /// The answer was handed to the connection: all of a `Reply`, or the head of one that has a file or a stream as its
    /// body. Called neither for `RequestAnswer.later` nor for streamed requests, whose replies carry an `observer`.
    ///
    /// - Parameter client: the client's address, looked up when called.
    func answerWritten(client: () -> SocketAddress?)
}

/// What is done with the body of a request.
package enum BodyUse: Sendable {
    /// It is read over, so that the connection can be used further.
    case ignored
    /// It is collected in memory, up to `ConnectionLimits.bodyBytes`.
    case collected
    /// It is read by the closure while it arrives. The closure runs off the event loop; an error that it throws cuts the
    /// connection. There is no limit but the connection's deadline.
    case streamed(@Sendable (Request) async throws -> Reply)
}

/// The answer to a request.
package enum RequestAnswer: Sendable {
    case now(Reply)
    /// Made off the event loop.
    case later(@Sendable () async -> Reply)
}

/// Answers every request by an asynchronous function: for pages and files, which take longer than a change of threads.
package final class AsyncResponder: RequestResponder {
    private let respond: @Sendable (Request) async throws -> Reply

    package init(_ respond: @escaping @Sendable (Request) async throws -> Reply) {
        self.respond = respond
    }

    package func receive(_ head: HTTPRequestHead) -> BodyUse { .streamed(respond) }
    package func answer(_ head: HTTPRequestHead, body: ByteBuffer) -> RequestAnswer { .now(.notFound) }
    package func answerEarly(_ head: HTTPRequestHead) -> Reply { .notFound }
    package func answerUnreadable(isComplete: Bool) -> Reply { .unreadable }
    package func answerWritten(client: () -> SocketAddress?) {}
}

extension Reply {
    /// The answer to what is not HTTP.
    package static let unreadable = Reply(
        .badRequest, fields: [.connection: "close", .contentLength: "0"], body: .none)
}
