import CallLog
import Telephony
import Testing

/// The outcome of a call, from the events that the provider sends and those that it omits.
@Suite(.inEveryStore)
struct CallOutcomeTests {
    struct Life: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let events: [LoggedEvent]
        let outcome: CallOutcome
        var isOn = false
    }

    static let lives = [
        Life(testDescription: "it rings", events: [Event.newCall()], outcome: .open, isOn: true),
        Life(
            testDescription: "taken", events: [Event.newCall(), Event.answered(at: 5)], outcome: .answered, isOn: true),
        Life(
            testDescription: "taken and over",
            events: [Event.newCall(), Event.answered(at: 5), Event.hangup(at: 60)], outcome: .answered),
        Life(
            testDescription: "taken by the voicemail",
            events: [
                Event.newCall(), Event.answered(at: 20, by: "voicemail", isVoicemail: true), Event.hangup(at: 30),
            ],
            outcome: .voicemail),
        Life(
            testDescription: "sent to the voicemail, and no push of it",
            events: [Event.newCall(LoggedAnswer(.voicemail, words: "voicemail")), Event.hangup(at: 30)],
            outcome: .voicemail),
        Life(
            testDescription: "no answer", events: [Event.newCall(), Event.hangup(at: 30, "noAnswer")], outcome: .missed),
        Life(testDescription: "engaged", events: [Event.newCall(), Event.hangup(at: 1, "busy")], outcome: .missed),
        Life(
            testDescription: "an undocumented cause",
            events: [Event.newCall(), Event.hangup(at: 1, "chanunavail")], outcome: .missed),
        Life(
            testDescription: "given up while it rang", events: [Event.newCall(), Event.hangup(at: 9, "cancel")],
            outcome: .abandoned),
        Life(
            testDescription: "hung up in a menu, told by a hangup",
            events: [Event.newCall(Event.ask("main")), Event.hangup(at: 6)], outcome: .abandoned),
        Life(
            testDescription: "hung up in a menu, told by keys that are none",
            events: [Event.newCall(Event.ask("main")), Event.pressed(.gone, at: 6)], outcome: .abandoned),
        Life(
            testDescription: "rejected, and no push of its end",
            events: [Event.newCall(LoggedAnswer(.reject, words: "reject busy"))], outcome: .rejected),
        Life(
            testDescription: "hung up by the configuration",
            events: [
                Event.newCall(Event.play("closed")),
                Event.pressed(.silence, at: 4, LoggedAnswer(.hangup, words: "hangup")), Event.hangup(at: 4),
            ], outcome: .ended),
        Life(
            testDescription: "hung up during an announcement",
            events: [Event.newCall(Event.play("welcome")), Event.hangup(at: 2)], outcome: .abandoned),
        Life(
            testDescription: "goes on as another", events: [Event.newCall(), Event.hangup(at: 20, "forwarded")],
            outcome: .forwarded),
        Life(
            testDescription: "a hangup alone, the log having begun later", events: [Event.hangup(at: 20, "noAnswer")],
            outcome: .missed),
        Life(
            testDescription: "a forged position, and no call we know of", events: [Event.forged(at: 0)],
            outcome: .refused),
        Life(
            testDescription: "a position outdated by an edit: it rings and is answered",
            events: [
                Event.newCall(Event.ask("main")), Event.forged(at: 5), Event.answered(at: 20), Event.hangup(at: 30),
            ],
            outcome: .answered),
        Life(
            testDescription: "the answer was not reported, but who answered",
            events: [Event.newCall(), Event.hangup(at: 60, answeredBy: "+492111234500")], outcome: .answered),
        Life(
            testDescription: "the same, by the voicemail",
            events: [
                Event.newCall(LoggedAnswer(.voicemail, words: "voicemail")),
                Event.hangup(at: 60, answeredBy: "+492111234500"),
            ], outcome: .voicemail),
        Life(
            testDescription: "a number that was rung and did not answer",
            events: [Event.newCall(), Event.hangup(at: 60, "noAnswer", answeredBy: "+492111234500")], outcome: .missed),
        Life(
            testDescription: "the answer is reported after the hang-up",
            events: [Event.newCall(), Event.hangup(at: 60), Event.answered(at: 60.2)], outcome: .answered),
        Life(
            testDescription: "the same, from a menu",
            events: [Event.newCall(Event.ask("main")), Event.hangup(at: 60), Event.answered(at: 60.2)],
            outcome: .answered),
        Life(
            testDescription: "the call itself is reported last",
            events: [Event.answered(at: 5), Event.hangup(at: 60), Event.newCall(at: 60.1, Event.ask("main"))],
            outcome: .answered),
        Life(
            testDescription: "pushes repeated",
            events: [
                Event.newCall(), Event.newCall(at: 1), Event.answered(at: 5), Event.answered(at: 6),
                Event.hangup(at: 60), Event.hangup(at: 61, "cancel"),
            ], outcome: .answered),
    ]

    @Test(arguments: lives)
    func outcome(_ life: Life) async throws {
        let log = try LogFixture()
        log.record(life.events.map { .event($0) })
        await log.flush()
        let calls = try await log.calls()
        #expect(calls.map(\.outcome) == [life.outcome])
        let now = try await log.reader.callsNow(at: LogFixture.start.after(100))
        #expect(now.count == (life.isOn ? 1 : 0))
        #expect(try await log.timeline().events.count == life.events.count)
    }

    @Test func idsAreUsedAgain() async throws {
        let log = try LogFixture()
        log.record(
            Event.newCall(from: "+491"), Event.hangup(at: 10), Event.newCall(at: 20, from: "+492"),
            Event.hangup(at: 30),
            Event.newCall("2", at: 0, from: "+493"), Event.newCall("2", at: 86_400 * 30, from: "+494"))
        await log.flush()
        #expect(try await log.calls().map(\.from) == ["+491", "+493", "+492", "+494"])
    }

    @Test func transfersAreJoined() async throws {
        let log = try LogFixture()
        var second = Event.newCall("second", at: 20)
        second.originalCallID = "first"
        second.users = ["voicemail"]
        var third = Event.newCall("third", at: 40)
        third.originalCallID = "first"
        log.record(
            Event.newCall("first"), Event.hangup("first", at: 20, "forwarded"), second, third,
            Event.newCall("stranger", at: 21))
        await log.flush()
        #expect(try await log.timeline("first").related.map(\.callID) == ["second", "third"])
        #expect(try await log.timeline("second").related.map(\.callID) == ["first", "third"])
        #expect(try await log.timeline("stranger").related == [])
    }

    @Test func trialsAreSeparate() async throws {
        let log = try LogFixture()
        var trial = Event.newCall(at: 1)
        trial.isTrial = true
        log.record(Event.newCall(), trial)
        await log.flush()
        #expect(try await log.reader.calls(CallQuery(isTrial: true), limit: 10).count == 1)
        #expect(try await log.reader.calls(CallQuery(isTrial: false), limit: 10).count == 1)
        #expect(try await log.calls().count == 2)
    }

    @Test func hostileEvents() async throws {
        let log = try LogFixture()
        var event = Event.newCall("a\0b\u{7}\n\"\\", from: "", to: "\0", way: "\0")
        event.users = ["Jürgen \u{1F4DE}", ""]
        event.fields = [.init("user", "Jürgen \"\\\n\0\u{1F}"), .init("", ""), .init("user", "two")]
        event.xml = "<Response/>\0"
        log.record(event, Event.newCall("a"))
        await log.flush()
        let timeline = try await log.timeline("a\0b\u{7}\n\"\\")
        #expect(timeline.events.map(\.fields) == [event.fields])
        #expect(timeline.call.from == "")
        #expect(try await log.calls().count == 2)
    }
}
