import SharedState

/// How far this instance has taken over versions. Pure.
struct VersionProgress: Hashable, Sendable {
    enum Step: Hashable, Sendable {
        /// Understand positions of this version, without answering by it.
        case know(Int64)
        /// Answer by this version.
        case use(Int64)
    }

    /// The version that answers calls; nil: none of the database.
    var inUse: Int64?
    /// The version that was prepared last.
    var known: Int64?
    /// The version that cannot be used here.
    var refused: Int64?
    var problem: String?

    /// What is to be done next; nil: nothing.
    ///
    /// - Parameter received: versions whose texts are on the disk.
    func next(_ overview: Overview?, received: Set<Int64>) -> Step? {
        guard let overview else { return nil }
        if let current = overview.current, current != inUse, current != refused, received.contains(current) {
            return .use(current)
        }
        if let proposal = overview.proposal?.number, proposal != known, proposal != refused, received.contains(proposal)
        {
            return .know(proposal)
        }
        return nil
    }
}
