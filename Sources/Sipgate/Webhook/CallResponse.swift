/// An answer to an event: what the provider does with the call next.
///
/// ```swift
/// let menu = try CallResponse.Gather(onData: url.appending("keys"), maxDigits: 1, timeout: 5_000, play: prompt)
/// let body = CallResponse(.gather(menu), onHangup: url).xml      // Content-Type: application/xml, status 200
/// ```
public struct CallResponse: Hashable, Sendable {
    /// What happens to the call.
    public enum Action: Hashable, Sendable {
        /// Rings other telephones than usual.
        case dial(Dial)
        /// Plays a sound; then the call rings as usual, as if there had been no answer.
        ///
        /// The sound must be a WAV file: mono, 16-bit PCM, 8 kHz. The provider silently skips anything else.
        case play(AbsoluteURL)
        /// Waits for keys.
        case gather(Gather)
        /// Rejects the call.
        case reject(Rejection)
        /// Ends the call.
        case hangup
    }

    /// What a rejected caller hears.
    public enum Rejection: String, Hashable, Sendable {
        /// The call was not accepted.
        case rejected
        /// The busy tone.
        case busy
    }

    /// `nil` lets the call ring as usual.
    public var action: Action?
    /// The URL that receives the event `answer`. Set it in every answer: it is not documented whether the provider
    /// remembers it.
    public var onAnswer: AbsoluteURL?
    /// The URL that receives the event `hangup`. Set it in every answer, for the same reason.
    public var onHangup: AbsoluteURL?

    /// Creates an answer; without arguments, one that lets the call ring as usual.
    public init(_ action: Action? = nil, onAnswer: AbsoluteURL? = nil, onHangup: AbsoluteURL? = nil) {
        self.action = action
        self.onAnswer = onAnswer
        self.onHangup = onHangup
    }
}
