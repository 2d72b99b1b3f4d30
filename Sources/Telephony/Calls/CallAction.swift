/// What happens to a call next: the kind of an answer, without its details. The raw values are kept in call logs.
package enum CallAction: String, Hashable, Sendable, Codable, CaseIterable {
    /// Rings as usual.
    case connect
    /// Plays a prompt and goes on.
    case play
    /// Plays a prompt and waits for keys.
    case ask
    case dial
    case voicemail
    case reject
    case hangup

    /// The label of answers in metrics, which count what was sent: a prompt that goes on by itself is a `gather` too.
    package var metricLabel: String {
        switch self {
        case .connect: "none"
        case .ask: "gather"
        case .play, .dial, .voicemail, .reject, .hangup: rawValue
        }
    }
}
