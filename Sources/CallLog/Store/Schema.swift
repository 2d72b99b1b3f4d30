import GRDB

/// The tables, and how older files become newer ones. A migration that was once released is never edited.
///
/// The id of a call is the millisecond it began, times 65536, and a counter: calls of a time span are a range of ids, pages
/// are read newest first without another index, and the lowest four bits are left for the call's texts in `search`.
enum Schema {
    /// `anno` in the file's header (SQLite's file format, section 1.3.14): a file with another is not ours.
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

/// Ids of calls, by the time they began.
enum CallKey {
    private static let span: Int64 = 65536

    /// How many calls of one millisecond have ids.
    static let perMillisecond: Int64 = 4096

    /// The id of the call numbered `counter` of a millisecond.
    static func id(_ began: LogMoment, counter: Int64) -> Int64 {
        first(began) + (counter % perMillisecond) * 16
    }

    /// The lowest id that a call beginning then can have. Times that no clock shows are the nearest that have ids.
    static func first(_ moment: LogMoment) -> Int64 {
        min(max(0, moment.milliseconds), Int64.max / span - 1) * span
    }

    /// Texts of one call in `search`.
    static let mostTexts = 16
}
