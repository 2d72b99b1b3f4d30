extension Instance {
    /// How an instance is, for a list.
    package enum State: String, Hashable, Sendable {
        case ready
        case notReady = "not ready"
        /// Not heard of.
        case away
    }

    package var state: State { !isLive ? .away : isReady ? .ready : .notReady }
}
