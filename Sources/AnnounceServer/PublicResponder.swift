import HTTPTypes
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1

/// The public listener: `/sipgate`, `/sipgate/{position}`, `/media/{file}`, at the root and below the public address's path.
struct PublicResponder: Sendable {
    let live: LivePlan
    let webhook: WebhookController
    let media: MediaController
    let date = DateField()
    let logger: Logger

    /// Answers, and logs what there is to log when the answer is written.
    @concurrent func answer(_ request: Request, _ writer: consuming ResponseWriter, client: SocketAddress?) async throws
    {
        var answered: WebhookController.Answered
        do {
            answered = try await respond(to: request, writer: writer)
        } catch let error as HTTPParserError {
            // Answered with 400 by whoever reads the connection.
            throw error
        } catch {
            logger.error("A request failed", error: error, metadata: ["path": .string(request.head.path ?? "")])
            answered = .init(reply: Reply(.internalServerError, text: "The server failed."))
        }
        if request.method == .head { answered.reply = answered.reply.withoutBody }
        try await answered.reply.write(to: writer, date: date.text)
        guard var line = answered.line else { return }
        if line.level >= .warning { line.fields["client"] = client.map { .string("\($0)") } }
        logger.log(level: line.level, "\(line.message)", metadata: line.fields)
    }

    @concurrent private func respond(
        to request: Request, writer: borrowing ResponseWriter
    ) async throws -> WebhookController.Answered {
        guard request.head.authority != nil else { return .init(reply: .noHost) }
        guard let path = request.head.path.flatMap(RequestPath.init) else { return .init(reply: .notFound) }
        let snapshot = live.snapshot
        let segments = path.removing(snapshot.folders).segments
        switch (segments.first, segments.dropFirst().first, segments.count) {
        case ("sipgate", nil, _), ("sipgate", "", 2):
            return try await webhook.respond(to: request, token: nil, by: snapshot, writer: writer)
        case ("sipgate", let token?, 2) where token != "." && token != ".." && !token.contains("%"):
            return try await webhook.respond(to: request, token: String(token), by: snapshot, writer: writer)
        case ("media", let name?, 2):
            return .init(reply: try await media.respond(to: request.head, name: String(name)))
        default:
            return .init(reply: .notFound)
        }
    }
}
