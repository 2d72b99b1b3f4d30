import HTTPTypes
import Logging
import NIOCore
import NIOHTTP1

/// The public listener: `/sipgate`, `/sipgate/{position}`, `/media/{file}`, at the root and below the public address's path.
struct PublicResponder: Sendable {
    typealias Answered = WebhookController.Answered

    let live: LivePlan
    let webhook: WebhookController
    let media: MediaController
    let accounts: Accounts
    let date = DateField()

    /// What a request's head says about it.
    enum Intake {
        /// Nothing in the body can change that.
        case refused(Answered)
        /// A form is to come; the last segment of the path, where it is the address of a position.
        case event(token: String?, LivePlan.Snapshot)
        case media(name: String)
    }

    func intake(of head: HTTPRequestHead) -> Intake {
        // Where it has not exactly one, none is left here.
        guard head.headers.contains(name: "host") else { return .refused(.init(reply: .noHost)) }
        guard let path = RequestPath(target: head.uri) else { return .refused(.init(reply: .notFound)) }
        let rules = live.snapshot
        let segments = path.removing(rules.folders).segments
        switch (segments.first, segments.dropFirst().first, segments.count) {
        case ("sipgate", nil, _), ("sipgate", "", 2):
            return event(head, token: nil, rules)
        case ("sipgate", let token?, 2) where token != "." && token != ".." && !token.contains("%"):
            return event(head, token: String(token), rules)
        case ("media", let name?, 2):
            guard head.method == .GET || head.method == .HEAD else {
                return .refused(.init(reply: .notAllowed("GET, HEAD")))
            }
            return .media(name: String(name))
        default:
            return .refused(.init(reply: .notFound))
        }
    }

    private func event(_ head: HTTPRequestHead, token: String?, _ rules: LivePlan.Snapshot) -> Intake {
        if let refusal = webhook.refusal(of: head, by: rules) { return .refused(refusal) }
        return .event(token: token, rules)
    }

    /// The answer to an event whose form is whole.
    func answer(
        toForm body: ByteBuffer, of head: HTTPRequestHead, token: String?, by rules: LivePlan.Snapshot
    ) -> Answered {
        webhook.respond(toForm: body, headers: head.headers, token: token, by: rules)
    }

    /// An event whose form is longer than any.
    var tooLarge: Answered { webhook.tooLarge }

    /// The answer to what is no HTTP, or ends before its end.
    func unreadable(isWhole: Bool) -> Answered {
        guard isWhole else { return webhook.cutShort }
        return Answered(reply: Reply(.badRequest, fields: [.connection: "close", .contentLength: "0"], body: .none))
    }

    /// Says what was answered; of what was refused, to whom.
    func log(_ line: WebhookController.Line, of client: @autoclosure () -> SocketAddress?) {
        var fields = line.fields
        if line.level >= .warning { fields["client"] = client().map { .string("\($0)") } }
        webhook.logger.log(level: line.level, "\(line.message)", metadata: fields)
    }

    /// The answer to a request for a file; nil where a disk has to be asked.
    func cached(_ name: String, for head: HTTPRequestHead) -> Reply? { media.cached(name, for: SoundRequest(head)) }

    /// The answer to a request for a file, which may have to be read.
    @concurrent func fetched(_ name: String, for head: HTTPRequestHead) async -> Reply {
        do {
            return try await media.respond(to: SoundRequest(head), name: name)
        } catch {
            webhook.logger.error("A file cannot be read", error: error, metadata: ["name": .string(name)])
            return Reply(.internalServerError, text: "The server failed.")
        }
    }
}
