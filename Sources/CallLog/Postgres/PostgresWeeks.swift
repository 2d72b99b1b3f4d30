import PostgreSQL
import Telephony

/// The partitions of `call`, `event` and `fetched`: one a week, numbered from 1970 on. More of them would make every query slower to plan,
/// fewer would make it long until one is old enough to be dropped.
struct PostgresWeeks {
    static let tables = ["call", "event", "fetched"]
    private static let length: Int64 = 7 * 86_400_000

    /// Those that are known to exist.
    private var known: Set<Int64> = []

    static func number(_ moment: Moment) -> Int64 { CallKey.milliseconds(CallKey.first(moment)) / length }

    /// The ids of calls that began in a week.
    static func ids(_ week: Int64) -> Range<Int64> {
        CallKey.first(Moment(milliseconds: week * length))..<CallKey.first(Moment(milliseconds: (week + 1) * length))
    }

    /// The name of a partition.
    static func name(_ table: String, _ week: Int64) -> String { "\(table)_\(week)" }

    /// The weeks that have partitions.
    static func all(_ connection: Connection) throws -> [Int64] {
        try connection.run(
            "SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'call'::regclass"
        ).compactMap { $0.text("name")?.split(separator: "_").last.flatMap { Int64($0) } }
    }

    /// Creates the partitions that entries of these times need, and the one after each, before a batch has to wait for it.
    mutating func prepare(for moments: some Sequence<Moment>, _ connection: Connection) throws {
        let needed = Set(moments.map(Self.number))
        guard !needed.isSubset(of: known) else { return }
        try connection.transact {
            try connection.run(PostgresLock.changing.taken)
            let existing = Set(try Self.all(connection))
            for week in needed.union(needed.map { $0 + 1 }).subtracting(existing).sorted() {
                let ids = Self.ids(week)
                for table in Self.tables {
                    let name = Self.name(table, week)
                    // Made aside and attached: no reader or writer of the others waits for that.
                    try connection.run(
                        script: """
                            CREATE TABLE \(name) (LIKE \(table) INCLUDING DEFAULTS INCLUDING CONSTRAINTS);
                            ALTER TABLE \(table) ATTACH PARTITION \(name) FOR VALUES FROM (\(ids.lowerBound)) TO (\(ids.upperBound))
                            """, within: Session.answering)
                }
            }
        }
        known.formUnion(needed)
    }

    /// Forgets what is known, after another instance may have dropped one.
    mutating func forget() { known = [] }
}
