/// The steps by which tables come about. A step that was released is never edited, and only adds: servers of the release before go on
/// while others are updated already.
package struct Migrations: Sendable {
    /// A step of the schema.
    package struct Step: Sendable {
        let sql: String
        let oldest: Int64

        /// - Parameter oldest: the number of the oldest schema whose release can still read and write the tables.
        package init(_ sql: String, oldest: Int64) { (self.sql, self.oldest) = (sql, oldest) }
    }

    package enum Failure: Error, Hashable, Sendable {
        /// Only a newer release can read the tables.
        case newer
        /// The database stores texts otherwise than as UTF-8.
        case encoding(String)
    }

    /// The table `(version bigint, oldest bigint)` that lists the steps taken; the first step creates it.
    private let table: String
    private let steps: [Step]
    /// Held while tables are created or changed.
    private let lock: AdvisoryLock

    package init(in table: String, lock: AdvisoryLock, _ steps: [Step]) {
        (self.table, self.lock, self.steps) = (table, lock, steps)
    }

    private var version: Int64 { Int64(steps.count) }

    /// Brings the tables to the current schema.
    ///
    /// - Throws: `Failure`, `PostgreSQLError`.
    package func apply(to connection: Connection) throws {
        guard try version(in: connection) < version else { return }
        try connection.transact {
            try connection.run(lock.taken)
            let before = try version(in: connection)
            guard before < version else { return }
            let encoding = try connection.run("SHOW server_encoding").first?.text("server_encoding")
            guard encoding == "UTF8" else { throw Failure.encoding(encoding ?? "?") }
            for number in before..<version {
                let step = steps[Int(number)]
                try connection.run(script: step.sql, within: Session.answering)
                try connection.run(
                    "INSERT INTO \(trusted: table) (version, oldest) VALUES (\(number + 1), \(step.oldest))")
            }
        }
    }

    /// The version of the tables; 0 if there are none.
    ///
    /// - Throws: `Failure.newer`, `PostgreSQLError`.
    package func version(in connection: Connection) throws -> Int64 {
        let exists = try connection.run("SELECT to_regclass(\(table)) IS NOT NULL AS there").first
        guard exists?.flag("there") == true else { return 0 }
        let row = try connection.run(
            "SELECT max(version) AS version, max(oldest) AS oldest FROM \(trusted: table)"
        )
        .first
        if let oldest = row?.integer("oldest"), oldest > version { throw Failure.newer }
        return row?.integer("version") ?? 0
    }
}
