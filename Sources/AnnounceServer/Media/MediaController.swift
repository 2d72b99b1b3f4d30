import HTTPListener
import Logging
import MediaLibrary
import NIOCore

/// Serves announcements: `GET` and `HEAD`, with preconditions and single ranges after RFC 9110.
///
/// Names are looked up in the catalogue, and in the depot that instances have in common; no path is built from what a client sends. A name stands for one
/// content for ever, so answers may be cached for ever. There is no authentication: the telephone network that fetches
/// sounds is not the provider that posts events. A file that is not as it was published is made again while the client waits;
/// where that is not possible, it is not found rather than sent torn.
struct MediaController: Sendable {
    let catalogue: @Sendable () -> Catalogue
    let cache: ContentCache
    /// Has a file made again that cannot be read; returns whether it can be by now.
    let restore: @Sendable (PublishedFile) async -> Bool
    /// A file that another instance may have published; nil if none can have.
    var lookup: @Sendable (String) -> (@Sendable () async -> PublishedFile?)? = { _ in nil }
    let metrics: ServerMetrics
    let logger: Logger

    /// The reply where no disk is needed for it.
    func cached(_ name: String, for request: ConditionalRequest) -> Reply? {
        guard let file = catalogue().file(named: name) else { return lookup(name) == nil ? .notFound : nil }
        var (reply, range) = content(file).answer(to: request)
        guard let range else { return reply }
        guard let bytes = cache[name] else { return nil }
        reply.body = .bytes(bytes.part(range))
        return reply
    }

    /// - Throws: `OpenFileError.unreadable`.
    func respond(to request: ConditionalRequest, name: String) async throws -> Reply {
        var known = catalogue().file(named: name)
        if known == nil { known = await lookup(name)?() }
        guard let file = known else { return .notFound }
        return try await content(file).reply(to: request) { range in
            do {
                return try await body(of: file, range)
            } catch let error as OpenFileError {
                logger.error(
                    "The file of a published announcement has gone or was changed", metadata: ["name": .string(name)])
                guard await restore(file) else {
                    metrics.mediaMissed()
                    throw error
                }
                return try await body(of: file, range)
            }
        }
    }

    private func content(_ file: PublishedFile) -> ContentReply {
        ContentReply(
            tag: file.hash, modified: file.modified, size: file.size, type: "audio/wav",
            cacheControl: "public, max-age=31536000, immutable", failedText: "The announcement is another.")
    }

    /// - Parameter range: nil for HEAD, to check that there is a body.
    private func body(of file: PublishedFile, _ range: Range<Int>?) async throws -> Reply.Body {
        if let bytes = cache[file.name] { return range.map { .bytes(bytes.part($0)) } ?? .none }
        let opened = try await OpenFile.open(file.path, size: file.size)
        guard let range else { return .none }
        guard file.size <= cache.largest else { return .file(opened, range) }
        let bytes = try await opened.read(0..<file.size)
        cache.insert(bytes, named: file.name)
        return .bytes(bytes.part(range))
    }
}
