package import SystemPackage
package import Telephony

/// Reads the call log, whether or not a server is writing it. Changes nothing and never blocks the writer.
///
/// ```swift
/// let log = CallLogReader(.file(folder.appending("calls.sqlite")))
/// let page = try await log.calls(CallQuery(number: "0157"), limit: 50)
/// let next = try await log.calls(CallQuery(number: "0157"), before: page.last?.id, limit: 50)
/// ```
///
/// All methods throw `CallLogError`, or `CancellationError` if the task was cancelled. Each method reads one consistent
/// state of the log. If the file was moved aside or deleted, the next call reads the new file with the path.
package final class CallLogReader: Sendable {
    private let store: any LogReading

    /// The file or database is opened by the first read.
    package init(_ place: CallLogPlace) {
        store =
            switch place {
            case .file(let file): SQLiteReader(file)
            case .database(let address): PostgresReader(address)
            }
    }

    /// Reads an SQLite file.
    package convenience init(_ file: FilePath) { self.init(.file(file)) }

    /// Finds calls, newest first.
    ///
    /// - Parameter before: The id of the last call of the previous page.
    package func calls(_ query: CallQuery, before: Int64? = nil, limit: Int) async throws -> [LoggedCall] {
        try await store.calls(query, .newest(before: before), limit: limit)
    }

    /// Finds calls, oldest first.
    ///
    /// - Parameter after: The id of the last call of the previous page.
    package func oldestCalls(_ query: CallQuery, after: Int64? = nil, limit: Int) async throws -> [LoggedCall] {
        try await store.calls(query, .oldest(after: after), limit: limit)
    }

    /// Counts calls, up to `limit`.
    package func count(_ query: CallQuery, limit: Int) async throws -> Int {
        try await store.count(query, limit: limit)
    }

    /// Finds calls that are in progress at `moment`, newest first.
    ///
    /// - Parameter age: The longest time since their beginning; the provider does not report every end.
    package func callsNow(
        of scope: CallScope? = nil, at moment: Moment = .now, age: Duration = LoggedCall.longestUnreported,
        limit: Int = 100
    ) async throws -> [LoggedCall] {
        try await store.callsNow(of: scope, at: moment, age: age, limit: limit)
    }

    /// Returns everything about a call; `nil` if there is no such call. The id of a further leg is as good as the first one's.
    package func timeline(of id: Int64) async throws -> CallTimeline? {
        try await store.timeline(of: id)
    }

    /// Returns the latest leg with an id of the provider's, by itself; `nil` if there is none. Its `timeline` is the whole call's.
    package func call(withID callID: String) async throws -> LoggedCall? {
        try await store.call(withID: callID)
    }

    /// Counts calls by hour. A day on which the clocks change has 23 or 25 hours.
    ///
    /// - Parameter now: tells calls in progress from those whose end was never reported; nil: all count as open.
    package func hours(
        of scope: CallScope? = nil, from begin: Moment, to end: Moment, now: Moment? = nil
    ) async throws -> [CallHour] {
        try await store.hours(of: scope, from: begin, to: end, now: now)
    }

    /// How the announcements of calls were heard, by the calls' ids. Calls without announcements are left out.
    package func hearing(of calls: [Int64], at now: Moment) async throws -> [Int64: CallHearing] {
        try await store.hearing(of: calls, at: now)
    }

    /// Finds problems that the log reveals.
    ///
    /// - Parameter scope: the calls that count; requests that belong to no call are left out then.
    package func findings(
        of scope: CallScope? = nil, from begin: Moment, to end: Moment = .now,
        thresholds: CallFinding.Thresholds = .init()
    ) async throws -> [CallFinding] {
        try await store.findings(of: scope, from: begin, to: end, thresholds: thresholds)
    }

    /// Finds published files that answers named and no client ever received completely, soon after the answers.
    ///
    /// - Parameters:
    ///   - settling: how long a file may still be fetched after an answer. The provider fetches it at once.
    ///   - answers: The minimum number of answers that named a file.
    /// - Returns: `CallFinding.neverFetched` only.
    package func unfetched(
        from begin: Moment, to end: Moment, settling: Duration, answers: Int
    ) async throws -> [CallFinding] {
        var thresholds = CallFinding.Thresholds()
        thresholds.answers = answers
        return try await store.unfetched(from: begin, to: end, settling: settling, thresholds: thresholds)
    }

    /// Counts requests refused with an HTTP status from about `begin` on: whole hours are counted.
    package func refusals(status: Int, from begin: Moment) async throws -> Int {
        try await store.refusals(status: status, from: begin)
    }

    /// Finds the callers who reached no one and were not spoken to since, those with the latest try first.
    package func callBacks(
        of scope: CallScope? = nil, from begin: Moment, to end: Moment, limit: Int
    ) async throws -> [CallBack] {
        try await store.callBacks(of: scope, from: begin, to: end, limit: limit)
    }

    /// Finds calls with events later than the event `after`, the least recently changed first.
    ///
    /// - Parameter after: The `last` of the previous call of this method; `nil` to find no calls, only `last`.
    /// - Returns: The calls, and the id of the latest event in the log.
    package func changed(after: Int64?, limit: Int) async throws -> (calls: [LoggedCall], last: Int64) {
        try await store.changed(after: after, limit: limit)
    }
}
