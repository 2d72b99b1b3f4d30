/// What happens when an announcement has ended, written into the URL that the provider posts to then.
enum Continuation: Hashable, Codable {
    case hangup
    case voicemail
    case dial([String], callerID: String?, anonymous: Bool?)

    init(dialling targets: CallResponse.DialTargets, callerID: PhoneNumber?, anonymous: Bool?) {
        self = .dial(targets.targets.map(\.description), callerID: callerID?.description, anonymous: anonymous)
    }

    /// `nil` only if the texts are not numbers, which none of this program's are.
    var action: CallResponse.Action? {
        switch self {
        case .hangup: return .hangup
        case .voicemail: return .dial(.voicemail)
        case .dial(let texts, let callerID, let anonymous):
            let targets = texts.compactMap { try? DialTarget($0) }
            guard let targets = try? CallResponse.DialTargets(targets: targets) else { return nil }
            return .dial(
                .numbers(targets, callerID: callerID.flatMap { try? PhoneNumber($0) }, anonymous: anonymous))
        }
    }
}
