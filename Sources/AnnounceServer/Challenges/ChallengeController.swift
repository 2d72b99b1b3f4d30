import HTTPListener
import HTTPTypes
import Telephony

/// Answers the listener of port 80: proofs for the certificate authority (RFC 8555, section 8.3), and the way to HTTPS for
/// everything else.
struct ChallengeController: Sendable {
    let proof: @Sendable (String) -> String?
    let publicURL: @Sendable () -> PublicURL

    func answer(_ request: Request) -> Reply {
        guard request.method == .get || request.method == .head else { return .notAllowed("GET, HEAD") }
        guard let target = request.head.path, let segments = RequestPath(target: target)?.decoded else {
            return .notFound
        }
        let reply =
            if segments.count == 3, segments.prefix(2) == [".well-known", "acme-challenge"] {
                proof(segments[2]).map { Reply(.ok, text: $0) } ?? .notFound
            } else {
                Reply(
                    .permanentRedirect, text: "Served by HTTPS only.",
                    fields: [.location: "https://" + authority + target])
            }
        return request.method == .head ? reply.withoutBody : reply
    }

    private var authority: String {
        let url = publicURL()
        return url.host + (url.port.map { ":\($0)" } ?? "")
    }
}
