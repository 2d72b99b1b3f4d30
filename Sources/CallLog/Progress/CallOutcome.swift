/// What became of a call, as far as is known.
package enum CallOutcome: String, Hashable, Sendable, Codable, CaseIterable {
    /// Still going on, or never heard of again.
    case open
    /// Somebody took it.
    case answered
    case voicemail
    /// It rang, and nobody took it.
    case missed
    /// The caller hung up before anybody took it: in a menu, during an announcement, while it rang.
    case abandoned
    /// Hung up as the configuration says, mostly after an announcement.
    case ended
    case rejected
    /// It goes on as another.
    case forwarded
    /// All that came of it were events that move no call: forged, outdated, misdirected. It rings as if nobody had been asked.
    case refused
}
