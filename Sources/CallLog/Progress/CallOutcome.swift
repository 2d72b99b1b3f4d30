/// The result of a call, as far as it is known.
package enum CallOutcome: String, Hashable, Sendable, Codable, CaseIterable {
    /// In progress, or its end was never reported.
    case open
    case answered
    case voicemail
    /// Rang without being answered.
    case missed
    /// The caller hung up before the call was answered: in a menu, during an announcement, while it rang.
    case abandoned
    /// Hung up by the configuration, usually after an announcement.
    case ended
    case rejected
    /// Continues as another call.
    case forwarded
    /// All its events were refused (forged, outdated or sent to the wrong address), so the call rings as usual.
    case refused

    /// The outcome of a telephone call with several legs, from theirs in the order of their beginnings: answered if anyone
    /// answered, else that of the last leg that did not continue as another one.
    static func ofCall(withLegs outcomes: [CallOutcome]) -> CallOutcome {
        for outcome in [CallOutcome.answered, .voicemail, .open] where outcomes.contains(outcome) { return outcome }
        return outcomes.last { $0 != .forwarded } ?? outcomes.last ?? .open
    }
}
