import HTTPTypes
import NIOCore

/// How a sound is answered: with preconditions and single ranges after RFC 9110, whoever keeps it.
struct SoundReply {
    /// Equal for equal bytes; without quotes.
    let tag: String
    /// In seconds since 1970.
    let modified: Int
    /// Bytes.
    let size: Int
    let type: String
    let cacheControl: String

    /// - Parameter body: the bytes of a range; asked with nil for a HEAD request, to see that they are there.
    func reply(
        to request: SoundRequest, _ body: (Range<Int>?) async throws -> Reply.Body
    ) async throws -> Reply {
        var (reply, range) = answer(to: request)
        guard let range else { return reply }
        do {
            reply.body = try await body(request.isGet ? range : nil)
            return reply
        } catch MediaFile.Failure.changed, MediaFile.Failure.cutShort {
            return .notFound
        }
    }

    /// An answer without its body, and the bytes that are its body; nil where it has another one, or none.
    func answer(to request: SoundRequest) -> (Reply, Range<Int>?) {
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
            reply.recording = (size, 0..<0)
            return (reply, nil)
        case .failed:
            return (Reply(.preconditionFailed, text: "The announcement is another."), nil)
        case .outOfRange:
            let reply = Reply(
                .rangeNotSatisfiable, text: "There are \(size) bytes.", fields: [.contentRange: "bytes */\(size)"])
            return (reply, nil)
        }
        fields[.contentType] = type
        fields[.contentLength] = String(range.count)
        var reply = Reply(status, fields: fields, body: .none)
        reply.recording = (size, range)
        return (reply, range)
    }
}

extension ByteBuffer {
    /// A range of what can be read.
    func part(_ range: Range<Int>) -> ByteBuffer {
        getSlice(at: readerIndex + range.lowerBound, length: range.count) ?? ByteBuffer()
    }
}
