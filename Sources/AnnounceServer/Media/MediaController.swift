import HTTPTypes
import MediaLibrary
import NIOCore
import NIOHTTP1

/// Serves announcements: `GET` and `HEAD`, with preconditions and single ranges after RFC 9110.
///
/// Names are looked up in the catalogue and nowhere else; no path is made of what a client sends. A name is of one content
/// for ever, so answers may be kept for ever. There is no authentication: who fetches sounds for the telephone network is not
/// who posts its events. A file that is not as it was published is not found rather than sent torn.
struct MediaController: Sendable {
    let catalogue: @Sendable () -> Catalogue
    let cache: MediaCache

    /// The answer where no disk is needed for it.
    func cached(_ name: String, for request: HTTPRequestHead) -> Reply? {
        guard let file = catalogue().file(named: name) else { return .notFound }
        var (reply, range) = answer(with: file, to: request)
        guard let range else { return reply }
        guard let bytes = cache[name] else { return nil }
        reply.body = .bytes(bytes.part(range))
        return reply
    }

    func respond(to request: HTTPRequestHead, name: String) async throws -> Reply {
        guard let file = catalogue().file(named: name) else { return .notFound }
        var (reply, range) = answer(with: file, to: request)
        guard let range else { return reply }
        do {
            if request.method == .GET {
                reply.body = try await body(of: file, range)
            } else if cache[file.name] == nil {
                _ = try await MediaFile.open(file)
            }
            return reply
        } catch MediaFile.Failure.changed, MediaFile.Failure.cutShort {
            return .notFound
        }
    }

    /// The same on the admin listener.
    func respond(to request: HTTPRequest, name: String) async throws -> Reply {
        guard let file = catalogue().file(named: name) else { return .notFound }
        return try await sound(file).reply(to: request) { range in
            guard let range else {
                if cache[file.name] == nil { _ = try await MediaFile.open(file) }
                return .none
            }
            return try await body(of: file, range)
        }
    }

    private func answer(with file: PublishedFile, to request: HTTPRequestHead) -> (Reply, Range<Int>?) {
        sound(file).answer(Preconditions(request.headers), isGet: request.method == .GET)
    }

    private func sound(_ file: PublishedFile) -> SoundReply {
        SoundReply(
            tag: file.hash, modified: file.modified, size: file.size, type: "audio/wav",
            cacheControl: "public, max-age=31536000, immutable")
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

extension Preconditions {
    fileprivate init(_ fields: HTTPHeaders) {
        ifMatch = fields.combined("if-match")
        ifNoneMatch = fields.combined("if-none-match")
        ifModifiedSince = fields.combined("if-modified-since")
        ifUnmodifiedSince = fields.combined("if-unmodified-since")
        ifRange = fields.combined("if-range")
        range = fields.combined("range")
    }
}

extension HTTPHeaders {
    /// Several fields of one name are one, with commas (RFC 9110 section 5.3).
    fileprivate func combined(_ name: String) -> String? {
        let values = self[name]
        return values.count > 1 ? values.joined(separator: ", ") : values.first
    }
}
