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
}
