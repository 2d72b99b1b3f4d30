import CallLog
import Telephony
import Testing

/// Finding calls again.
@Suite(.inEveryStore)
struct QueryTests {
    private func filled() async throws -> LogFixture {
        let log = try LogFixture()
        for number in 0..<100 {
            var event = Event.newCall(
                "call-\(number)", at: Double(number * 60), from: "+49157000\(1000 + number)",
                to: number.isMultiple(of: 2) ? "+492111234567" : "+4930555001",
                way: "number +492111234567 > office open")
            event.users = number == 42 ? ["Jürgen Groß"] : ["Reception"]
            event.answer = number == 17 ? LoggedAnswer(.reject, words: "reject busy") : event.answer
            log.record(event)
            if number == 60 {
                var pressed = Event.pressed(.keys("3"), "call-60", at: 3605, Event.ask("code"))
                pressed.way = "main 3 > menu code"
                log.record(pressed)
            }
        }
        await log.flush()
        return log
    }

    static let queries: [(CallQuery, [String])] = [
        (CallQuery(number: "+491570001042"), ["call-42"]),
        (CallQuery(number: "0157 0001042"), ["call-42"]),
        (CallQuery(number: "0049 157-000 1042"), ["call-42"]),
        (CallQuery(number: "1042"), ["call-42"]),
        // A national number begins after the country code, an international one with it: no hits in the middle of others.
        (CallQuery(number: "0700 01042"), []),
        (CallQuery(number: "+57 0001042"), []),
        (CallQuery(number: "(0)157 000-1042"), ["call-42"]),
        (CallQuery(number: "00104", to: LogFixture.start.after(41.5 * 60)), ["call-41", "call-40"]),
        (CallQuery(number: "5550010"), []),
        (CallQuery(number: "99", from: LogFixture.start.after(60 * 60)), ["call-99"]),
        (CallQuery(text: "jürgen"), ["call-42"]),
        (CallQuery(text: "GROSS"), []),
        (CallQuery(text: "GROß"), ["call-42"]),
        (CallQuery(text: "menu code"), ["call-60"]),
        (CallQuery(text: "\"code\" OR *"), []),
        (CallQuery(text: "ü"), ["call-42"]),
        (CallQuery(outcome: .rejected), ["call-17"]),
        (CallQuery(number: "555001", outcome: .rejected), ["call-17"]),
        (CallQuery(from: LogFixture.start.after(97 * 60)), ["call-99", "call-98", "call-97"]),
        (
            CallQuery(from: LogFixture.start.after(10 * 60), to: LogFixture.start.after(12 * 60)),
            ["call-11", "call-10"]
        ),
        (CallQuery(text: "office", to: LogFixture.start.after(60)), ["call-0"]),
        (CallQuery(isTrial: true), []),
        // The number is in what came first, the menu in what came later.
        (CallQuery(number: "1060", text: "menu code"), ["call-60"]),
        (CallQuery(number: "49", text: "menu code", outcome: .open), ["call-60"]),
        (CallQuery(number: "1061", text: "menu code"), []),
    ]

    @Test func filters() async throws {
        let log = try await filled()
        for (query, ids) in Self.queries {
            #expect(try await log.reader.calls(query, limit: 10).map(\.callID) == ids, "\(query)")
            #expect(try await log.reader.oldestCalls(query, limit: 10).map(\.callID) == ids.reversed(), "\(query)")
            #expect(try await log.reader.count(query, limit: 10) == ids.count, "\(query)")
        }
    }

    @Test(arguments: [CallQuery(), CallQuery(number: "157"), CallQuery(text: "e"), CallQuery(outcome: .open)])
    func pages(_ query: CallQuery) async throws {
        let log = try await filled()
        var (newest, oldest): ([LoggedCall], [LoggedCall]) = ([], [])
        while case let page = try await log.reader.calls(query, before: newest.last?.id, limit: 7), !page.isEmpty {
            newest += page
        }
        while case let page = try await log.reader.oldestCalls(query, after: oldest.last?.id, limit: 7), !page.isEmpty {
            oldest += page
        }
        #expect(newest == oldest.reversed())
        #expect(newest.count == (query.outcome == nil ? 100 : 99))
        #expect(Set(newest.map(\.id)).count == newest.count)
        #expect(try await log.reader.count(query, limit: 50) == 50)
    }

    @Test func hoursOfADay() async throws {
        let log = try await filled()
        let hours = try await log.reader.hours(from: LogFixture.start, to: LogFixture.start.after(86_400))
        #expect(hours.count == 24)
        #expect(hours.prefix(3).map(\.calls) == [60, 40, 0])
        #expect(hours[0].outcomes == [.open: 59, .rejected: 1])
    }

    @Test func changesSince() async throws {
        let log = try await filled()
        let last = try await log.reader.changed(after: nil, limit: 100).last
        #expect(try await log.reader.changed(after: last, limit: 100).calls == [])
        log.record(Event.hangup("call-99", at: 6000), Event.hangup("call-3", at: 6000))
        await log.flush()
        #expect(try await log.reader.changed(after: last, limit: 100).calls.map(\.callID) == ["call-99", "call-3"])
    }

    @Test func everyBatchIsAnnounced() async throws {
        let log = try LogFixture()
        var changes = log.writer.changes().makeAsyncIterator()
        for second in 0..<3 {
            log.record(Event.newCall(at: Double(second)))
            #expect(await changes.next() != nil)
        }
    }
}
