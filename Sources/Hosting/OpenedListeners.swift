import AnnounceServer
import CallFlow
import Synchronization
import Telephony
import Webhook

/// Waits until both listeners are open.
final class OpenedListeners: Sendable {
    private let active: ActiveProject
    private let isRecordingsAlone: Bool
    private let publicURLFollows: Bool
    private let ready: @Sendable (ServedProject) -> Void
    private let endpoints = Mutex<[AnnounceServer.Listener: Endpoint]>([:])

    /// - Parameters:
    ///   - publicURLFollows: whether the public URL is the public listener's own address.
    ///   - ready: called once, when both listeners are open.
    init(
        _ active: ActiveProject, isRecordingsAlone: Bool, publicURLFollows: Bool,
        ready: @escaping @Sendable (ServedProject) -> Void
    ) {
        self.active = active
        self.isRecordingsAlone = isRecordingsAlone
        self.publicURLFollows = publicURLFollows
        self.ready = ready
    }

    @Sendable func opened(_ listener: AnnounceServer.Listener, _ endpoint: Endpoint) {
        guard listener != .challenges else { return }
        let both = endpoints.withLock { endpoints -> (Endpoint, Endpoint)? in
            endpoints[listener] = endpoint
            guard let `public` = endpoints[.public], let admin = endpoints[.admin] else { return nil }
            return (`public`, admin)
        }
        guard let (`public`, admin) = both else { return }
        // Such a URL is known only now: the port may have been 0.
        active.opened(`public`, publicURLFollows: publicURLFollows)
        ready(
            ServedProject(
                configuration: active.live.rules.plan.configuration, catalogue: active.library.catalogue,
                listen: `public`, admin: admin, isRecordingsAlone: isRecordingsAlone))
    }
}
