import AnnounceServer
import CallFlow
import Synchronization
import Telephony
import Webhook

/// Waits until both listeners are open.
final class OpenedListeners: Sendable {
    private let active: ActiveProject
    private let isRecordingsAlone: Bool
    private let ready: @Sendable (ServedProject) -> Void
    private let endpoints = Mutex<[AnnounceServer.Listener: Endpoint]>([:])

    /// - Parameter ready: called once, when both listeners are open.
    init(_ active: ActiveProject, isRecordingsAlone: Bool, ready: @escaping @Sendable (ServedProject) -> Void) {
        self.active = active
        self.isRecordingsAlone = isRecordingsAlone
        self.ready = ready
    }

    @Sendable func opened(_ listener: AnnounceServer.Listener, _ endpoint: Endpoint) {
        let both = endpoints.withLock { endpoints -> (Endpoint, Endpoint)? in
            endpoints[listener] = endpoint
            guard let `public` = endpoints[.public], let admin = endpoints[.admin] else { return nil }
            return (`public`, admin)
        }
        guard let (`public`, admin) = both else { return }
        // The public URL of recordings alone is known only now: the port may have been 0.
        var rules = active.live.rules
        if isRecordingsAlone, let url = try? PublicURL("http://\(`public`.reachable)") {
            var configuration = rules.plan.configuration
            configuration.publicURL = url
            rules.plan = CallPlan(configuration)
            active.live.replace(rules)
        }
        ready(
            ServedProject(
                configuration: rules.plan.configuration, catalogue: active.library.catalogue, listen: `public`,
                admin: admin, isRecordingsAlone: isRecordingsAlone))
    }
}
