import PostgreSQL
import Telephony

/// What a batch makes of the log, in memory: rows are read before and written after, in two round trips however many entries there are. What
/// was not read before is read when it is asked for, which is rare.
///
/// Runs within one transaction that has `PostgresLock.writing`, so no other writer changes the rows meanwhile.
final class PostgresBatch {
    /// A row of `call`, and what the whole call has of it.
    struct Leg {
        var row: CallRow
        var outcome = CallOutcome.open
        var ownOutcome: CallOutcome?
        var texts: [String] = []
        var isNew = false
        var isChanged = false
    }

    struct NewEvent {
        var id: Int64
        var call: Int64
        var event: LoggedEvent
        var lostAfter: Int64?
    }

    struct Refusal: Hashable {
        var hour: Int64
        var status: Int64
        var reason: String
    }

    struct EventKey: Hashable {
        var call: Int64
        var id: Int64
    }

    private struct Key: Hashable {
        var column: LegSearch.Column
        var value: String
    }

    /// No call is longer, nor further from the one it continues.
    private static let longestCall: Int64 = 8 * 86_400_000
    /// More rows with one value than `LegJoin` looks at.
    private static let mostRows = 32
    /// What is between the texts of a call in its column. No text has it.
    static let separator: Character = "\u{1E}"

    let connection: Connection
    var fetches: FetchMatcher
    var fetchTable: PostgresFetches
    var legs: [Int64: Leg] = [:]
    private var ids: [Key: [Int64]] = [:]
    private var loaded: Set<Key> = []
    private var loadedCalls: Set<Int64> = []
    /// The further legs of calls, by the ids of the first ones.
    var further: [Int64: Set<Int64>] = [:]
    private(set) var events: [NewEvent] = []
    /// Milliseconds after which a caller was lost, of events before this batch.
    private(set) var lost: [EventKey: Int64] = [:]
    /// Calls none of whose events before this batch lost a caller.
    private(set) var notLost: Set<Int64> = []
    private(set) var refusals: [Refusal: (count: Int64, last: Int64)] = [:]
    /// Calls with an event that arrived after a later one.
    private var late: Set<Int64> = []
    private var nextEvent: Int64
    private let firstID: Int64
    /// Where ids of calls begin to be looked for; see `insert`.
    private let firstAttempt: Int64

    /// - Parameters:
    ///   - firstEvent: The first of as many ids as there are entries.
    ///   - earliest: The time of the first entry.
    init(
        _ connection: Connection, firstEvent: Int64, earliest: Moment, fetches: FetchMatcher,
        fetchTable: PostgresFetches,
        firstAttempt: Int64
    ) {
        (self.connection, nextEvent, self.firstAttempt) = (connection, firstEvent, firstAttempt)
        (self.fetches, self.fetchTable) = (fetches, fetchTable)
        firstID = Self.firstID(earliest)
    }

    // MARK: Reading

    private static func firstID(_ earliest: Moment) -> Int64 {
        CallKey.first(earliest.adding(.milliseconds(-longestCall)))
    }

    /// The values by which legs of these entries are looked for.
    static func values(_ entries: some Sequence<LogEntry>) -> [(column: LegSearch.Column, values: [String])] {
        var values: [LegSearch.Column: Set<String>] = [:]
        for case .event(let event) in entries {
            values[.callID, default: []].insert(event.callID.stored)
            // Legs are found by the call's own id as well, which others may have named before.
            values[.originalCallID, default: []].insert(event.callID.stored)
            if let original = event.originalCallID?.stored {
                values[.callID, default: []].insert(original)
                values[.originalCallID, default: []].insert(original)
            }
            if let xcid = event.xcid?.stored { values[.xcid, default: []].insert(xcid) }
            if event.diversion != nil, let caller = event.from?.stored { values[.caller, default: []].insert(caller) }
        }
        return values.map { ($0.key, $0.value.sorted()) }
    }

    /// Reads the legs with some values.
    static func query(_ column: LegSearch.Column, _ values: [String], earliest: Moment) -> Statement {
        """
        SELECT found.* FROM unnest(\(values)) AS value CROSS JOIN LATERAL (
            SELECT * FROM call WHERE call.\(trusted: column.rawValue) = value AND call.id >= \(firstID(earliest))
            ORDER BY call.id DESC LIMIT \(trusted: "\(mostRows)")) AS found
        """
    }

    /// Takes the answer of `query`.
    func didLoad(_ column: LegSearch.Column, _ values: [String], _ rows: Rows) {
        for value in values { loaded.insert(Key(column: column, value: value)) }
        rows.forEach(take)
    }

    private func take(_ row: Row) {
        guard let id = row.integer("id"), legs[id] == nil else { return }
        let texts = (row.text("texts") ?? "").split(separator: Self.separator).map(String.init)
        legs[id] = Leg(
            row: CallRow(row, textCount: texts.count),
            outcome: row.text("outcome").flatMap { CallOutcome(rawValue: $0) } ?? .open,
            ownOutcome: row.text("ownOutcome").flatMap { CallOutcome(rawValue: $0) }, texts: texts)
        if let first = row.integer("firstLeg") { further[first, default: []].insert(id) }
        index(id, nil)
    }

    /// All legs with a value that a search may ask for.
    func legs(_ column: LegSearch.Column, _ value: String) throws -> [Leg] {
        let key = Key(column: column, value: value)
        if !loaded.contains(key) {
            loaded.insert(key)
            let earliest = Moment(milliseconds: CallKey.milliseconds(firstID) + Self.longestCall)
            try connection.run(Self.query(column, [value], earliest: earliest)).forEach(take)
        }
        return (ids[key] ?? []).compactMap { legs[$0] }
    }

    /// Reads calls with all their legs, where that was not done yet.
    func loadCalls(_ calls: some Sequence<Int64>) throws {
        let missing = Set(calls).subtracting(loadedCalls).sorted()
        guard !missing.isEmpty else { return }
        loadedCalls.formUnion(missing)
        try connection.run("SELECT * FROM call WHERE id = ANY (\(missing)) OR firstLeg = ANY (\(missing))").forEach(
            take)
    }

    /// Reads the calls with several legs among those read, all at once.
    func loadLegs() throws {
        try loadCalls(legs.values.compactMap { $0.row.firstLeg ?? ($0.row.furtherLegs > 0 ? $0.row.id : nil) })
    }

    /// The legs of a call, oldest first.
    func whole(_ first: Int64) throws -> [Int64] {
        if legs[first]?.isNew != true { try loadCalls([first]) }
        return (further[first] ?? []).union(legs[first] == nil ? [] : [first]).sorted()
    }

    /// Lets a leg be found by what is known of it now and was not before.
    private func index(_ id: Int64, _ before: CallRow?) {
        guard let row = legs[id]?.row else { return }
        for column in LegSearch.Column.allCases {
            guard let value = row.value(column), before?.value(column) != value else { continue }
            ids[Key(column: column, value: value), default: []].append(id)
        }
    }

    // MARK: Entries

    func write(_ entry: LogEntry) throws {
        switch entry {
        case .event(let event): try write(event)
        case .refused(let request):
            let at = request.at.milliseconds
            let key = Refusal(hour: at / 3_600_000, status: Int64(request.status), reason: request.reason.stored)
            let before = refusals[key] ?? (0, at)
            refusals[key] = (before.count + 1, max(before.last, at))
        case .fetchBegan(let fetch): try fetches.begin(fetch, fetchTable)
        case .fetchEnded(let fetch): try fetches.end(fetch, fetchTable)
        }
    }

    private func write(_ event: LoggedEvent) throws {
        let known = try find(event)
        let isNew = known == nil
        var call = known ?? CallRow(event)
        if isNew { insert(&call) }
        let id = nextEvent
        nextEvent += 1
        events.append(NewEvent(id: id, call: call.id, event: event))
        if event.at < call.lastAt { late.insert(call.id) }
        let correction = call.apply(event, row: id)
        if call.firstLeg == nil, isNew || call.hasNewIdentity { try LegJoin(call: call, table: self).run(&call) }
        // The event that says who calls whom may be written after others.
        let saysWho = known?.identity.caller == nil && call.identity.caller != nil
        if let text = call.searchText(of: event, isFirst: isNew || saysWho) { add(text, to: &call) }
        try update(call)
        switch correction {
        case nil: break
        case .lost(let caller): setLost(EventKey(call: call.id, id: caller.event), caller.milliseconds)
        case .notLost: clearLost(of: call.id)
        }
        if let sound = event.answer?.sound {
            fetchTable.insert(id, call: call.id, sound, answered: event.at.milliseconds, isTrial: call.isTrial)
        }
    }

    /// The call that an event belongs to. Instances write the events of a call in any order, and a repeated one may come to another
    /// instance, so a new call with the id of one of the last ten minutes is the same, unless that has ended and was between others.
    private func find(_ event: LoggedEvent) throws -> CallRow? {
        let newest = try legs(.callID, event.callID.stored).map(\.row).filter { $0.isTrial == event.isTrial }
            .max { $0.id < $1.id }
        guard let newest, newest.isRecent(for: event) else { return nil }
        guard event.kind == .newCall, newest.progress.hasBegun, let ended = newest.progress.ended, ended < event.at
        else {
            return newest
        }
        let hasSameParties =
            newest.identity.caller == event.from?.stored && newest.identity.called == event.to?.stored
        return hasSameParties ? newest : nil
    }

    /// Adds a call under an id of the millisecond in which it began. The ids of events number the calls, so two have the same id only if
    /// one began 4,096 events after the other in the same millisecond: a clock that stands still.
    private func insert(_ call: inout CallRow) {
        for attempt in firstAttempt... {
            call.id = CallKey.id(
                Moment(milliseconds: call.began.milliseconds + attempt / 8), counter: nextEvent + attempt)
            if legs[call.id] == nil { break }
        }
        call.didInsert()
        legs[call.id] = Leg(row: call, isNew: true, isChanged: true)
        index(call.id, nil)
    }

    private func update(_ call: CallRow) throws {
        var call = call
        call.didInsert()
        let before = legs[call.id]?.row
        let outcome = call.progress.outcome
        legs[call.id]?.row = call
        legs[call.id]?.outcome = outcome
        legs[call.id]?.ownOutcome = call.furtherLegs > 0 ? outcome : nil
        legs[call.id]?.isChanged = true
        index(call.id, before)
        if call.firstLeg != nil || call.furtherLegs > 0 { try refresh(call.firstLeg ?? call.id) }
    }

    private func setLost(_ key: EventKey, _ milliseconds: Int64) {
        if let first = events.first?.id, key.id >= first {
            events[Int(key.id - first)].lostAfter = milliseconds
        } else {
            lost[key] = milliseconds
        }
    }

    private func clearLost(of call: Int64) {
        notLost.insert(call)
        for key in lost.keys where key.call == call { lost[key] = nil }
        for index in events.indices where events[index].call == call { events[index].lostAfter = nil }
    }

    // MARK: Events that arrived late

    /// Starts over with the calls that have an event which arrived after a later one.
    func foldLateEvents() throws {
        guard !late.isEmpty else { return }
        let before = try connection.run("SELECT * FROM event WHERE call = ANY (\(late.sorted()))")
        var all: [Int64: [(row: Int64, event: LoggedEvent)]] = [:]
        for row in before {
            guard let call = row.integer("call"), let id = row.integer("id") else { continue }
            all[call, default: []].append((id, LoggedEvent(folding: row)))
        }
        for event in events where late.contains(event.call) {
            all[event.call, default: []].append((event.id, event.event))
        }
        for id in late.sorted() {
            guard var call = legs[id]?.row, let events = all[id] else { continue }
            let lostNow = call.applyAgain(events)
            clearLost(of: id)
            for (row, milliseconds) in lostNow { setLost(EventKey(call: id, id: row), milliseconds) }
            try update(call)
        }
    }
}

extension CallRow {
    func value(_ column: LegSearch.Column) -> String? {
        switch column {
        case .callID: callID
        case .originalCallID: identity.originalCallID
        case .xcid: identity.xcid
        case .caller: identity.caller
        }
    }
}
