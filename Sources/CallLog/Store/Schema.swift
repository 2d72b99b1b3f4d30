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
}
