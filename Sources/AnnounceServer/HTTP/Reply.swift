import HTTPTypes
import HummingbirdCore
import NIOCore
import NIOHTTP1

/// An answer to a request, before it is written.
struct Reply: Sendable {
    enum Body: Sendable {
        /// To a HEAD request, or because the status has none.
        case none
        case bytes(ByteBuffer)
        /// Some of a file, read as it is taken.
        case file(MediaFile, Range<Int>)
        /// As long as it takes; without an announced length.
        case stream(@concurrent @Sendable (inout any ResponseBodyWriter) async throws -> Void)
    }

    var status: HTTPResponse.Status
    var fields: HTTPFields
    var body: Body
    /// The size of the recording that it brings, or is about, and the bytes of it.
    var recording: (size: Int, range: Range<Int>)?
    /// Called on the admin listener when all of it was written.
    var whenWritten: (@Sendable () -> Void)?

    init(_ status: HTTPResponse.Status, fields: HTTPFields = [:], body: Body) {
        self.status = status
        self.fields = fields
        self.body = body
    }

    /// A few words for people; the line's end is added.
    init(_ status: HTTPResponse.Status, text: String, fields: HTTPFields = [:]) {
        self.init(status, fields: fields, bytes: ByteBuffer(string: text + "\n"), type: "text/plain; charset=utf-8")
    }

    init(_ status: HTTPResponse.Status, fields: HTTPFields = [:], bytes: ByteBuffer, type: String) {
        self.init(status, fields: fields, body: .bytes(bytes))
        self.fields[.contentType] = type
        self.fields[.contentLength] = String(bytes.readableBytes)
        self.fields[.xContentTypeOptions] = "nosniff"
    }

    /// HTTP/1.1 wants exactly one `Host` (RFC 9112 section 3.2).
    static let noHost = Reply(
        .badRequest, text: "The request names no host, or several.", fields: [.connection: "close"])

    static let notFound = Reply(.notFound, text: "Not found.")

    /// A method that a path does not know.
    static func notAllowed(_ allowed: String) -> Reply {
        Reply(.methodNotAllowed, text: "Allowed here: \(allowed).", fields: [.allow: allowed])
    }

    /// As it is answered to HEAD.
    var withoutBody: Reply { Reply(status, fields: fields, body: .none) }

    /// As it is written to a connection of NIO's.
    func head(date: String) -> HTTPResponseHead {
        var headers = HTTPHeaders()
        headers.reserveCapacity(fields.count + 2)
        for field in fields { headers.add(name: field.name.rawName, value: field.value) }
        headers.add(name: "Date", value: date)
        let status = HTTPResponseStatus(statusCode: status.code, reasonPhrase: status.reasonPhrase)
        return HTTPResponseHead(version: .http1_1, status: status, headers: headers)
    }

    /// Writes it to a connection.
    @concurrent func write(to writer: consuming ResponseWriter, date: String) async throws {
        var head = HTTPResponse(status: status, headerFields: fields)
        head.headerFields[.date] = date
        switch body {
        case .none:
            try await writer.writeResponse(head)
        case .bytes(let bytes):
            try await writer.write(response: head, body: ResponseBody(byteBuffer: bytes))
        case .file(let file, let range):
            var body = try await writer.writeHead(head)
            for start in stride(from: range.lowerBound, to: range.upperBound, by: MediaFile.chunk) {
                let end = min(start + MediaFile.chunk, range.upperBound)
                try await body.write(try await file.read(start..<end))
            }
            try await body.finish(nil)
        case .stream(let stream):
            try await writer.write(
                response: head,
                body: ResponseBody { writer in
                    try await stream(&writer)
                    try await writer.finish(nil)
                })
        }
    }
}
