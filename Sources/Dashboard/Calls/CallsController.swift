import CallFlow
import CallLog
import HTTPListener
import HTTPTypes
import Logging
import Sipgate
import SystemPackage
import Telephony
import Webhook

/// `/calls`: the recorded calls.
struct CallsController: AdminSection {
    static var entry: AdminEntry? { AdminEntry(title: Texts.Calls.title, path: "/calls", place: .bar(.calls)) }

    let log: CallLogReader
    let live: VisiblePlan
    /// Nil: callers cannot be blocked.
    let configuration: EditedFile?
    let now: @Sendable () -> Moment
    let logger: Logger

    private static let pageLength = 40
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
        let moment = now()
        let search = CallsSearch(request.query, times: times, now: moment, scope: scope(request))
        let before = request.query?["before"].flatMap { Int64($0) }
        do throws(CallLogError) {
            let found = try await asking {
                try await log.calls(search.query, before: before, limit: Self.pageLength + 1)
            }
            let calls = Array(found.prefix(Self.pageLength))
            let count = try await asking { try await log.count(search.query, limit: Self.mostCounted + 1) }
            let hearing = try await asking { try await log.hearing(of: calls.map(\.id), at: moment) }
            let page = CallsPage(
                search: search, calls: calls, hearing: hearing, hasMore: found.count > Self.pageLength,
                isFirst: before == nil, count: count, mostCounted: Self.mostCounted,
                words: CallWords(times: times, now: moment), people: people(search.query.text),
                customer: live.configuration.customers[search["customer"]]?.title)
            return request.page(Texts.Calls.title, page.html)
        } catch {
            return request.page(Texts.Calls.title, CallsPage.html(without: error))
        }
    }

    /// The calls of the customers that the query names, of those that the visitor sees; nil: all calls.
    private func scope(_ request: AdminRequest) -> CallScope? {
        let known = live.configuration.customers
        let named = Set((request.query?.values(of: "customer") ?? []).filter { known[$0] != nil })
        return named.isEmpty ? live.calls : CallScope(of: named, in: live.whole.configuration)
    }

    /// The people and numbers of the configuration whose names have a text in them.
    private func people(_ text: String?) -> [(name: String, number: String)] {
        guard let part = text.flatMap({ NamePart($0) }) else { return [] }
        let most = 5
        let configuration = live.configuration
        let people = configuration.people.map { ($0.key, $0.value.description) }.filter { part.isIn($0.0) }
        let numbers = configuration.numbers.names.first(most, with: part).map { ($0.name, "+" + $0.pattern.digits) }
        return (people + numbers).sorted { $0 < $1 }.prefix(most).map { ($0.0, $0.1) }
    }

    private func call(_ request: AdminRequest, problem: String? = nil) async throws -> Reply {
        do throws(CallLogError) {
            guard let timeline = try await timeline(request) else { return unknown(request) }
            let page = CallPage(
                timeline: timeline, words: CallWords(times: times, now: now()),
                blocking: blocking(timeline.call, request, problem: problem))
            return request.page(Texts.Calls.one, status: problem == nil ? .ok : .conflict, page.html)
        } catch {
            return request.page(Texts.Calls.one, CallsPage.html(without: error))
        }
    }

    private func timeline(_ request: AdminRequest) async throws(CallLogError) -> CallTimeline? {
        try await asking {
            guard let id = Int64(request["call"]) else { return nil }
            guard let timeline = try await log.timeline(of: id) else { return nil }
            // A call of someone else is one that does not exist.
            return live.calls?.contains(timeline.call) == false ? nil : timeline
        }
    }

    private func unknown(_ request: AdminRequest) -> Reply {
        request.frame.refusal(Texts.Frame.notFound, .notFound, Texts.Call.unknown)
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
        let spaced = number.spaced
        let done: HTML? = request.query?["blocked"].map { blocked in
            let words = blocked == "1" ? Texts.Call.wasBlocked(spaced) : Texts.Call.wasUnblocked(spaced)
            return "<p class=\"good\" role=\"status\">\(words)</p>"
        }
        let words: HTML? =
            isBlocked && done == nil ? "<span>\(Texts.Call.isBlocked(spaced, list: BlockList.name))</span>" : nil
        let failure: HTML? = problem.map { "<p class=\"bad\" role=\"alert\">\($0)</p>" }
        let button: HTML =
            "<button class=\"quiet\">\(isBlocked ? Texts.Call.unblock : Texts.Call.block)</button>"
        return "\(failure)\(done)\(request.form(path, "<p class=\"row\">\(words)\(button)</p>"))"
    }

    /// Adds the caller of a call to the list of blocked callers, or removes it.
    private func block(_ request: AdminRequest, _ isBlocked: Bool) async throws -> Reply {
        guard let timeline = try await timeline(request) else { return unknown(request) }
        guard let list = BlockList(live.configuration, configuration), let number = caller(timeline.call) else {
            return request.frame.refusal(
                Texts.Call.notPossible, .conflict, Texts.Call.noList(BlockList.name))
        }
        let time = live.configuration.timeZone.localTime(at: now())
        do {
            let isChanged = try await WaitingThreads.run {
                try list.change(number, isBlocked: isBlocked, at: time)
            }
            if !isChanged, !isBlocked {
                return try await call(
                    request, problem: Texts.Call.noRow(number.spaced, file: list.file.path.string))
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
