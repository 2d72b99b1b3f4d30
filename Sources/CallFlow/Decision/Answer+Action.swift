package import Telephony

extension Answer {
    /// The kind of the answer.
    package var action: CallAction {
        switch self {
        case .connect: .connect
        case .play: .play
        case .gather(_, _, _, let position): position.next == .keys ? .ask : .play
        case .dial: .dial
        case .voicemail: .voicemail
        case .reject: .reject
        case .hangup: .hangup
        }
    }
}
