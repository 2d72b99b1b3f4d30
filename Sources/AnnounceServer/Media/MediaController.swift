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

    /// The answer where no disk is needed for it.
    func cached(_ name: String, for request: SoundRequest) -> Reply? {
        guard let file = catalogue().file(named: name) else { return .notFound }
        var (reply, range) = sound(file).answer(to: request)
        guard let range else { return reply }
        guard let bytes = cache[name] else { return nil }
        reply.body = .bytes(bytes.part(range))
        return reply
    }

    func respond(to request: SoundRequest, name: String) async throws -> Reply {
        guard let file = catalogue().file(named: name) else { return .notFound }
        return try await sound(file).reply(to: request) { range in
            guard let range else {
                if cache[file.name] == nil { _ = try await MediaFile.open(file) }
                return .none
            }
            return try await body(of: file, range)
        }
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
