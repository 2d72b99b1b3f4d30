/// The words that begin a step.
enum StepWord: String, CaseIterable {
    case play, menu, flow, `do`, check, caller, called, diverted, override, dial, voicemail, reject, hangup, connect
    case `repeat`, back

    /// The keys allowed next to the word.
    var optionKeys: [String] {
        switch self {
        case .check: ["open", "closed", "holiday", "inside", "outside"]
        case .dial: ["caller-id", "anonymous"]
        case .menu, .flow, .do: ["with"]
        default: []
        }
    }

    /// Whether the word is a step by itself, without a value.
    var isBare: Bool {
        switch self {
        case .voicemail, .reject, .hangup, .connect, .repeat, .back: true
        default: false
        }
    }

    /// Whether the word means something only in the steps of a menu.
    var isOfMenus: Bool { self == .repeat || self == .back }

    /// Names that no flow can have, since these bare words mean something else where a flow can be named by a bare
    /// word.
    ///
    /// Words that came later, and are no steps by themselves, can still name the flows that older files have.
    static let reserved: Set<String> = Set(allCases.map(\.rawValue) + ["default", "outgoing", "else", "called-number"])
        .subtracting([StepWord.called, .diverted, .override, .do].map(\.rawValue))
}
