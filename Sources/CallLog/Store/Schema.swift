import GRDB

/// The tables, and the migrations of files that older versions wrote. A migration that was released is never edited.
///
/// Ids of calls are made by `CallKey`. All times are milliseconds since 1970, except `latency`, in microseconds.
enum Schema {
    /// `anno`, in the file's header (https://sqlite.org/fileformat.html#application_id). A file with another id is not a
    /// call log.
    static let applicationID = 0x616E_6E6F

    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 calls") { try $0.execute(sql: calls) }
        migrator.registerMigration("2 legs") { try $0.execute(sql: legs) }
        return migrator
    }

    private static let calls = """
        CREATE TABLE call (
            id INTEGER PRIMARY KEY,
            callID TEXT NOT NULL,
            originalCallID TEXT,
            isTrial INTEGER NOT NULL,
            direction TEXT, caller TEXT, called TEXT, users TEXT,
            began INTEGER NOT NULL,
            answered INTEGER, answeredBy TEXT, isVoicemail INTEGER NOT NULL,
            ended INTEGER, cause TEXT,
            action TEXT, lastStep TEXT,
            askingMenu TEXT, askingSince INTEGER, askingEvent INTEGER,
            isGone INTEGER NOT NULL,
            isRefused INTEGER NOT NULL,
            isOver INTEGER NOT NULL,
            outcome TEXT NOT NULL,
            lastEvent INTEGER NOT NULL, lastAt INTEGER NOT NULL,
            texts INTEGER NOT NULL
        );
        CREATE INDEX call_callID ON call(callID, id);
        CREATE INDEX call_original ON call(originalCallID) WHERE originalCallID IS NOT NULL;
        CREATE INDEX call_outcome ON call(outcome, id);
        CREATE INDEX call_trial ON call(id) WHERE isTrial;
        CREATE INDEX call_now ON call(id) WHERE NOT isOver;

        CREATE TABLE event (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            call INTEGER NOT NULL,
            at INTEGER NOT NULL,
            kind TEXT NOT NULL,
            request TEXT,
            status INTEGER NOT NULL,
            xml TEXT,
            answer TEXT, way TEXT,
            input TEXT, keys TEXT, keyCount INTEGER,
            refusal TEXT, missing TEXT,
            menu TEXT, lostAfter INTEGER,
            latency INTEGER NOT NULL
        );
        CREATE INDEX event_call ON event(call, id);
        CREATE INDEX event_menu ON event(at, menu, lostAfter, call) WHERE menu IS NOT NULL;
        CREATE INDEX event_slow ON event(at, latency) WHERE latency >= 100000;
        CREATE INDEX event_refusal ON event(at, refusal) WHERE refusal IS NOT NULL;
        CREATE INDEX event_missing ON event(at, missing) WHERE missing IS NOT NULL;

        CREATE TABLE fetch (
            id INTEGER PRIMARY KEY,
            event INTEGER NOT NULL,
            call INTEGER NOT NULL,
            file TEXT NOT NULL, prompt TEXT NOT NULL,
            answered INTEGER NOT NULL,
            asked INTEGER, began INTEGER, ended INTEGER,
            size INTEGER, sent INTEGER NOT NULL, whole INTEGER NOT NULL
        );
        CREATE INDEX fetch_call ON fetch(call);
        CREATE INDEX fetch_answered ON fetch(answered, file, prompt, began, whole);
        CREATE INDEX fetch_waiting ON fetch(file, answered) WHERE began IS NULL;
        CREATE INDEX fetch_begun ON fetch(file, answered) WHERE began IS NOT NULL AND NOT whole;

        CREATE TABLE media (
            file TEXT PRIMARY KEY,
            fetches INTEGER NOT NULL, wholes INTEGER NOT NULL,
            last INTEGER NOT NULL, lastWhole INTEGER
        ) WITHOUT ROWID;

        CREATE TABLE refused (
            hour INTEGER NOT NULL, status INTEGER NOT NULL, reason TEXT NOT NULL,
            count INTEGER NOT NULL, last INTEGER NOT NULL,
            PRIMARY KEY (hour, status, reason)
        ) WITHOUT ROWID;

        CREATE VIRTUAL TABLE search USING fts5(text, tokenize = 'trigram', detail = none, columnsize = 0);
        """

    /// A row of `call` is a leg: what the provider gives one id. A telephone call that was transferred or forwarded has
    /// several. Its first leg stands for it: `firstLeg` is null there, `furtherLegs` counts the others, `outcome` is that of
    /// the whole and `ownOutcome` that of the leg. `firstLeg` of the others is its id.
    ///
    /// `unread` has the range of calls that an older version wrote and whose requests were not read again yet.
    private static let legs = """
        ALTER TABLE call ADD COLUMN firstLeg INTEGER;
        ALTER TABLE call ADD COLUMN furtherLegs INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE call ADD COLUMN ownOutcome TEXT;
        ALTER TABLE call ADD COLUMN xcid TEXT;
        ALTER TABLE call ADD COLUMN diversion TEXT;
        ALTER TABLE call ADD COLUMN userID TEXT;
        ALTER TABLE call ADD COLUMN fullUserID TEXT;
        ALTER TABLE call ADD COLUMN answeringNumber TEXT;
        CREATE INDEX call_firstLeg ON call(firstLeg) WHERE firstLeg IS NOT NULL;
        CREATE INDEX call_xcid ON call(xcid, id) WHERE xcid IS NOT NULL;
        CREATE INDEX call_caller ON call(caller, id);
        CREATE TABLE unread (next INTEGER NOT NULL, last INTEGER NOT NULL);
        INSERT INTO unread SELECT 0, max(id) FROM call HAVING max(id) IS NOT NULL;
        """

    /// Lets a connection read the file of an older version as if it had the columns of this one: `announce log` may be newer
    /// than the server that writes. A temporary view hides the table, and is changed together with the table.
    static func completeForReading(_ db: Database) throws {
        let columns = try db.columns(in: "call").map(\.name)
        guard !columns.isEmpty, !columns.contains("firstLeg") else { return }
        try db.execute(
            sql: """
                CREATE TEMP VIEW call AS SELECT *, NULL AS firstLeg, 0 AS furtherLegs, NULL AS ownOutcome, NULL AS xcid,
                    NULL AS diversion, NULL AS userID, NULL AS fullUserID, NULL AS answeringNumber FROM main.call
                """)
    }
}
