/// What `LegJoin` asks of the legs in the log. Ids are those of `CallKey`; all searches find legs of the same kind as the one that
/// asks, simulated or not, and never itself.
protocol LegTable {
    typealias Search = LegSearch

    /// The newest leg with a value; `nil` if there is none.
    func newest(_ search: Search) throws -> (id: Int64, firstLeg: Int64?)?

    /// Legs with a value that belong to no call yet, at most `most`.
    func single(_ search: Search, most: Int) throws -> [Int64]

    /// Legs with a value, newest first, at most `most`.
    func earlier(_ search: Search, most: Int) throws -> [EarlierLeg]

    /// Makes a leg, and the legs it has itself, legs of a call, and brings up to date what the first leg has of the whole.
    func join(_ leg: Int64, to first: Int64) throws

    /// How many texts and further legs a call has; `nil` if there is no such call.
    func counts(of id: Int64) throws -> (texts: Int, furtherLegs: Int)?
}

/// Which legs are looked for: those with a value in a column.
struct LegSearch {
    enum Column: String, Hashable, CaseIterable {
        case callID, originalCallID, xcid, caller
    }

    var column: Column
    var value: String
    var isTrial: Bool
    /// The leg that asks.
    var asking: Int64
    var ids: ClosedRange<Int64>
}
