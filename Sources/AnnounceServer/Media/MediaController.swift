import HTTPTypes
import MediaLibrary
import NIOCore

/// Serves announcements: `GET` and `HEAD`, with preconditions and single ranges after RFC 9110.
///
/// Names are looked up in the catalogue and nowhere else; no path is made of what a client sends. A name is of one content
/// for ever, so answers may be kept for ever. There is no authentication: who fetches sounds for the telephone network is not
/// who posts its events. A file that is not as it was published is not found rather than sent torn.
struct MediaController: Sendable {
    let catalogue: @Sendable () -> Catalogue
    let cache: MediaCache

    func respond(to request: HTTPRequest, name: String) async throws -> Reply {
        guard request.method == .get || request.method == .head else { return .notAllowed("GET, HEAD") }
        guard let file = catalogue().file(named: name) else { return .notFound }
        let tag = "\"\(file.hash)\""
        let isGet = request.method == .get
        let verdict = Preconditions(request.headerFields).verdict(
            tag: tag, modified: file.modified, size: file.size, isGet: isGet)
        var fields: HTTPFields = [
            .cacheControl: "public, max-age=31536000, immutable", .eTag: tag,
            .lastModified: HTTPDate.text(of: file.modified), .acceptRanges: "bytes",
        ]
        fields[.xContentTypeOptions] = "nosniff"
        let range: Range<Int>
        let status: HTTPResponse.Status
        switch verdict {
        case .whole:
            (status, range) = (.ok, 0..<file.size)
        case .part(let part):
            (status, range) = (.partialContent, part)
            fields[.contentRange] = "bytes \(part.lowerBound)-\(part.upperBound - 1)/\(file.size)"
        case .notModified:
            return Reply(.notModified, fields: fields, body: .none)
        case .failed:
            return Reply(.preconditionFailed, text: "The announcement is another.")
        case .outOfRange:
            return Reply(
                .rangeNotSatisfiable, text: "There are \(file.size) bytes.",
                fields: [.contentRange: "bytes */\(file.size)"])
        }
        fields[.contentType] = "audio/wav"
        fields[.contentLength] = String(range.count)
        do {
            guard isGet else {
                if cache[file.name] == nil { _ = try await MediaFile.open(file) }
                return Reply(status, fields: fields, body: .none)
            }
            return Reply(status, fields: fields, body: try await body(of: file, range))
        } catch MediaFile.Failure.changed, MediaFile.Failure.cutShort {
            return .notFound
        }
    }

    private func body(of file: PublishedFile, _ range: Range<Int>) async throws -> Reply.Body {
        if let bytes = cache[file.name] { return .bytes(bytes.part(range)) }
        let opened = try await MediaFile.open(file)
        guard file.size <= cache.largest else { return .file(opened, range) }
        let bytes = try await opened.read(0..<file.size)
        cache.insert(bytes, named: file.name)
        return .bytes(bytes.part(range))
    }
}

extension ByteBuffer {
    fileprivate func part(_ range: Range<Int>) -> ByteBuffer {
        getSlice(at: readerIndex + range.lowerBound, length: range.count) ?? ByteBuffer()
    }
}

extension Preconditions {
    fileprivate init(_ fields: HTTPFields) {
        ifMatch = fields[.ifMatch]
        ifNoneMatch = fields[.ifNoneMatch]
        ifModifiedSince = fields[.ifModifiedSince]
        ifUnmodifiedSince = fields[.ifUnmodifiedSince]
        ifRange = fields[.ifRange]
        range = fields[.range]
    }
}
