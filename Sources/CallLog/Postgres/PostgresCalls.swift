import PostgreSQL
import Telephony

extension LoggedCall {
    /// What is read of a row of `call`: not its texts.
    static let columns = """
        id, callID, originalCallID, xcid, diversion, isTrial, direction, caller, called, users, userID, fullUserID, began, answered,
        answeredBy, answeringNumber, ended, cause, lastStep, askingMenu, outcome, ownOutcome, isOver, firstLeg, lastAt
        """

    /// The calls with these ids of first legs, in this order, whole; without those that are not in the log.
    static func whole(_ ids: [Int64], _ connection: Connection) throws -> [LoggedCall] {
        guard !ids.isEmpty else { return [] }
        let firsts = try connection.run(
            "SELECT \(trusted: columns), furtherLegs FROM call WHERE id = ANY (\(ids))")
        let divided = firsts.filter { $0.count("furtherLegs") ?? 0 > 0 }.compactMap { $0.integer("id") }
        let legs =
            try divided.isEmpty
            ? nil
            : connection.run("SELECT \(trusted: columns) FROM call WHERE firstLeg = ANY (\(divided)) ORDER BY id")
        var calls: [Int64: [LoggedCall]] = [:]
        for row in firsts { if let id = row.integer("id") { calls[id, default: []].append(LoggedCall(row)) } }
        for row in legs.map(Array.init) ?? [] {
            if let id = row.integer("firstLeg") { calls[id]?.append(LoggedCall(row)) }
        }
        return ids.compactMap { id in calls[id].map { LoggedCall(legs: $0) } }
    }

    /// The ids of the calls in progress, as `first`.
    static func progressing(at moment: Moment, age: Duration = longestUnreported) -> Statement {
        let (_, bounds) = inProgress(at: moment, age: age)
        return """
            SELECT DISTINCT coalesce(firstLeg, id) AS first FROM call
            WHERE NOT isOver AND id >= \(bounds[0]) AND (askingMenu IS NULL AND NOT isTrial OR lastAt >= \(bounds[1]))
            """
    }
}

extension CallTimeline {
    /// Returns `nil` if there is no such call (any more).
    static func fetch(_ id: Int64, _ connection: Connection) throws -> CallTimeline? {
        let first = try connection.run("SELECT coalesce(firstLeg, id) AS first FROM call WHERE id = \(id)").first
        guard let first = first?.integer("first"), let call = try LoggedCall.whole([first], connection).first else {
            return nil
        }
        let legs = call.legs.isEmpty ? [call] : call.legs
        let rows = try connection.run(
            """
            SELECT event.*, fetched.file, fetched.prompt, fetched.asked, fetched.began, fetched.ended, fetched.size, fetched.sent,
                fetched.whole, media.lastWhole
            FROM event LEFT JOIN fetched ON fetched.call = event.call AND fetched.id = event.id
            LEFT JOIN media ON media.file = fetched.file
            WHERE event.call = ANY (\(legs.map(\.id))) ORDER BY event.id LIMIT 1000
            """)
        let callIDs = Dictionary(uniqueKeysWithValues: legs.map { ($0.id, $0.callID) })
        return CallTimeline(
            call: call,
            events: rows.map { Event($0, callID: $0.integer("call").flatMap { callIDs[$0] } ?? call.callID) },
            related: call.legs.filter { $0.id != id })
    }
}

extension CallHour {
    /// Counts the calls of each hour; see the store in a file.
    static func fetch(
        _ connection: Connection, of scope: CallScope?, from begin: Moment, to end: Moment, now: Moment?
    ) throws -> [CallHour] {
        guard var hours = empty(from: begin, to: end) else { return [] }
        let isOpen: Statement =
            now.map { "outcome <> 'open' OR id IN (\(LoggedCall.progressing(at: $0)))" } ?? "true"
        let rows = try connection.run(
            """
            SELECT (began - \(begin.milliseconds)) / 3600000 AS hour, outcome, \(isOpen) AS isKnown, count(*) AS calls FROM call
            WHERE id >= \(CallKey.first(begin)) AND id < \(CallKey.first(end)) AND began >= \(begin.milliseconds)
                AND firstLeg IS NULL AND NOT isTrial AND \(scope.condition(row: "call"))
            GROUP BY 1, 2, 3
            """)
        for row in rows { row.count(in: &hours) }
        return hours
    }
}

extension Row {
    fileprivate func count(in hours: inout [CallHour]) {
        guard let index = count("hour"), hours.indices.contains(index), let calls = count("calls"),
            let outcome = text("outcome").flatMap({ CallOutcome(rawValue: $0) })
        else { return }
        if flag("isKnown") {
            hours[index].outcomes[outcome] = calls
        } else {
            hours[index].unknownEnds = calls
        }
    }
}

extension CallBack {
    /// Finds the callers who reached no one; see the store in a file.
    static func fetch(
        _ connection: Connection, of scope: CallScope?, from begin: Moment, to end: Moment, limit: Int
    ) throws -> [CallBack] {
        let (first, last) = (CallKey.first(begin), CallKey.first(end))
        let own = scope.condition(row: "call")
        let rows = try connection.run(
            """
            SELECT caller, max(id) AS latest, (array_agg(called ORDER BY id DESC))[1] AS called,
                (array_agg(outcome ORDER BY id DESC))[1] AS outcome, string_agg(began::text, ',') AS times,
                string_agg(DISTINCT called, ',') AS numbers, count(*) FILTER (WHERE outcome = 'voicemail') AS voicemails
            FROM call
            WHERE outcome = ANY (\(outcomes.map(\.rawValue))) AND id >= \(first) AND id < \(last) AND firstLeg IS NULL
                AND NOT isTrial AND caller IS NOT NULL AND (direction IS NULL OR direction = 'in') AND \(own)
            GROUP BY caller ORDER BY latest DESC LIMIT \(limit)
            """)
        guard !rows.isEmpty else { return [] }
        let spoken = try connection.run(
            """
            SELECT CASE direction WHEN 'out' THEN called ELSE caller END AS partner, max(id) AS latest FROM call
            WHERE outcome = 'answered' AND id >= \(first) AND firstLeg IS NULL AND NOT isTrial AND \(own) GROUP BY 1
            """)
        return waiting(Array(rows), spoken: Array(spoken))
    }
}
