/// What the provider is to do with a call: the answer to a push.
///
/// ```swift
/// let menu = try Response.Gather(onData: url.appending("keys"), maxDigits: 1, timeout: 5_000, play: prompt)
/// let body = Response(.gather(menu), onHangup: url).xml      // Content-Type: application/xml, status 200
/// ```
public struct Response: Hashable, Sendable {
    /// One thing to do.
    public enum Action: Hashable, Sendable {
        /// Ring somewhere else than usual.
        case dial(Dial)
        /// Play a sound, then go on as if there had been no answer: the call rings as usual.
        ///
        /// Mono, 16-bit PCM, 8 kHz WAV; anything else is skipped without a word.
        case play(AbsoluteURL)
        /// Wait for keys.
        case gather(Gather)
        /// Turn the caller away.
        case reject(Rejection)
        /// End the call.
        case hangup
    }

    /// What the rejected caller hears.
    public enum Rejection: String, Hashable, Sendable {
        /// That the call was not taken.
        case rejected
        /// That the line is engaged.
        case busy
    }

    /// Nil: the call rings as usual.
    public var action: Action?
    /// Where to push that the call was answered. Given with every answer: whether the provider remembers it is unknown.
    public var onAnswer: AbsoluteURL?
    /// Where to push that the call is over. Given with every answer, likewise.
    public var onHangup: AbsoluteURL?

    /// An answer; without arguments the one that leaves a call alone.
    public init(_ action: Action? = nil, onAnswer: AbsoluteURL? = nil, onHangup: AbsoluteURL? = nil) {
        self.action = action
        self.onAnswer = onAnswer
        self.onHangup = onHangup
    }
}
