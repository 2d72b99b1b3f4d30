import HTTPTypes
package import NIOCore

/// A content with validators, and the replies to requests for it: preconditions and single ranges after RFC 9110, sections 13
/// and 14. Several ranges in one request are ignored, as the RFC permits: the whole content is sent.
package struct ContentReply: Sendable {
    /// Equal for equal bytes, and for nothing else: the strong entity tag without its quotes.
    package let tag: String
    /// When it was last changed, in seconds since 1970.
    package let modified: Int
    /// Bytes.
    package let size: Int
    package let type: String
    package let cacheControl: String
    /// The text of a 412 (Precondition Failed).
    package let failedText: String

    package init(
        tag: String, modified: Int, size: Int, type: String, cacheControl: String, failedText: String
    ) {
        self.tag = tag
        self.modified = modified
        self.size = size
        self.type = type
        self.cacheControl = cacheControl
        self.failedText = failedText
    }

    /// The whole reply; 404 where the body's file has gone or changed.
    ///
    /// - Parameter body: returns the bytes of a range; called with nil for HEAD, to check that they are available.
    /// - Throws: what `body` throws, but for `OpenFileError.changed` and `.cutShort`.
    package func reply(
        to request: ConditionalRequest, _ body: (Range<Int>?) async throws -> Reply.Body
    ) async throws -> Reply {
        var (reply, range) = answer(to: request)
        guard let range else { return reply }
        do {
            reply.body = try await body(request.isGet ? range : nil)
            return reply
        } catch OpenFileError.changed, OpenFileError.cutShort {
            return .notFound
        }
    }

    /// The reply without its body, and the range that belongs into it; nil where the reply is complete as it is.
    package func answer(to request: ConditionalRequest) -> (Reply, Range<Int>?) {
        let tag = "\"\(self.tag)\""
        let verdict = request.preconditions.verdict(tag: tag, modified: modified, size: size, isGet: request.isGet)
        var fields: HTTPFields = [
            .cacheControl: cacheControl, .eTag: tag, .lastModified: HTTPDate.text(of: modified), .acceptRanges: "bytes",
        ]
        fields[.xContentTypeOptions] = "nosniff"
        let range: Range<Int>
        let status: HTTPResponse.Status
        switch verdict {
        case .whole:
            (status, range) = (.ok, 0..<size)
        case .part(let part):
            (status, range) = (.partialContent, part)
            fields[.contentRange] = "bytes \(part.lowerBound)-\(part.upperBound - 1)/\(size)"
        case .notModified:
            var reply = Reply(.notModified, fields: fields, body: .none)
            reply.content = (size, 0..<0)
            return (reply, nil)
        case .failed:
            return (Reply(.preconditionFailed, text: failedText), nil)
        case .outOfRange:
            let reply = Reply(
                .rangeNotSatisfiable, text: "There are \(size) bytes.", fields: [.contentRange: "bytes */\(size)"])
            return (reply, nil)
        }
        fields[.contentType] = type
        fields[.contentLength] = String(range.count)
        var reply = Reply(status, fields: fields, body: .none)
        reply.content = (size, range)
        return (reply, range)
    }
}

extension ByteBuffer {
    /// A range of the readable bytes, counted from the first.
    package func part(_ range: Range<Int>) -> ByteBuffer {
        getSlice(at: readerIndex + range.lowerBound, length: range.count) ?? ByteBuffer()
    }
}
