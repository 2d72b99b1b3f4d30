package import CallFlow
package import MediaLibrary
package import Sipgate
import Synchronization

/// What the server answers by, exchanged as a whole while it runs: a request that has begun keeps what it began with.
package final class LivePlan: Sendable {
    /// All that an answer depends on, of one configuration.
    package struct Rules: Sendable {
        package var plan: CallPlan
        /// Nil: events need not be signed.
        package var signature: WebhookSignature?
        /// Nil: no name and password are asked for.
        package var credentials: BasicCredentials?

        package init(plan: CallPlan, signature: WebhookSignature?, credentials: BasicCredentials? = nil) {
            self.plan = plan
            self.signature = signature
            self.credentials = credentials
        }
    }

    /// The rules, ready to answer. A class, since every request takes it along.
    final class Snapshot: Sendable {
        let rules: Rules
        let responder: WebhookResponder
        let trials: TrialVouch?
        /// Folders of the public address.
        let folders: [Substring]

        init(
            _ rules: Rules, _ tokens: PositionTokens, _ trials: TrialVouch?,
            _ catalogue: @escaping @Sendable () -> Catalogue
        ) {
            self.rules = rules
            self.trials = trials
            let url = rules.plan.configuration.publicURL
            responder = WebhookResponder(
                plan: rules.plan, catalogue: catalogue, tokens: tokens,
                urls: WebhookURLs(url, credentials: rules.credentials))
            folders = url.path.dropFirst().split(separator: "/", omittingEmptySubsequences: url.path.isEmpty)
        }
    }

    private let tokens: PositionTokens
    private let trials: TrialVouch?
    let catalogue: @Sendable () -> Catalogue
    private let state: Mutex<Snapshot>

    /// - Parameter trials: nil: no trial call is taken that is not signed.
    package init(
        _ rules: Rules, tokens: PositionTokens, trials: TrialVouch? = nil,
        catalogue: @escaping @Sendable () -> Catalogue
    ) {
        self.tokens = tokens
        self.trials = trials
        self.catalogue = catalogue
        state = Mutex(Snapshot(rules, tokens, trials, catalogue))
    }

    /// The rules of now.
    package var rules: Rules { snapshot.rules }

    /// The answers of now, also for rehearsals.
    package var responder: WebhookResponder { snapshot.responder }

    var snapshot: Snapshot { state.withLock { $0 } }

    /// From the next request on others hold. Overrides of schedules stay as they are.
    package func replace(_ rules: Rules) {
        state.withLock { snapshot in
            var rules = rules
            rules.plan.overrides = snapshot.rules.plan.overrides
            snapshot = Snapshot(rules, tokens, trials, catalogue)
        }
    }

    /// From the next request on others hold over the schedules.
    package func override(_ overrides: ScheduleOverrides) {
        state.withLock { snapshot in
            var rules = snapshot.rules
            guard rules.plan.overrides != overrides else { return }
            rules.plan.overrides = overrides
            snapshot = Snapshot(rules, tokens, trials, catalogue)
        }
    }
}
