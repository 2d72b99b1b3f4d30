package import Telephony

extension CallResponse {
    /// The kind of the answer. A `Gather` is `ask`, whether or not anything is done with the keys.
    package var callAction: CallAction {
        switch action {
        case .dial(.numbers): .dial
        case .dial(.voicemail): .voicemail
        case .play: .play
        case .gather: .ask
        case .reject: .reject
        case .hangup: .hangup
        case nil: .connect
        }
    }
}
