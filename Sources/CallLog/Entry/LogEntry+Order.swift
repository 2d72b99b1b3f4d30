import Telephony

extension LogEntry {
    /// The position of the entry among others.
    ///
    /// By time. Within one millisecond, fetches come after answers: a fetch belongs to an answer that must be in the log
    /// before it.
    var order: Order {
        switch self {
        case .event, .refused: Order(at: at, isFetch: false)
        case .fetchBegan, .fetchEnded: Order(at: at, isFetch: true)
        }
    }

    struct Order: Comparable {
        var at: Moment
        var isFetch: Bool

        static func < (left: Order, right: Order) -> Bool {
            left.at == right.at ? !left.isFetch && right.isFetch : left.at < right.at
        }
    }
}
