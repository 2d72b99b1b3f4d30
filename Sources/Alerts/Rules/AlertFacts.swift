package import CallFlow
package import Telephony

/// What is known at one moment, for the rules to decide about. Nil: it is not known now, so nothing begins or ends by it.
package struct AlertFacts: Hashable, Sendable {
    /// A published file that answers named, and no client ever received completely.
    package struct Unfetched: Hashable, Sendable {
        package var prompt: String
        package var file: String
        package var answers: Int
        /// Fetches that were begun.
        package var begun: Int

        package init(prompt: String, file: String, answers: Int, begun: Int) {
            (self.prompt, self.file, self.answers, self.begun) = (prompt, file, answers, begun)
        }
    }

    /// An hour before now.
    package struct Hour: Hashable, Sendable {
        /// Whether callers are expected: some schedule is open, or there is none.
        package var isOpen: Bool
        package var calls: Int

        package init(isOpen: Bool, calls: Int) { (self.isOpen, self.calls) = (isOpen, calls) }
    }

    package struct Certificate: Hashable, Sendable {
        package var host: String
        package var from: Moment
        package var until: Moment
        /// Whether this server has it renewed, at a third of its lifetime left.
        package var isRenewed: Bool

        package init(host: String, from: Moment, until: Moment, isRenewed: Bool) {
            (self.host, self.from, self.until, self.isRenewed) = (host, from, until, isRenewed)
        }
    }

    /// A recording, or a joined prompt, that is not published.
    package struct FailedRecording: Hashable, Sendable {
        package var name: String
        /// A sentence.
        package var reason: String

        package init(name: String, reason: String) { (self.name, self.reason) = (name, reason) }
    }

    package var unfetched: [Unfetched]?
    /// Whole hours until now, the latest last; a week or more of them, so that the same hours of earlier weeks are known.
    package var hours: [Hour]?
    /// Reasons the server is not ready, as sentences.
    package var notReady: [String]?
    package var certificate: Certificate?
    package var recordings: [FailedRecording]?
    /// Events refused for their signature within the last hour.
    package var refusals: Int?
    /// What is wrong with the call log, as sentences.
    package var callLog: [String]?
    package var schedules: [Schedule] = []
    package var rotas: [Rota] = []
    package var zone: Zone?

    package init() {}

    /// Rules that cannot be decided now.
    var undecided: Set<AlertRule> {
        var rules: Set<AlertRule> = []
        if unfetched == nil { rules.insert(.notFetched) }
        // While it is closed, no call means nothing.
        if hours?.last?.isOpen != true { rules.insert(.noCalls) }
        if notReady == nil { rules.insert(.notReady) }
        if recordings == nil { rules.insert(.recordings) }
        if refusals == nil { rules.insert(.signatures) }
        if callLog == nil { rules.insert(.callLog) }
        return rules
    }
}
