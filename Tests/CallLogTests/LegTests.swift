import CallLog
import Support
import Telephony
import Testing

/// Legs of one telephone call are joined; calls that only look alike are not.
@Suite(.inEveryStore)
struct LegTests {
    static let jennifer = "+4915799912345"
    static let (doc, marty) = ("+492111234500", "+492111234501")

    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let events: [LoggedEvent]
        /// The ids of the calls, oldest first; those of legs in parentheses.
        let calls: [String]

        init(_ description: String, _ events: [LoggedEvent], _ calls: [String]) {
            (testDescription, self.events, self.calls) = (description, events, calls)
        }
    }

    static func leg(
        _ id: String, at second: Double, from: String? = jennifer, to: String? = doc, original: String? = nil,
        xcid: String? = nil, diversion: String? = nil
    ) -> LoggedEvent {
        var event = Event.newCall(id, at: second, from: from, to: to)
        (event.originalCallID, event.xcid, event.diversion) = (original, xcid, diversion)
        return event
    }

    static func answered(_ id: String, at second: Double, by number: String) -> LoggedEvent {
        var event = Event.answered(id, at: second)
        event.answeringNumber = number
        return event
    }

    static let joined: [Case] = [
        Case(
            "a transfer, by the number diverted from",
            [
                leg("A", at: 0), Event.answered("A", at: 5),
                leg("B", at: 60, to: marty, diversion: doc), Event.answered("B", at: 65), Event.hangup("B", at: 90),
                Event.hangup("A", at: 91),
            ], ["A (A B)"]),
        Case(
            "the number diverted from is the one that answered",
            [
                leg("A", at: 0, to: "+492111234567"), answered("A", at: 5, by: doc),
                leg("B", at: 60, to: marty, diversion: doc),
            ], ["A (A B)"]),
        Case(
            "a forwarding whose hang-up comes first, and one whose hang-up comes last",
            [
                leg("A", at: 0), Event.hangup("A", at: 1, "forwarded"), leg("B", at: 2, to: marty, diversion: doc),
                leg("C", at: 1000), leg("D", at: 1001, to: marty, diversion: doc),
                Event.hangup("C", at: 1001, "forwarded"),
            ], ["A (A B)", "C (C D)"]),
        Case(
            "forwarded twice",
            [
                leg("A", at: 0), Event.hangup("A", at: 1, "forwarded"),
                leg("B", at: 2, to: marty, diversion: doc), Event.hangup("B", at: 3, "forwarded"),
                leg("C", at: 4, to: "+492111234502", diversion: marty),
            ], ["A (A B C)"]),
        Case(
            "by the id of the first leg, also of an anonymous caller, of a chain, and of one that came later",
            [
                leg("B", at: 0, from: "anonymous", original: "A"), leg("A", at: 0.5, from: "anonymous"),
                leg("C", at: 900, from: "anonymous", original: "B"),
            ], ["A (B A C)"]),
        Case(
            "by the id of a first leg that the log does not have",
            [leg("B", at: 0, original: "A"), leg("C", at: 1, original: "A")], ["B (B C)"]),
        Case(
            "by an id that only a later event names",
            {
                var answer = Event.answered("B", at: 30)
                answer.originalCallID = "A"
                return [leg("A", at: 0), leg("B", at: 20, to: marty), answer]
            }(), ["A (A B)"]),
        Case(
            "by an equal xcid",
            [
                leg("A", at: 0, original: "A", xcid: "8419b3450b75cd19"),
                leg("B", at: 20, to: marty, original: "B", xcid: "8419b3450b75cd19"),
            ], ["A (A B)"]),
    ]

    static let apart: [Case] = [
        Case(
            "two callers behind one anonymous number",
            [
                leg("A", at: 0, from: "anonymous"), Event.answered("A", at: 5),
                leg("B", at: 60, from: "anonymous", to: marty, diversion: doc),
                leg("C", at: 100, from: ""), leg("D", at: 101, from: "", to: marty, diversion: doc),
                leg("E", at: 200, from: nil), leg("F", at: 201, from: nil, to: marty, diversion: doc),
            ], ["A", "B", "C", "D", "E", "F"]),
        Case(
            "numbers whose end is masked",
            [
                leg("A", at: 0, from: "+491579991xxxx", to: "+49211123xxxx"),
                leg("B", at: 9, from: "+491579991xxxx", to: "+49211123xxxx", diversion: "+49211123xxxx"),
            ], ["A", "B"]),
        Case(
            "dialled again within seconds, after a hang-up of the caller, of the callee, or none",
            [
                leg("A", at: 0), Event.hangup("A", at: 2, "cancel"), leg("B", at: 3), Event.hangup("B", at: 4, "busy"),
                leg("C", at: 5), Event.answered("C", at: 6), Event.hangup("C", at: 7), leg("D", at: 8),
                // Another telephone of the office, forwarded to without a leg of its own.
                Event.hangup("D", at: 9, "noAnswer"), leg("E", at: 10, to: marty, diversion: doc),
            ], ["A", "B", "C", "D", "E"]),
        Case(
            "dialled again after a forwarding: each to its own",
            [
                leg("A", at: 0), Event.hangup("A", at: 1, "forwarded"),
                leg("B", at: 1, to: marty, diversion: doc), Event.hangup("B", at: 8, "cancel"),
                leg("C", at: 10), Event.hangup("C", at: 11, "forwarded"),
                leg("D", at: 11, to: marty, diversion: doc), Event.hangup("D", at: 18, "cancel"),
            ], ["A (A B)", "C (C D)"]),
        Case(
            "two calls at once from one number to another: which of them is forwarded is unknown",
            [
                leg("A", at: 0), leg("B", at: 0.2), Event.hangup("A", at: 1, "forwarded"),
                leg("C", at: 1.1, to: marty, diversion: doc),
            ], ["A", "B", "C"]),
        Case(
            "a call whose end was never reported, long ago",
            [leg("A", at: 0), leg("B", at: 3600, to: marty, diversion: doc)], ["A", "B"]),
        Case(
            "the provider says that it is a call of its own",
            [leg("A", at: 0), leg("B", at: 5, to: marty, original: "B", diversion: doc)], ["A", "B"]),
        Case(
            "diverted from a number that the caller did not call",
            [leg("A", at: 0), leg("B", at: 5, to: marty, diversion: "+4930555001")], ["A", "B"]),
        Case(
            "other callers, and the same one dialling again, with one xcid",
            [
                leg("A", at: 0, xcid: "0"), leg("B", at: 1, from: "+4930555001", xcid: "0"),
                leg("C", at: 2, xcid: "0"), leg("D", at: 86_500, to: marty, xcid: "0"),
                leg("E", at: 100_000, from: nil, xcid: "0"), leg("F", at: 100_001, from: nil, to: marty, xcid: "0"),
            ], ["A", "B", "C", "D", "E", "F"]),
        Case(
            "an id of weeks ago", [leg("A", at: 0), leg("B", at: 86_400 * 20, original: "A")], ["A", "B"]),
    ]

    @Test(arguments: joined + apart)
    func cases(_ example: Case) async throws {
        let log = try LogFixture()
        log.record(example.events.map { .event($0) })
        await log.flush()
        #expect(try await log.calls().map(Self.words) == example.calls)
    }

    static func words(_ call: LoggedCall) -> String {
        call.callID + (call.legs.isEmpty ? "" : " (\(call.legs.map(\.callID).joined(separator: " ")))")
    }

    @Test("ten calls a second to one number, each transferred, and nothing is joined that does not belong together")
    func busySwitchboard() async throws {
        let log = try LogFixture()
        var expected: [String] = []
        for number in 0..<300 {
            let (start, caller) = (Double(number) / 10, "+49157\(10_000_000 + number)")
            // Every third caller is one big company, whose telephones all show the same number.
            let from = number.isMultiple(of: 3) ? "+4930555000" : caller
            log.record(
                Self.leg("A\(number)", at: start, from: from), Self.answered("A\(number)", at: start + 2, by: Self.doc),
                Self.leg("B\(number)", at: start + 5.05, from: from, to: Self.marty, diversion: Self.doc))
            expected +=
                number.isMultiple(of: 3) ? ["A\(number)", "B\(number)"] : ["A\(number) (A\(number) B\(number))"]
        }
        await log.flush()
        #expect(try await log.calls().map(Self.words).sorted() == expected.sorted())
    }

    // MARK: One call

    private func transferred() async throws -> LogFixture {
        let log = try LogFixture()
        var first = Self.leg("A", at: 0)
        first.users = ["Doc"]
        var second = Self.leg("B", at: 60, to: Self.marty, diversion: Self.doc)
        second.users = ["Marty"]
        second.way = "number +492111234501 > menu hoverboard"
        var answer = Self.answered("A", at: 5, by: Self.doc)
        answer.answeredBy = "Doc"
        var taken = Self.answered("B", at: 65, by: Self.marty)
        taken.answeredBy = "Marty"
        log.record(
            first, answer, second, taken, Event.hangup("B", at: 90), Event.hangup("A", at: 91),
            Event.newCall("other", at: 3700, from: "+4930555001"))
        await log.flush()
        return log
    }

    @Test("a call with two legs is one in lists, figures, searches and what is in progress")
    func oneCall() async throws {
        let log = try await transferred()
        let call = try #require(try await log.calls().first)
        #expect(call.from == Self.jennifer && call.to == Self.doc && call.users == "Doc, Marty")
        #expect(call.outcome == .answered && call.length == 91_000 && call.legs.map(\.length) == [91_000, 30_000])
        #expect(call.answerer == "Doc (\(Self.doc)), then Marty (\(Self.marty))")
        #expect(call.answered == LogFixture.start.after(5))
        let day = LogFixture.start.after(86_400)
        #expect(try await log.reader.hours(from: LogFixture.start, to: day).reduce(0) { $0 + $1.calls } == 2)
        for query in [
            CallQuery(number: "1234501"), CallQuery(number: "1234500"), CallQuery(number: "15799912345"),
            CallQuery(text: "marty"), CallQuery(text: "hoverboard"), CallQuery(text: "doc"),
            CallQuery(number: "50", outcome: .answered),
        ] {
            let found = try await log.reader.calls(query, limit: 10)
            #expect(found.first { $0.callID == "A" } == call && !found.contains { $0.callID == "B" }, "\(query)")
            #expect(try await log.reader.count(query, limit: 10) == found.count)
            #expect(query.text != nil || query.matches(call))
        }
        // A further leg leads to the whole call.
        let timeline = try await log.timeline("B")
        #expect(timeline.call == call && timeline.related.map(\.callID) == ["A"])
        #expect(timeline.events.map(\.callID) == ["A", "A", "B", "B", "B", "A"])
    }

    @Test("a call is in progress as long as one of its legs is")
    func inProgress() async throws {
        let log = try LogFixture()
        log.record(
            Self.leg("A", at: 0), Event.hangup("A", at: 1, "forwarded"),
            Self.leg("B", at: 2, to: Self.marty, diversion: Self.doc))
        await log.flush()
        func now() async throws -> [LoggedCall] { try await log.reader.callsNow(at: LogFixture.start.after(30)) }
        #expect(try await now().map(\.callID) == ["A"])
        let whole = try #require(try await now().first)
        #expect(whole.outcome == .open && whole.length == nil)
        let seen = try await log.reader.changed(after: nil, limit: 1).last
        log.record(Event.hangup("B", at: 20, "noAnswer"))
        await log.flush()
        #expect(try await now().isEmpty)
        let changed = try await log.reader.changed(after: seen, limit: 10).calls
        #expect(changed.map(\.callID) == ["A"] && changed.first?.outcome == .missed)
        #expect(try await log.reader.calls(CallQuery(outcome: .missed), limit: 10).map(\.callID) == ["A"])
        #expect(try await log.reader.calls(CallQuery(outcome: .forwarded), limit: 10).isEmpty)
    }

    @Test("a call is deleted with all its legs")
    func retention() async throws {
        guard LogFixture.store == .file else { return }
        let log = try await transferred()
        let folder = log.folder
        await log.writer.close(within: .seconds(10))
        let later = try LogFixture(
            CallLogSettings(keep: .seconds(3600)), in: folder, now: { LogFixture.start.after(3630) })
        while try await later.calls().count > 1 { await Task.yield() }
        #expect(try await later.calls().map(\.callID) == ["other"])
        await later.writer.close(within: .seconds(10))
        #expect(try later.sqlite("SELECT count(DISTINCT call) FROM event") == "1")
        #expect(try later.sqlite("SELECT count(*) FROM search") == "1")
    }

    @Test("the log of an older version is read as it is, and its legs are joined when a server takes it over")
    func olderVersion() async throws {
        guard LogFixture.store == .file else { return }
        let log = try LogFixture()
        for number in 0..<450 {
            let caller = "+49157\(10_000_000 + number)"
            var first = Event.newCall("A\(number)", at: Double(number * 100), from: caller)
            first.fields = [.init("event", "newCall"), .init("xcid", "x\(number)"), .init("userId", "w0")]
            var second = Event.newCall("B\(number)", at: Double(number * 100 + 6), from: caller, to: Self.marty)
            second.fields = [.init("event", "newCall"), .init("diversion", "492111234567")]
            if number.isMultiple(of: 2) { second.fields = [.init("xcid", "x\(number)")] }
            var answer = Event.answered("A\(number)", at: Double(number * 100 + 5), by: Self.doc)
            answer.fields = [.init("user", "Doc"), .init("answeringNumber", "492111234500")]
            log.record(first, answer, second, Event.hangup("A\(number)", at: Double(number * 100 + 50)))
        }
        await log.flush()
        await log.writer.close(within: .seconds(10))
        _ = try log.sqlite(
            """
            DROP INDEX call_firstLeg; DROP INDEX call_xcid; DROP INDEX call_caller; DROP TABLE unread;
            DELETE FROM grdb_migrations WHERE identifier = '2 legs';
            """
                + [
                    "firstLeg", "furtherLegs", "ownOutcome", "xcid", "diversion", "userID", "fullUserID",
                    "answeringNumber",
                ]
                .map { "ALTER TABLE call DROP COLUMN \($0);" }.joined())
        let old = CallLogReader(log.folder.file("calls.sqlite"))
        #expect(try await old.calls(CallQuery(), limit: 1000).count == 900)
        #expect(try await old.calls(CallQuery(number: "1234501"), limit: 1000).count == 450)
        let call = try #require(try await old.call(withID: "A7"))
        #expect(try await old.timeline(of: call.id)?.events.count == 3)
        #expect(try await old.callsNow(at: LogFixture.start.after(60)).map(\.callID).isEmpty == false)

        var limits = CallLogWriter.Limits()
        limits.pruneInterval = .milliseconds(1)
        let new = try LogFixture(limits: limits, in: log.folder)
        while try await new.calls().count > 450 { await Task.yield() }
        await new.flush()
        // The reader that was open before sees it, too.
        let calls = try await old.calls(CallQuery(), limit: 1000)
        #expect(calls.allSatisfy { $0.legs.count == 2 } && calls.count == 450)
        #expect(calls.last?.answerer == "Doc (\(Self.doc))" && calls.last?.userID == "w0")
        #expect(try await old.calls(CallQuery(number: "1234501"), limit: 1000).count == 450)
        while try new.sqlite("SELECT count(*) FROM unread") != "0" { await Task.yield() }
    }
}
