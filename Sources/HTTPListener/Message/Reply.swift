package import HTTPTypes
package import NIOCore
import NIOHTTP1

/// An answer to a request, before it is written.
///
/// `Date` and the framing of the body (`Transfer-Encoding` where `Content-Length` is missing) are added by the listener;
/// everything else is up to the responder. A body is not written in reply to a HEAD request.
package struct Reply: Sendable {
    package enum Body: Sendable {
        /// No body: the status has none, or the request was HEAD.
        case none
        case bytes(ByteBuffer)
        /// A range of a file, read chunk by chunk as the client takes it.
        case file(OpenFile, Range<Int>)
        /// A body of unknown length. The closure runs in a task of its own, which is cancelled when the listener stops;
        /// what it still writes is sent, and its return ends the body. Throwing cuts the connection.
        case stream(@concurrent @Sendable (BodyWriter) async throws -> Void)
    }

    /// How much of a reply left this machine.
    package struct Delivery: Hashable, Sendable {
        /// Bytes of the body that the client's system has acknowledged or this one has buffered.
        package let bytes: Int
        /// Whether the body was written to its end.
        package let isComplete: Bool
    }

    package var status: HTTPResponse.Status
    package var fields: HTTPFields
    package var body: Body
    /// The size of the whole content that this reply brings, or is about, and the range of it in the body.
    package var content: (size: Int, range: Range<Int>)?
    /// Called when the head is written. What it returns is called once, when the last byte is with the system, or the
    /// connection has ended before. Both run on the connection's event loop and must not block.
    package var observer: (@Sendable () -> @Sendable (Delivery) -> Void)?

    package init(_ status: HTTPResponse.Status, fields: HTTPFields = [:], body: Body) {
        self.status = status
        self.fields = fields
        self.body = body
    }

    /// A sentence as `text/plain`; the line's end is added.
    package init(_ status: HTTPResponse.Status, text: String, fields: HTTPFields = [:]) {
        self.init(status, fields: fields, bytes: ByteBuffer(string: text + "\n"), type: "text/plain; charset=utf-8")
    }

    package init(_ status: HTTPResponse.Status, fields: HTTPFields = [:], bytes: ByteBuffer, type: String) {
        self.init(status, fields: fields, body: .bytes(bytes))
        self.fields[.contentType] = type
        self.fields[.contentLength] = String(bytes.readableBytes)
        self.fields[.xContentTypeOptions] = "nosniff"
    }

    /// HTTP/1.1 requires exactly one valid `Host` field (RFC 9112 section 3.2).
    package static let noHost = Reply(
        .badRequest, text: "The request names no host, several, or an invalid one.", fields: [.connection: "close"])

    package static let notFound = Reply(.notFound, text: "Not found.")

    /// The method is not supported at this path.
    ///
    /// - Parameter allowed: the supported ones, as in the field `Allow`.
    package static func notAllowed(_ allowed: String) -> Reply {
        Reply(.methodNotAllowed, text: "Allowed here: \(allowed).", fields: [.allow: allowed])
    }

    /// The reply to a HEAD request for the same.
    package var withoutBody: Reply { Reply(status, fields: fields, body: .none) }

    /// - Parameter date: the value of `Date`.
    func head(date: String) -> HTTPResponseHead {
        var headers = HTTPHeaders()
        headers.reserveCapacity(fields.count + 2)
        for field in fields { headers.add(name: field.name.rawName, value: field.value) }
        headers.add(name: "Date", value: date)
        let status = HTTPResponseStatus(statusCode: status.code, reasonPhrase: status.reasonPhrase)
        return HTTPResponseHead(version: .http1_1, status: status, headers: headers)
    }
}
