import CallFlow
import HTTPListener
import NIOCore
import NIOHTTP1
import Webhook

/// Answers the requests of one connection of the public listener: events at once, on the connection's event loop, and
/// recordings too where they are in memory.
final class PublicResponder: RequestResponder {
    private let routes: PublicRoutes
    /// Of the current request.
    private var route = PublicRoutes.Route.media(name: "")
    /// What to record of the current request when its answer is written.
    private var answered: (reply: WebhookReply, start: NIODeadline)?

    init(_ routes: PublicRoutes) {
        self.routes = routes
    }

    func receive(_ head: HTTPRequestHead) -> BodyUse {
        route = routes.route(of: head)
        return switch route {
        case .event, .misplaced: .collected
        case .refused, .media: .ignored
        }
    }

    func answer(_ head: HTTPRequestHead, body: ByteBuffer) -> RequestAnswer {
        switch route {
        case .refused(let refusal): return .now(taking(refusal))
        case .event(let token, let rules):
            let start = NIODeadline.now()
            let reply = routes.webhook.respond(toForm: body, headers: head.headers, token: token, by: rules)
            if let event = reply.event { routes.overrides.take(event, token: token) }
            return .now(taking(reply, since: start))
        case .misplaced(let path, let rules):
            return .now(
                taking(
                    routes.misplaced.reply(
                        toForm: body, at: path, address: "\(rules.configuration.publicURL)/sipgate")))
        case .media(let name):
            if let reply = routes.media.cached(name, for: ConditionalRequest(head)) {
                return .now(routes.recorder.observed(reply, to: name, for: head))
            }
            return .later { [routes] in
                routes.recorder.observed(await routes.fetched(name, for: head), to: name, for: head)
            }
        }
    }

    func answerEarly(_ head: HTTPRequestHead) -> Reply {
        switch route {
        case .refused(let refusal): taking(refusal)
        case .event: taking(routes.webhook.tooLarge)
        case .misplaced, .media: .notFound
        }
    }

    func answerUnreadable(isComplete: Bool) -> Reply {
        isComplete ? .unreadable : taking(routes.webhook.cutShort)
    }

    func answerWritten(client: () -> SocketAddress?) {
        guard let (reply, start) = answered else { return }
        answered = nil
        if let line = reply.line { routes.webhook.log(line, client: client) }
        routes.recorder.answered(reply, since: start)
        if reply.event?.outcome.decision?.overrides.isEmpty == false { routes.overrides.store() }
    }

    private func taking(_ reply: WebhookReply, since start: NIODeadline = .now()) -> Reply {
        answered = (reply, start)
        return reply.reply
    }
}
