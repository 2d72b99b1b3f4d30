package import CallFlow
package import HTTPListener
package import MediaLibrary
package import Sipgate
import Synchronization
package import Telephony

/// The call plan in use, replaced as a whole while the server runs: a request that has begun keeps the plan it began with.
package final class LivePlan: Sendable {
    /// Everything of a configuration that answers depend on.
    package struct Rules: Sendable {
        package var plan: CallPlan
        /// Nil: events are not required to be signed.
        package var signature: WebhookSignature?
        /// Nil: no user name and password are required.
        package var credentials: BasicCredentials?
        /// A digest of the texts of the configuration; empty if there are none.
        package var mark = ""

        package init(plan: CallPlan, signature: WebhookSignature?, credentials: BasicCredentials? = nil) {
            self.plan = plan
            self.signature = signature
            self.credentials = credentials
        }

        /// - Parameter basicAuthentication: the name and password that requests must bring; nil for none.
        package init(
            plan: CallPlan, signature: WebhookSignature?, basicAuthentication: (user: String, password: String)?
        ) {
            self.init(
                plan: plan, signature: signature,
                credentials: basicAuthentication.map { BasicCredentials(user: $0.user, password: $0.password) })
        }
    }

    /// The rules, prepared for answering. A class, since every request holds a reference to it.
    package final class Snapshot: Sendable {
        package let plan: CallPlan
        package let responder: WebhookResponder
        /// Nil: no user name and password are required.
        package let credentials: BasicCredentials?
        /// The path segments of the public URL.
        package let folders: [Substring]
        /// Those of public URLs before, whose addresses calls in progress still have.
        package let formerFolders: [[Substring]]
        fileprivate let rules: Rules
        let signature: WebhookSignature?
        let trials: TestCallSignature?

        /// Plans that still lead calls.
        package let earlier: EarlierPlans

        package var configuration: Configuration { plan.configuration }
        var mark: String { rules.mark }
        /// The announcements that can be heard now.
        let catalogue: @Sendable () -> Catalogue

        private static let mostFormer = 4

        fileprivate init(
            _ rules: Rules, _ earlier: EarlierPlans, after old: Snapshot? = nil, _ tokens: PositionTokens,
            _ trials: TestCallSignature?,
            _ catalogue: @escaping @Sendable () -> Catalogue
        ) {
            self.rules = rules
            self.earlier = earlier
            self.trials = trials
            self.catalogue = catalogue
            (plan, credentials, signature) = (rules.plan, rules.credentials, rules.signature)
            let url = rules.plan.configuration.publicURL
            responder = WebhookResponder(
                plan: rules.plan, earlier: earlier, catalogue: catalogue, tokens: tokens,
                urls: WebhookURLs(rules.plan.configuration, credentials: rules.credentials))
            let folders = url.path.dropFirst().split(separator: "/", omittingEmptySubsequences: url.path.isEmpty)
            self.folders = folders
            let former = (old?.formerFolders ?? []).filter { $0 != folders && $0 != old?.folders }
            formerFolders = (former + (old.map { $0.folders == folders ? [] : [$0.folders] } ?? [])).suffix(
                Self.mostFormer)
        }
    }

    private let tokens: PositionTokens
    private let trials: TestCallSignature?
    /// The announcements that can be heard now.
    package let catalogue: @Sendable () -> Catalogue
    private let latest: Mutex<Snapshot>
    /// Changes of overrides that are in effect and not in the file yet, in order. Locked before `latest`.
    private let unstored = Mutex<[OverrideChange]>([])

    /// - Parameter trials: nil: test calls must be signed as any other.
    package init(
        _ rules: Rules, tokens: PositionTokens, trials: TestCallSignature? = nil,
        catalogue: @escaping @Sendable () -> Catalogue
    ) {
        self.tokens = tokens
        self.trials = trials
        self.catalogue = catalogue
        latest = Mutex(Snapshot(rules, EarlierPlans(), tokens, trials, catalogue))
    }

    package var snapshot: Snapshot { latest.withLock { $0 } }
    package var rules: Rules { snapshot.rules }
    package var plan: CallPlan { snapshot.plan }
    package var configuration: Configuration { snapshot.configuration }
    package var responder: WebhookResponder { snapshot.responder }

    /// Answers simulated calls as another configuration would, with the schedule overrides in effect.
    package func responder(for configuration: Configuration) -> WebhookResponder {
        let snapshot = snapshot
        return WebhookResponder(
            plan: CallPlan(configuration, overrides: snapshot.plan.overrides), catalogue: catalogue, tokens: tokens,
            urls: WebhookURLs(configuration, credentials: snapshot.credentials))
    }

    /// Replaces the rules from the next request on. Schedule overrides are kept, and so is, for a while, the plan that has led
    /// calls to where they are.
    ///
    /// - Parameter moment: the time.
    package func replace(_ rules: Rules, at moment: Moment) {
        let old = snapshot.plan
        var rules = rules
        rules.plan = rules.plan.sharing(with: old)
        latest.withLock { snapshot in
            rules.plan.overrides = snapshot.plan.overrides
            var earlier = snapshot.earlier
            if snapshot.plan.fingerprint != rules.plan.fingerprint {
                earlier.keep(snapshot.plan, catalogue(), at: moment)
            }
            snapshot = Snapshot(rules, earlier, after: snapshot, tokens, trials, catalogue)
        }
    }

    /// Understands positions of another plan from the next request on: other instances may answer by it already.
    ///
    /// - Parameter moment: the time.
    package func know(_ plan: CallPlan, at moment: Moment) {
        let plan = plan.sharing(with: self.plan)
        latest.withLock { snapshot in
            guard plan.fingerprint != snapshot.plan.fingerprint else { return }
            var earlier = snapshot.earlier
            earlier.keep(plan, catalogue(), at: moment)
            snapshot = Snapshot(snapshot.rules, earlier, after: snapshot, tokens, trials, catalogue)
        }
    }

    /// Replaces the schedule overrides from the next request on by those of the file. Changes that are not in it yet stay in
    /// effect.
    package func override(_ overrides: ScheduleOverrides) {
        unstored.withLock { unstored in
            var overrides = overrides
            for change in unstored { overrides.apply(change) }
            set(overrides)
        }
    }

    /// Changes schedule overrides from the next request on.
    ///
    /// - Parameter areStored: whether the changes need not be written to a file.
    package func change(_ changes: [OverrideChange], areStored: Bool = false) {
        unstored.withLock { unstored in
            if !areStored { unstored += changes }
            var overrides = plan.overrides
            for change in changes { overrides.apply(change) }
            set(overrides)
        }
    }

    /// Changes that have to be written to the file, in order.
    package var unstoredChanges: [OverrideChange] { unstored.withLock { $0 } }
    package var hasUnstoredChanges: Bool { unstored.withLock { !$0.isEmpty } }

    /// The first `count` unstored changes were written to the file, which contains `overrides` now.
    package func stored(_ count: Int, in overrides: ScheduleOverrides) {
        unstored.withLock { $0.removeFirst(min(count, $0.count)) }
        override(overrides)
    }

    private func set(_ overrides: ScheduleOverrides) {
        latest.withLock { snapshot in
            var rules = snapshot.rules
            guard rules.plan.overrides != overrides else { return }
            rules.plan.overrides = overrides
            snapshot = Snapshot(rules, snapshot.earlier, after: snapshot, tokens, trials, catalogue)
        }
    }
}
