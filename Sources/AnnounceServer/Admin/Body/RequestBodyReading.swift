import HTTPTypes
import HummingbirdCore
import NIOCore

extension Request {
    /// Why a body is not read.
    enum BodyFailure: Error, Hashable, Sendable {
        case tooLarge
        /// The client stopped in the middle.
        case cutShort
    }

    /// The `Content-Length`, if there is one.
    var announcedLength: Int? { headers[.contentLength].flatMap { Int($0) } }

    /// The whole body, of at most `limit` bytes. The connection's deadline bounds the time.
    ///
    /// - Throws: `BodyFailure`, and what the connection throws.
    func wholeBody(upTo limit: Int) async throws -> ByteBuffer {
        if let announcedLength, announcedLength > limit { throw BodyFailure.tooLarge }
        var whole = ByteBuffer()
        for try await var part in body {
            guard whole.readableBytes + part.readableBytes <= limit else { throw BodyFailure.tooLarge }
            if whole.readableBytes == 0 { whole = part } else { whole.writeBuffer(&part) }
        }
        if let announcedLength, whole.readableBytes < announcedLength { throw BodyFailure.cutShort }
        return whole
    }
}
