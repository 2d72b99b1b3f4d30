import HTTPListener
import HTTPTypes
import Logging
import NIOCore
import NIOHTTP1
import Webhook

/// The public listener's routes: `/sipgate`, `/sipgate/{position}` and `/media/{file}`, at the root and below the path of the
/// public URL. `//sipgate` is `/sipgate`: an address that ends with a slash is easily joined with a path that begins with one.
struct PublicRoutes: Sendable {
    /// What a request's head asks for.
    enum Route {
        /// Refused, whatever the body says.
        case refused(WebhookReply)
        /// An event; `token` is the last segment of the path, if that is the address of a position.
        case event(token: String?, LivePlan.Snapshot)
        /// A form at a path without meaning, which may be an event.
        case misplaced(path: String, LivePlan.Snapshot)
        case media(name: String)
    }

    let live: LivePlan
    let webhook: WebhookController
    let media: MediaController
    let recorder: TrafficRecorder
    let misplaced: MisplacedEvents
    let overrides: TelephoneOverrides
    let logger: Logger

    func route(of head: HTTPRequestHead) -> Route {
        // The listener leaves none where there is not exactly one.
        guard head.headers.contains(name: "host") else { return .refused(.init(reply: .noHost)) }
        guard let path = RequestPath(target: head.uri) else { return .refused(.init(reply: .notFound)) }
        let rules = live.snapshot
        let segments = Self.segments(of: path, rules)
        if segments.first == "", let event = eventBehindSlashes(head, segments, rules) { return event }
        switch (segments.first, segments.dropFirst().first, segments.count) {
        case ("sipgate", nil, _), ("sipgate", "", 2):
            return event(head, token: nil, rules)
        case ("sipgate", let token?, 2) where token != "." && token != ".." && !token.contains("%"):
            return event(head, token: String(token), rules)
        case ("media", let name?, 2):
            guard head.method == .GET || head.method == .HEAD else {
                return .refused(.init(reply: .notAllowed("GET, HEAD")))
            }
            logger.debug("\(head.method.rawValue) of a recording", metadata: ["name": .string(String(name))])
            return .media(name: String(name))
        default:
            guard webhook.mayBeEvent(head) else { return .refused(.init(reply: .notFound)) }
            return .misplaced(path: Self.shown(head.uri), rules)
        }
    }

    /// The path's segments below that of the public URL, or of one that the server had before: calls in progress were given its
    /// addresses.
    private static func segments(of path: RequestPath, _ rules: LivePlan.Snapshot) -> [Substring] {
        var path = path.removing(rules.folders)
        for former in rules.formerFolders where path.segments.count > former.count + 1 { path = path.removing(former) }
        return path.segments
    }

    /// The route of a path with more slashes before `sipgate` than it should have.
    private func eventBehindSlashes(
        _ head: HTTPRequestHead, _ segments: [Substring], _ rules: LivePlan.Snapshot
    ) -> Route? {
        var rest = segments.drop { $0.isEmpty }
        if !rules.folders.isEmpty, rest.count > rules.folders.count, rest.starts(with: rules.folders) {
            rest = rest.dropFirst(rules.folders.count).drop { $0.isEmpty }
        }
        guard rest.first == "sipgate" else { return nil }
        var head = head
        head.uri = "/" + rest.joined(separator: "/")
        return route(of: head)
    }

    /// A path for the log: without its query, which may contain secrets, and cut.
    private static func shown(_ target: String) -> String {
        let path = target.prefix { $0 != "?" && $0 != "#" }
        return path.count > 200 ? path.prefix(200) + "…" : String(path)
    }

    private func event(_ head: HTTPRequestHead, token: String?, _ rules: LivePlan.Snapshot) -> Route {
        if let refusal = webhook.refusal(of: head, by: rules) { return .refused(refusal) }
        return .event(token: token, rules)
    }

    /// The reply to a request for a recording that is not in memory.
    @concurrent func fetched(_ name: String, for head: HTTPRequestHead) async -> Reply {
        do {
            return try await media.respond(to: ConditionalRequest(head), name: name)
        } catch {
            logger.error("A file cannot be read", error: error, metadata: ["name": .string(name)])
            return Reply(.internalServerError, text: "The server failed.")
        }
    }
}
