import CallFlow
import Foundation
import Telephony
import Testing

@testable import Alerts

/// What is sent when, with the time as a value.
@Suite("Incidents and their messages")
struct LedgerTests {
    private let noon: Moment

    init() throws { noon = try Occasion.moment("2026-11-27T12:00") }

    private func later(_ seconds: Int64) -> Moment { noon.adding(.seconds(seconds)) }

    private var silent: AlertFacts {
        var facts = Occasion.fine
        facts.unfetched = [Occasion.unfetched()]
        return facts
    }

    @Test("one message when it begins, one when it is over, also over a restart") func once() throws {
        let settings = Occasion.settings()
        var ledger = AlertLedger()
        #expect(ledger.messages(Occasion.fine, settings, at: noon).isEmpty)
        let first = ledger.messages(silent, settings, at: noon)
        #expect(first.map(\.event) == [.begin])
        #expect(ledger.messages(silent, settings, at: later(5)).isEmpty)

        let stored = try JSONEncoder().encode(ledger.lasting)
        ledger = try JSONDecoder().decode(AlertLedger.self, from: stored)
        // More calls that hear nothing are the same incident.
        var worse = silent
        worse.unfetched = [Occasion.unfetched(answers: 7)]
        #expect(ledger.messages(worse, settings, at: later(60)).isEmpty)
        #expect(ledger.messages(Occasion.fine, settings, at: later(65)).map(\.event) == [.end])
        #expect(ledger.messages(Occasion.fine, settings, at: later(70)).isEmpty)
        // The same again is another incident.
        let second = ledger.messages(silent, settings, at: later(80))
        #expect(second.map(\.event) == [.begin] && second[0].incident?.id != first[0].incident?.id)
    }

    @Test("what lasts no minute is noise, and what stops for less is not over") func noise() {
        let settings = Occasion.settings()
        var facts = Occasion.fine
        facts.notReady = ["The state folder cannot be used."]
        var ledger = AlertLedger()
        #expect(ledger.messages(facts, settings, at: noon).isEmpty)
        #expect(ledger.messages(facts, settings, at: later(59)).isEmpty)
        #expect(ledger.messages(Occasion.fine, settings, at: later(100)).isEmpty)
        #expect(ledger.messages(Occasion.fine, settings, at: later(200)).isEmpty)
        #expect(ledger.incidents.isEmpty)

        #expect(ledger.messages(facts, settings, at: later(300)).isEmpty)
        #expect(ledger.messages(facts, settings, at: later(360)).map(\.event) == [.begin])
        #expect(ledger.messages(Occasion.fine, settings, at: later(365)).isEmpty)
        #expect(ledger.messages(facts, settings, at: later(380)).isEmpty)
        #expect(ledger.messages(Occasion.fine, settings, at: later(439)).isEmpty)
        #expect(ledger.messages(Occasion.fine, settings, at: later(440)).map(\.event) == [.end])
    }

    @Test("in quiet hours messages wait; what is over by then is one message") func quiet() throws {
        let settings = Occasion.settings { $0.quiet = (try? DayHours("22:00-07:00")) ?? .closed }
        var ledger = AlertLedger()
        let night = try Occasion.moment("2026-11-27T23:30")
        #expect(ledger.messages(silent, settings, at: night).isEmpty)
        var other = Occasion.fine
        other.unfetched = [Occasion.unfetched("closed")]
        #expect(ledger.messages(other, settings, at: try Occasion.moment("2026-11-28T06:59")).isEmpty)
        let morning = ledger.messages(other, settings, at: try Occasion.moment("2026-11-28T07:00"))
        #expect(morning.map(\.event) == [.end, .begin])
        #expect(morning.map { $0.incident?.cause.subject } == ["welcome", "closed"])
    }

    @Test("a receiver that fails is tried later and later, and then gets what counts") func retries() {
        let settings = Occasion.settings { $0.ways.append(.ntfy(.init(.url("https://ntfy.sh/topic")))) }
        var ledger = AlertLedger()
        ledger.apply(AlertDecision(silent, by: settings.rules, at: noon), settings, at: noon)
        var due = ledger.due(settings, in: Occasion.zone, at: noon)
        #expect(due.map(\.way) == [.webhook, .ntfy])
        ledger.failed(due[0], because: "No.", at: noon)
        ledger.arrived(due[1], at: noon)
        #expect(ledger.due(settings, in: Occasion.zone, at: later(9)).isEmpty)
        due = ledger.due(settings, in: Occasion.zone, at: later(10))
        #expect(due.map(\.way) == [.webhook])
        ledger.failed(due[0], because: "No.", at: later(10))
        #expect(ledger.due(settings, in: Occasion.zone, at: later(29)).isEmpty)
        #expect(ledger.ways["webhook"]?.failures == 2 && ledger.ways["webhook"]?.failingSince == noon)
        // It is over before the first message arrived: one message says both.
        ledger.apply(AlertDecision(Occasion.fine, by: settings.rules, at: later(30)), settings, at: later(30))
        due = ledger.due(settings, in: Occasion.zone, at: later(30))
        #expect(due.map(\.message.event) == [.end, .end])
        for delivery in due { ledger.arrived(delivery, at: later(31)) }
        #expect(ledger.deliveries.isEmpty && ledger.ways["webhook"]?.failures == 0)
        // An hour between two attempts at most, and nothing is sent a day late.
        #expect(AlertLedger.pause(after: 1) == .seconds(10) && AlertLedger.pause(after: 60) == .seconds(3600))
        ledger.apply(AlertDecision(silent, by: settings.rules, at: later(40)), settings, at: later(40))
        ledger.failed(ledger.deliveries[0], because: "No.", at: later(40 + 86_401))
        #expect(ledger.deliveries.map(\.way) == [.ntfy])
    }

    @Test("hundred of a kind at once are five messages") func flood() {
        let settings = Occasion.settings()
        var facts = Occasion.fine
        facts.recordings = (1...100).map { .init(name: "\($0).wav", reason: "It is not audio.") }
        var ledger = AlertLedger()
        _ = ledger.messages(facts, settings, at: noon)
        let messages = ledger.messages(facts, settings, at: later(5))
        #expect(messages.count == 5 && messages.map(\.others) == [0, 0, 0, 0, 95])
        #expect(ledger.incidents.count { $0.isCurrent } == 100)
        #expect(ledger.messages(Occasion.fine, settings, at: later(10)).count == 5)
        #expect(ledger.incidents.count == 50)
    }

    @Test("what is not known now ends nothing, and a rule that is switched off says nothing") func unknown() {
        var settings = Occasion.settings()
        var ledger = AlertLedger()
        _ = ledger.messages(silent, settings, at: noon)
        var unknown = Occasion.fine
        unknown.unfetched = nil
        #expect(ledger.messages(unknown, settings, at: later(600)).isEmpty)
        #expect(ledger.incidents.count { $0.isCurrent } == 1)
        settings.rules.notFetched = nil
        #expect(ledger.messages(silent, settings, at: later(605)).isEmpty)
        #expect(ledger.incidents.count { $0.isCurrent } == 0)
    }

    @Test("days that are long over are not reported at the first start, and those that were reported stay") func old()
        throws
    {
        let settings = Occasion.settings()
        var facts = Occasion.fine
        let last = try CivilDate("2026-12-01")
        facts.schedules = [
            Schedule(name: "s", week: [], specialDays: [SpecialDay(days: .dates(last, last), hours: .closed)])
        ]
        var ledger = AlertLedger()
        let later = try Occasion.moment("2027-06-01T12:00")
        #expect(ledger.messages(facts, settings, at: later).isEmpty && ledger.incidents.isEmpty)
        #expect(ledger.messages(facts, settings, at: noon).map(\.event) == [.begin])
        #expect(ledger.messages(facts, settings, at: later).isEmpty && ledger.incidents.count { $0.isCurrent } == 1)
    }

    @Test("the weekly summary is due once a week, and never at the first start") func summary() throws {
        let settings = Occasion.settings { $0.summary = .init(day: .monday, minute: 8 * 60) }
        var ledger = AlertLedger()
        func isDue(_ time: String) throws -> Bool {
            ledger.summaryIsDue(settings, in: Occasion.zone, at: try Occasion.moment(time))
        }
        #expect(try !isDue("2026-11-27T12:00") && !isDue("2026-11-30T07:59"))
        #expect(try isDue("2026-11-30T08:00"))
        let now = try Occasion.moment("2026-11-30T08:00")
        ledger.summarize(WeekFigures(from: noon, to: now, calls: 3, outcomes: []), at: now)
        #expect(ledger.deliveries.map(\.way) == [.mail])
        #expect(try !isDue("2026-11-30T08:01") && !isDue("2026-12-07T07:59") && isDue("2026-12-08T03:00"))
    }
}
