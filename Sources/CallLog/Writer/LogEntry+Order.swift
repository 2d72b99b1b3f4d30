extension LogEntry {
    /// By time, and of one millisecond what is fetched after what is answered.
    var order: Order {
        switch self {
        case .event, .refused: Order(at: at, isFetch: false)
        case .fetchBegan, .fetchEnded: Order(at: at, isFetch: true)
        }
    }

    struct Order: Comparable {
        var at: LogMoment
        var isFetch: Bool

        static func < (left: Order, right: Order) -> Bool {
            left.at == right.at ? !left.isFetch && right.isFetch : left.at < right.at
        }
    }
}
