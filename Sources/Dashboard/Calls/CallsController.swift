import CallFlow
import CallLog
import HTTPListener
import HTTPTypes
import Logging
import NIOPosix
import Sipgate
import SystemPackage
import Telephony
import Webhook

/// `/calls`: the recorded calls.
struct CallsController: AdminSection {
    static let entry: AdminEntry? = AdminEntry(title: "Calls", path: "/calls")

    let log: CallLogReader
    let live: LivePlan
    /// Nil: callers cannot be blocked.
    let configuration: EditedFile?
    let now: @Sendable () -> Moment
    let logger: Logger

    private static let pageLength = 50
    /// The maximum number of calls counted; the page says if there are more.
    private static let mostCounted = 1_000

    var routes: [AdminRoute] {
        [
            .get("/calls") { try await list($0) },
            .get("/calls/{call}") { try await call($0) },
            .form("/calls/{call}/block") { request, _ in try await block(request, true) },
            .form("/calls/{call}/unblock") { request, _ in try await block(request, false) },
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

    private func call(_ request: AdminRequest, problem: String? = nil) async throws -> Reply {
        do throws(CallLogError) {
            guard let timeline = try await timeline(request) else { return unknown(request) }
            let page = CallPage(
                timeline: timeline, words: CallWords(times: times),
                blocking: blocking(timeline.call, request, problem: problem))
            return request.page("Call", status: problem == nil ? .ok : .conflict, page.html)
        } catch {
            return request.page("Call", CallsPage.html(without: error))
        }
    }

    private func timeline(_ request: AdminRequest) async throws(CallLogError) -> CallTimeline? {
        try await asking {
            guard let id = Int64(request["call"]) else { return nil }
            return try await log.timeline(of: id)
        }
    }

    private func unknown(_ request: AdminRequest) -> Reply {
        request.frame.refusal(
            "Not found", .notFound,
            "The log does not contain this call. `log: keep` in announce.yaml sets how long calls are kept.")
    }

    // MARK: Blocked callers

    /// The caller of an incoming call, if the log has the whole number.
    private func caller(_ call: LoggedCall) -> PhoneNumber? {
        call.direction == .outgoing ? nil : call.from.flatMap { try? PhoneNumber($0) }
    }

    private func blocking(_ call: LoggedCall, _ request: AdminRequest, problem: String?) -> HTML? {
        guard let list = BlockList(live.configuration, configuration), let number = caller(call) else { return nil }
        // The server may not have read the table again yet.
        let isBlocked = request.query?["blocked"].map { $0 == "1" } ?? list.contains(number)
        let path = "/calls/\(call.id)/\(isBlocked ? "unblock" : "block")"
        let button: HTML = isBlocked ? "<button>Unblock this caller</button>" : "<button>Block this caller</button>"
        let words: HTML? = isBlocked ? "<span>\(number.description) is in the list \(BlockList.name).</span>" : nil
        let failure: HTML? = problem.map { "<p class=\"bad\" role=\"alert\">\($0)</p>" }
        let form = request.form(path, "<p class=\"row\">\(words)\(button)</p>")
        return "\(failure)\(form)"
    }

    /// Adds the caller of a call to the list of blocked callers, or removes it.
    private func block(_ request: AdminRequest, _ isBlocked: Bool) async throws -> Reply {
        guard let timeline = try await timeline(request) else { return unknown(request) }
        guard let list = BlockList(live.configuration, configuration), let number = caller(timeline.call) else {
            return request.frame.refusal(
                "Not possible", .conflict,
                "The configuration has no list `\(BlockList.name)` in a file, or the log has no number of this caller.")
        }
        let time = live.configuration.timeZone.localTime(at: now())
        do {
            let isChanged = try await NIOThreadPool.singleton.runIfActive {
                try list.change(number, isBlocked: isBlocked, at: time)
            }
            if !isChanged, !isBlocked {
                return try await call(
                    request,
                    problem:
                        "\(number) has no row of its own in \(list.file.path.string). A prefix may be blocked there: edit the file."
                )
            }
        } catch let failure as EditedFileError {
            return try await call(request, problem: failure.sentence(list.file.path.string))
        }
        logger.notice(
            isBlocked ? "A caller was blocked on the dashboard" : "A caller was unblocked on the dashboard",
            metadata: ["call": .string(timeline.call.callID.printable), "file": .string(list.file.path.string)])
        return .seeOther("/calls/\(timeline.call.id)?blocked=\(isBlocked ? 1 : 0)")
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
