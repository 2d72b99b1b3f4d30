package import NIOCore

/// Writes the body of a `Reply.Body.stream`.
package struct BodyWriter: Sendable {
    private let send: @Sendable (ByteBuffer) -> EventLoopFuture<Void>

    init(_ send: @escaping @Sendable (ByteBuffer) -> EventLoopFuture<Void>) {
        self.send = send
    }

    /// Writes a chunk, and returns when the client's system can take more.
    ///
    /// - Throws: what keeps the connection from being written to, such as `ChannelError.ioOnClosedChannel`.
    @concurrent package func write(_ chunk: ByteBuffer) async throws {
        try await send(chunk).get()
    }
}
