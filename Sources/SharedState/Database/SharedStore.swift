import PostgreSQL
import Telephony

/// The versions of the configuration and the instances, in a database. Every method blocks; one thread at a time.
///
/// After `SharedStateError.noConnection`, make another one.
package struct SharedStore: Sendable {
    private let connection: Connection

    /// Notified when a version or an instance has changed.
    private static let channel = "announce_shared"

    /// Connects, and makes the tables the first time.
    ///
    /// - Parameters:
    ///   - address: as `Connection` takes it.
    ///   - name: what the session is called in `pg_stat_activity`.
    package init(_ address: String, name: String) throws(SharedStateError) {
        do {
            connection = try Session.open(address, name: name)
            try SharedSchema.migrate(connection)
        } catch {
            throw SharedStateError(error)
        }
    }

    @discardableResult
    private func perform<Value>(_ body: (Connection) throws -> Value) throws(SharedStateError) -> Value {
        do { return try body(connection) } catch { throw SharedStateError(error) }
    }

    // MARK: Versions

    /// The newest versions, newest first.
    package func versions(limit: Int) throws(SharedStateError) -> [ConfigurationVersion] {
        try perform { connection in
            try connection.run(
                """
                SELECT id, (extract(epoch FROM made) * 1000)::bigint AS made, author, origin, note,
                    (extract(epoch FROM effective) * 1000)::bigint AS effective
                FROM configuration ORDER BY id DESC LIMIT \(limit)
                """
            ).compactMap { ConfigurationVersion($0) }
        }
    }

    /// The texts of a version; nil: there is no such version.
    package func content(of number: Int64) throws(SharedStateError) -> VersionContent? {
        try perform { connection in
            let rows = try connection.run(
                """
                SELECT name, content FROM configuration_file JOIN configuration_text USING (digest)
                WHERE configuration = \(number)
                """)
            guard let text = rows.first(where: { $0.text("name") == "" })?.text("content") else { return nil }
            let files = rows.compactMap { row in
                row.text("name").flatMap { name in row.text("content").map { (name, $0) } }
            }
            return VersionContent(
                text: text, files: Dictionary(files.filter { $0.0 != "" }, uniquingKeysWith: { first, _ in first }))
        }
    }

    /// Adds a version, which takes effect in two phases (`Overview`).
    ///
    /// - Parameter base: the newest version that its author has seen; nil: there was none.
    /// - Returns: its number.
    /// - Throws: `SharedStateError.overtaken` if there is a newer one.
    package func propose(
        _ content: VersionContent, on base: Int64?, author: String?, origin: ConfigurationVersion.Origin, note: String?
    ) throws(SharedStateError) -> Int64 {
        try perform { connection in
            try connection.transact {
                try connection.run(SharedLock.adding.taken)
                let newest = try connection.run("SELECT max(id) AS newest FROM configuration").first?.integer("newest")
                if let newest, newest != base { throw SharedStateError.overtaken(by: newest) }
                let number = (newest ?? 0) + 1
                let files = [("", content.text)] + content.files.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
                let (names, texts) = (files.map(\.0), files.map(\.1))
                try connection.run(
                    """
                    INSERT INTO configuration (id, author, origin, note) VALUES (\(number), \(author), \(origin.rawValue), \(note))
                    """)
                try connection.run(
                    """
                    INSERT INTO configuration_text
                    SELECT DISTINCT encode(sha256(convert_to(content, 'UTF8')), 'hex'), content FROM unnest(\(texts)) AS content
                    ON CONFLICT DO NOTHING
                    """)
                try connection.run(
                    """
                    INSERT INTO configuration_file
                    SELECT \(number), name, encode(sha256(convert_to(content, 'UTF8')), 'hex')
                    FROM unnest(\(names), \(texts)) AS file (name, content)
                    """)
                try connection.run("NOTIFY \(trusted: Self.channel)")
                return number
            }
        }
    }

    /// Has a version take effect, if it has not.
    package func takeEffect(_ number: Int64) throws(SharedStateError) {
        try perform { connection in
            try connection.run(
                "UPDATE configuration SET effective = clock_timestamp() WHERE id = \(number) AND effective IS NULL")
            try connection.run("NOTIFY \(trusted: Self.channel)")
        }
    }

    // MARK: Values

    /// A value that is changed as a whole.
    package struct SharedValue: Hashable, Sendable {
        package let name: String
        /// Counts the changes.
        package let revision: Int64
        /// Nil: it was removed.
        package let content: String?
    }

    /// The values that have changed.
    ///
    /// - Parameter known: the revisions that are known, by name.
    package func values(changedSince known: [String: Int64] = [:]) throws(SharedStateError) -> [SharedValue] {
        let (names, revisions) = (known.map(\.key), known.map(\.value))
        return try perform { connection in
            try connection.run(
                """
                SELECT name, revision, content FROM shared_value
                WHERE (name, revision) NOT IN (SELECT * FROM unnest(\(names), \(revisions)))
                """
            ).compactMap { row in
                guard let name = row.text("name"), let revision = row.integer("revision") else { return nil }
                return SharedValue(name: name, revision: revision, content: row.text("content"))
            }
        }
    }

    /// The content of a value; nil: there is none.
    package func value(_ name: String) throws(SharedStateError) -> String? {
        try perform { try $0.run("SELECT content FROM shared_value WHERE name = \(name)").first?.text("content") }
    }

    /// Changes a value, while others that do the same wait.
    ///
    /// - Parameter change: gets nil where there is none, and returns nil to remove it.
    /// - Throws: `SharedStateError`, and what `change` throws.
    package func change(value name: String, _ change: (String?) throws -> String?) throws {
        var refusal: (any Error)?
        try perform { connection in
            try connection.transact {
                try connection.run(SharedLock.value.taken)
                let old = try connection.run("SELECT content FROM shared_value WHERE name = \(name)").first
                let new: String?
                do { new = try change(old?.text("content")) } catch {
                    refusal = error
                    return
                }
                try connection.run(
                    """
                    INSERT INTO shared_value (name, revision, content) VALUES (\(name), 1, \(new))
                    ON CONFLICT (name) DO UPDATE SET revision = shared_value.revision + 1, content = excluded.content
                    """)
                try connection.run("NOTIFY \(trusted: Self.channel)")
            }
        }
        if let refusal { throw refusal }
    }

    // MARK: Instances

    /// Versions and instances as they are now.
    package func overview() throws(SharedStateError) -> Overview {
        try perform { connection in
            let row = try connection.run(
                """
                SELECT (SELECT max(id) FROM configuration WHERE effective IS NOT NULL) AS current, id,
                    (extract(epoch FROM clock_timestamp() - made) * 1000)::bigint AS age
                FROM configuration ORDER BY id DESC LIMIT 1
                """
            ).first
            let (current, newest) = (row?.integer("current"), row?.integer("id"))
            let age = Duration.milliseconds(row?.integer("age") ?? 0)
            let instances = try connection.run(
                """
                SELECT *, (extract(epoch FROM clock_timestamp() - started) * 1000)::bigint AS running,
                    (extract(epoch FROM clock_timestamp() - seen) * 1000)::bigint AS silence
                FROM instance ORDER BY name, id
                """)
            return Overview(
                current: current,
                proposal: newest.flatMap { $0 > current ?? 0 ? Overview.Proposal(number: $0, age: age) : nil },
                instances: instances.compactMap { Instance($0) })
        }
    }

    /// Writes down what an instance is and says. The first time, it takes the place of the process before it; those that were not heard
    /// of for a day are forgotten.
    func report(_ identity: Instance.Identity, _ report: Instance.Report, isFirst: Bool) throws(SharedStateError) {
        try perform { connection in
            if isFirst {
                try connection.run(
                    """
                    DELETE FROM instance WHERE id <> \(identity.id)
                        AND (place = \(identity.place) OR seen < clock_timestamp() - interval '1 day')
                    """)
            }
            try connection.run(
                """
                INSERT INTO instance
                    (id, place, name, release, positionKey, seen, knows, refuses, answersBy, problem, isReady, reasons)
                VALUES (\(identity.id), \(identity.place), \(report.name), \(identity.release), \(identity.key),
                    clock_timestamp(), \(report.knows), \(report.refuses), \(report.answers), \(report.problem),
                    \(report.isReady), \(report.reasons.joined(separator: "\n")))
                ON CONFLICT (id) DO UPDATE SET name = excluded.name, seen = excluded.seen, knows = excluded.knows,
                    refuses = excluded.refuses, answersBy = excluded.answersBy, problem = excluded.problem,
                    isReady = excluded.isReady, reasons = excluded.reasons
                """)
        }
    }

    /// Forgets an instance, which is not waited for then.
    func remove(_ identity: Instance.Identity) throws(SharedStateError) {
        try perform { connection in
            try connection.run("DELETE FROM instance WHERE id = \(identity.id)")
            try connection.run("NOTIFY \(trusted: Self.channel)")
        }
    }

    /// Has `wait` return early when something changes. Where a pooler keeps notifications to itself, it waits its time.
    func listen() throws(SharedStateError) {
        try perform { try $0.run("LISTEN \(trusted: Self.channel)") }
    }

    /// Waits for a change.
    ///
    /// - Returns: whether there was one.
    func wait(within limit: Duration) throws(SharedStateError) -> Bool {
        try perform { try $0.waitForNotification(within: limit) }
    }
}

extension ConfigurationVersion {
    fileprivate init?(_ row: Row) {
        guard let number = row.integer("id"), let made = row.integer("made") else { return nil }
        self.init(
            number: number, made: Moment(milliseconds: made), author: row.text("author"),
            origin: row.text("origin").flatMap { Origin(rawValue: $0) }, note: row.text("note"),
            effective: row.integer("effective").map { Moment(milliseconds: $0) })
    }
}

extension Instance {
    fileprivate init?(_ row: Row) {
        guard let id = row.text("id"), let name = row.text("name") else { return nil }
        self.init(
            id: id, name: name, release: row.text("release") ?? "", key: row.text("positionKey") ?? "",
            running: .milliseconds(row.integer("running") ?? 0), silence: .milliseconds(row.integer("silence") ?? 0),
            knows: row.integer("knows"), refuses: row.integer("refuses"), answers: row.integer("answersBy"),
            problem: row.text("problem"), isReady: row.flag("isReady"),
            reasons: (row.text("reasons") ?? "").split(separator: "\n").map(String.init))
    }
}
