package import HTTPTypes
package import NIOCore
import NIOHTTP1

/// A request whose body is read as it arrives.
package struct Request: Sendable {
    /// Its authority is the `Host` field; nil where there is not exactly one.
    package let head: HTTPRequest
    package let body: RequestBody
    /// Where the connection comes from; behind a proxy that is the proxy.
    package let client: SocketAddress?

    package init(head: HTTPRequest, body: RequestBody, client: SocketAddress?) {
        self.head = head
        self.body = body
        self.client = client
    }

    package var method: HTTPRequest.Method { head.method }
    package var headers: HTTPFields { head.headerFields }

    /// The `Content-Length`, if there is one.
    package var announcedLength: Int? { headers[.contentLength].flatMap { Int($0) } }

    /// Reads the whole body into memory. The connection's deadline bounds the time.
    ///
    /// - Parameter limit: bytes.
    /// - Throws: `RequestBodyError`, and what the connection throws.
    package func wholeBody(upTo limit: Int) async throws -> ByteBuffer {
        if let announcedLength, announcedLength > limit { throw RequestBodyError.tooLarge }
        var whole = ByteBuffer()
        for try await var part in body {
            guard whole.readableBytes + part.readableBytes <= limit else { throw RequestBodyError.tooLarge }
            if whole.readableBytes == 0 { whole = part } else { whole.writeBuffer(&part) }
        }
        if let announcedLength, whole.readableBytes < announcedLength { throw RequestBodyError.cutShort }
        return whole
    }
}

extension HTTPRequest {
    /// The request as the currency type of swift-http-types: `Host` becomes the authority. Fields whose names are no
    /// tokens, which NIO's parser refuses anyway, are left out.
    init(_ head: HTTPRequestHead) {
        var fields = HTTPFields()
        fields.reserveCapacity(head.headers.count)
        var authority: String?
        for (name, value) in head.headers {
            if authority == nil, name.lowercased() == "host" {
                authority = value
            } else if let name = HTTPField.Name(name) {
                fields.append(HTTPField(name: name, lenientValue: value.utf8))
            }
        }
        self.init(
            method: Method(head.method.rawValue) ?? .get, scheme: nil, authority: authority, path: head.uri,
            headerFields: fields)
    }
}
