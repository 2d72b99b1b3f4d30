extension LoggedEvent.Input? {
    /// What the columns `input`, `keys` and `keyCount` have.
    var columns: (input: String?, keys: String?, count: Int?) {
        switch self {
        case nil: (nil, nil, nil)
        case .keys(let keys): ("keys", keys, keys.count)
        case .hidden(let count): ("keys", nil, count)
        case .silence: ("silence", nil, nil)
        case .gone: ("gone", nil, nil)
        }
    }
}

extension LoggedEvent.Input {
    /// `nil` if the event was none with keys.
    init?(_ row: some LogRow) {
        switch row.text("input") {
        case "keys"?: self = row.text("keys").map { .keys($0) } ?? .hidden(row.count("keyCount") ?? 0)
        case "silence"?: self = .silence
        case "gone"?: self = .gone
        default: return nil
        }
    }
}
