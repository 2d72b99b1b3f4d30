import PostgreSQL

/// The tables in a PostgreSQL database, and their migrations.
///
/// Columns have the names they have in SQLite (`Schema`), in lower case. `fetch` is a reserved word, so its table is `fetched`. Ids of calls
/// are made by `CallKey`, so a range of ids is a range of time: `call`, `event` and `fetched` have a partition a week (`PostgresWeeks`),
/// and what belongs to a call is in one. All times are milliseconds since 1970, except `latency`, in microseconds.
enum PostgresSchema {
    private static let migrations = Migrations(
        in: "announce_schema", lock: AdvisoryLock(PostgresLock.changing.rawValue), [.init(tables, oldest: 1)])

    /// Brings the tables to the current schema.
    ///
    /// - Throws: `CallLogError.newer`, `CallLogError.other`, `PostgreSQLError`.
    static func migrate(_ connection: Connection) throws {
        try translated { try migrations.apply(to: connection) }
    }

    /// Throws `CallLogError.missing` if there are no tables, `newer` if this release cannot read them.
    static func check(_ connection: Connection) throws {
        if try translated({ try migrations.version(in: connection) }) == 0 { throw CallLogError.missing }
    }

    private static func translated<Value>(_ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch Migrations.Failure.newer {
            throw CallLogError.newer
        } catch Migrations.Failure.encoding(let encoding) {
            throw CallLogError.other("the database has the encoding \(encoding), not UTF8")
        }
    }

    private static let tables = """
        CREATE EXTENSION IF NOT EXISTS pg_trgm;
        CREATE TABLE announce_schema (version bigint PRIMARY KEY, oldest bigint NOT NULL);
        CREATE TABLE writer (id text PRIMARY KEY, seq bigint NOT NULL, seen timestamptz NOT NULL DEFAULT now());
        CREATE SEQUENCE event_id;

        CREATE TABLE call (
            id bigint PRIMARY KEY,
            callID text NOT NULL, originalCallID text, xcid text, diversion text,
            isTrial boolean NOT NULL,
            direction text, caller text, called text, users text, userID text, fullUserID text,
            began bigint NOT NULL,
            answered bigint, answeredBy text, answeringNumber text, isVoicemail boolean NOT NULL,
            ended bigint, cause text,
            action text, lastStep text,
            askingMenu text, askingSince bigint, askingEvent bigint,
            isGone boolean NOT NULL, isRefused boolean NOT NULL, isOver boolean NOT NULL,
            outcome text NOT NULL, ownOutcome text,
            firstLeg bigint, furtherLegs bigint NOT NULL,
            lastEvent bigint NOT NULL, lastAt bigint NOT NULL,
            texts text NOT NULL
        ) PARTITION BY RANGE (id);
        CREATE INDEX call_callID ON call (callID, id);
        CREATE INDEX call_original ON call (originalCallID, id) WHERE originalCallID IS NOT NULL;
        CREATE INDEX call_xcid ON call (xcid, id) WHERE xcid IS NOT NULL;
        CREATE INDEX call_caller ON call (caller, id);
        CREATE INDEX call_outcome ON call (outcome, id);
        CREATE INDEX call_trial ON call (id) WHERE isTrial;
        CREATE INDEX call_now ON call (id) WHERE NOT isOver;
        CREATE INDEX call_firstLeg ON call (firstLeg) WHERE firstLeg IS NOT NULL;
        CREATE INDEX call_texts ON call USING gin (texts gin_trgm_ops) WHERE texts <> '';

        CREATE TABLE event (
            call bigint NOT NULL, id bigint NOT NULL,
            at bigint NOT NULL, kind text NOT NULL,
            request text, status bigint NOT NULL, xml text,
            answer text, way text,
            input text, keys text, keyCount bigint,
            refusal text, missing text,
            menu text, lostAfter bigint,
            latency bigint NOT NULL,
            action text, answeredBy text, answeringNumber text, cause text,
            isVoicemail boolean NOT NULL, toVoicemail boolean NOT NULL, isDetached boolean NOT NULL,
            PRIMARY KEY (call, id)
        ) PARTITION BY RANGE (call);
        CREATE INDEX event_id_index ON event (id);
        CREATE INDEX event_menu ON event (at, menu, lostAfter, call) WHERE menu IS NOT NULL;
        CREATE INDEX event_slow ON event (at, latency) WHERE latency >= 100000;
        CREATE INDEX event_refusal ON event (at, refusal) WHERE refusal IS NOT NULL;
        CREATE INDEX event_missing ON event (at, missing) WHERE missing IS NOT NULL;

        CREATE TABLE fetched (
            call bigint NOT NULL, id bigint NOT NULL,
            isTrial boolean NOT NULL,
            file text NOT NULL, prompt text NOT NULL,
            answered bigint NOT NULL,
            asked bigint, began bigint, ended bigint,
            size bigint, sent bigint NOT NULL, whole boolean NOT NULL,
            PRIMARY KEY (call, id)
        ) PARTITION BY RANGE (call);
        CREATE INDEX fetched_id ON fetched (id);
        CREATE INDEX fetched_answered ON fetched (answered, file, prompt, began, whole);
        CREATE INDEX fetched_open ON fetched (file, answered) WHERE NOT whole;

        CREATE TABLE media (
            file text PRIMARY KEY, fetches bigint NOT NULL, wholes bigint NOT NULL, last bigint NOT NULL, lastWhole bigint);
        CREATE TABLE refused (
            hour bigint NOT NULL, status bigint NOT NULL, reason text NOT NULL, count bigint NOT NULL, last bigint NOT NULL,
            PRIMARY KEY (hour, status, reason));

        -- Requests of calls before this id have been deleted.
        CREATE TABLE forgotten (before bigint NOT NULL);
        INSERT INTO forgotten VALUES (0)
        """
}
