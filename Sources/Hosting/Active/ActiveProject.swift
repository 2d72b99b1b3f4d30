package import CallFlow
import Dashboard
import MediaLibrary
import Synchronization
import Telephony
package import Webhook

/// What calls are answered with now: a valid configuration and its recordings. Parts are replaced while calls go on; a
/// request that has begun keeps what it began with.
package final class ActiveProject: Sendable {
    /// The rules that answer calls.
    package let live: LivePlan
    package let library: ReplaceableLibrary
    private let state: Mutex<State>

    private struct State {
        var configuration: Configuration
        var used: Set<AnnouncementName>
        /// The public listener's port, once it is open.
        var port: Int?
        /// The address that a tunnel has, instead of the configured one.
        var tunnelURL: PublicURL?
        var heldEdit: HeldEdit?

        /// The configuration that calls are answered by.
        var effective: Configuration {
            var configuration = configuration
            configuration.publicURL = tunnelURL ?? configuration.publicURL
            return configuration
        }
    }

    /// - Parameters:
    ///   - prompts: the prompts that calls may play.
    ///   - text: of the configuration; nil for recordings alone.
    /// - Throws: if the keys of the depot are not in the environment.
    init(
        _ configuration: Configuration, prompts: Set<Prompt>, secrets: WebhookSecrets, text: WrittenConfiguration?,
        state: ServedState,
        tokens: PositionTokens, trials: TestCallSignature
    ) throws(WebhookSecretError) {
        let library = ReplaceableLibrary(
            try .served(configuration, state: state.folder, spare: state.spareFolder), wanting: prompts,
            saying: SpokenPlan(configuration))
        self.library = library
        var rules = LivePlan.Rules(configuration, secrets)
        rules.mark = text.map { EditedFile.mark(of: $0) } ?? ""
        live = LivePlan(rules, tokens: tokens, trials: trials) { library.catalogue }
        self.state = Mutex(State(configuration: configuration, used: Set(prompts.flatMap(\.parts))))
    }

    /// The last valid configuration.
    package var configuration: Configuration { state.withLock(\.configuration) }

    /// Announcements that some call may play.
    var used: Set<AnnouncementName> { state.withLock(\.used) }

    /// The public listener's port, once it is open.
    var port: Int? { state.withLock(\.port) }

    /// The edit of the configuration that waits to be confirmed.
    var heldEdit: HeldEdit? {
        get { state.withLock(\.heldEdit) }
        set { state.withLock { $0.heldEdit = newValue } }
    }

    /// What the texts of a configuration say from now on, under the overrides of this moment.
    func spokenPlan(of configuration: Configuration) -> SpokenPlan {
        SpokenPlan(configuration, overrides: live.rules.plan.overrides)
    }

    /// Has the texts spoken that have become others: time has passed, or a schedule was opened or closed.
    func refreshTexts() {
        let configuration = configuration
        guard configuration.speech != nil else { return }
        library.say(spokenPlan(of: configuration))
    }

    /// The public listener is open.
    ///
    /// - Parameter publicURLFollows: whether the public URL gets its port.
    func opened(_ listen: Endpoint, publicURLFollows: Bool) {
        let configuration = state.withLock { state in
            state.port = listen.port
            if publicURLFollows, let url = state.configuration.publicURL.withPort(listen.port) {
                state.configuration.publicURL = url
            }
            return state.configuration
        }
        var rules = live.rules
        guard rules.plan.configuration.publicURL != configuration.publicURL else { return }
        rules.plan = CallPlan(configuration)
        live.replace(rules, at: .now)
    }

    /// Replaces the configuration from the next request on.
    func replace(
        _ configuration: Configuration, prompts: Set<Prompt>, secrets: WebhookSecrets, text: WrittenConfiguration
    ) {
        let mark = EditedFile.mark(of: text)
        state.withLock { state in
            state.configuration = configuration
            state.used = Set(prompts.flatMap(\.parts))
            var rules = LivePlan.Rules(state.effective, secrets, following: live.plan)
            rules.mark = mark
            live.replace(rules, at: .now)
        }
    }

    /// Understands positions in calls that another instance leads by this configuration, from the next request on.
    func know(_ configuration: Configuration, _ secrets: WebhookSecrets) {
        state.withLock { state in
            var configuration = configuration
            configuration.publicURL = state.tunnelURL ?? configuration.publicURL
            live.know(LivePlan.Rules(configuration, secrets, following: live.plan).plan, at: .now)
        }
    }

    /// Replaces the public URL from the next request on, whatever the configuration says.
    func replace(publicURL url: PublicURL) {
        state.withLock { state in
            state.tunnelURL = url
            var rules = live.rules
            rules.plan = CallPlan(state.effective)
            live.replace(rules, at: .now)
        }
    }
}

extension LivePlan.Rules {
    /// The rules of a configuration.
    ///
    /// - Parameter plan: of a configuration before, of which the parts are kept that are the same.
    package init(_ configuration: Configuration, _ secrets: WebhookSecrets, following plan: CallPlan? = nil) {
        let credentials = configuration.webhook.basicAuthentication.flatMap { basic in
            secrets.password.map { (user: basic.user, password: $0) }
        }
        let plan = plan?.following(configuration) ?? CallPlan(configuration)
        self.init(plan: plan, signature: secrets.signature, basicAuthentication: credentials)
    }
}
