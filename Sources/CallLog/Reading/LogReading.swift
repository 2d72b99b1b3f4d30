import Telephony

/// A store that a call log is read from: the methods of `CallLogReader`, which says what they return. Each kind of store has SQL of its
/// own.
protocol LogReading: Sendable {
    func calls(_ query: CallQuery, _ start: CallSearch.Start, limit: Int) async throws -> [LoggedCall]
    func count(_ query: CallQuery, limit: Int) async throws -> Int
    func callsNow(of scope: CallScope?, at moment: Moment, age: Duration, limit: Int) async throws -> [LoggedCall]
    func timeline(of id: Int64) async throws -> CallTimeline?
    func call(withID callID: String) async throws -> LoggedCall?
    func hours(of scope: CallScope?, from begin: Moment, to end: Moment, now: Moment?) async throws -> [CallHour]
    func hearing(of calls: [Int64], at now: Moment) async throws -> [Int64: CallHearing]
    func findings(
        of scope: CallScope?, from begin: Moment, to end: Moment, thresholds: CallFinding.Thresholds
    ) async throws -> [CallFinding]
    func unfetched(
        from begin: Moment, to end: Moment, settling: Duration, thresholds: CallFinding.Thresholds
    ) async throws -> [CallFinding]
    func refusals(status: Int, from begin: Moment) async throws -> Int
    func callBacks(of scope: CallScope?, from begin: Moment, to end: Moment, limit: Int) async throws -> [CallBack]
    func changed(after: Int64?, limit: Int) async throws -> (calls: [LoggedCall], last: Int64)
}
