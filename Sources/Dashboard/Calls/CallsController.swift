import CallFlow
import CallLog
import HTTPListener
import HTTPTypes
import Sipgate
import Webhook

/// `/calls`: the recorded calls.
struct CallsController: AdminSection {
    static let entry: AdminEntry? = AdminEntry(title: "Calls", path: "/calls")

    let log: CallLogReader
    let live: LivePlan

    private static let pageLength = 50
    /// The maximum number of calls counted; the page says if there are more.
    private static let mostCounted = 1_000

    var routes: [AdminRoute] {
        [
            .get("/calls") { try await list($0) },
            .get("/calls/{call}") { try await call($0) },
        ]
    }

    private var times: LogTimes { LogTimes(zone: live.configuration.timeZone) }

    private func list(_ request: AdminRequest) async throws -> Reply {
        let search = CallsSearch(request.query, times: times)
        let before = request.query?["before"].flatMap { Int64($0) }
        do throws(CallLogError) {
            let calls = try await asking {
                try await log.calls(search.query, before: before, limit: Self.pageLength + 1)
            }
            let count = try await asking { try await log.count(search.query, limit: Self.mostCounted + 1) }
            let page = CallsPage(
                search: search, calls: Array(calls.prefix(Self.pageLength)), hasMore: calls.count > Self.pageLength,
                isFirst: before == nil, count: count, mostCounted: Self.mostCounted, words: CallWords(times: times))
            return request.page("Calls", page.html)
        } catch {
            return request.page("Calls", CallsPage.html(without: error))
        }
    }

    private func call(_ request: AdminRequest) async throws -> Reply {
        do throws(CallLogError) {
            let timeline: CallTimeline? = try await asking {
                guard let id = Int64(request["call"]) else { return nil }
                return try await log.timeline(of: id)
            }
            guard let timeline else {
                return request.frame.refusal(
                    "Not found", .notFound,
                    "The log does not contain this call. `log: keep` in announce.yaml sets how long calls are kept.")
            }
            return request.page("Call", CallPage(timeline: timeline, words: CallWords(times: times)).html)
        } catch {
            return request.page("Call", CallsPage.html(without: error))
        }
    }
}

/// Runs a query of the call log, and gives its errors one type.
func asking<Value: Sendable>(_ body: () async throws -> Value) async throws(CallLogError) -> Value {
    do {
        return try await body()
    } catch let fault as CallLogError {
        throw fault
    } catch {
        throw .other("\(error)")
    }
}

/// A search for calls, from the fields of the form.
struct CallsSearch: Sendable {
    let fields: [(name: String, value: String)]
    let query: CallQuery
    let problems: [String]

    init(_ form: FormFields?, times: LogTimes) {
        func value(_ name: String) -> String { form?[name] ?? "" }
        var (query, problems) = (CallQuery(), [String]())
        func day(_ name: String, _ title: String) -> CivilDate? {
            guard !value(name).isEmpty else { return nil }
            guard let date = try? CivilDate(value(name)) else {
                problems.append("\(title): not a date; write 2026-12-24.")
                return nil
            }
            return date
        }
        query.number = value("number").isEmpty ? nil : value("number")
        query.text = value("q").isEmpty ? nil : value("q")
        query.from = day("from", "From").map { times.day($0).lowerBound }
        query.to = day("to", "To").map { times.day($0).upperBound }
        query.outcome = CallOutcome(rawValue: value("outcome"))
        query.isTrial = value("trials") == "only" ? true : value("trials") == "with" ? nil : false
        self.query = query
        self.problems = problems
        fields = ["number", "q", "from", "to", "outcome", "trials"].map { ($0, value($0)) }
    }

    subscript(name: String) -> String { fields.first { $0.name == name }?.value ?? "" }

    /// The query of another page of the same search.
    var encoded: String {
        String.query(of: fields)
    }
}
