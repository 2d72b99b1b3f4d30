import CallLog
import Telephony
import Testing

/// Whom to call back.
@Suite(.inEveryStore)
struct CallBackTests {
    private func callBacks(_ log: LogFixture, limit: Int = 100) async throws -> [CallBack] {
        await log.flush()
        return try await log.reader.callBacks(
            from: LogFixture.start, to: LogFixture.start.after(86_400), limit: limit)
    }

    private func missed(_ log: LogFixture, _ id: String, at second: Double, from: String?) {
        log.record(Event.newCall(id, at: second, from: from), Event.hangup(id, at: second + 20, "noAnswer"))
    }

    @Test("One row a caller: missed, hung up in the menu, voicemail; the latest first") func rows() async throws {
        let log = try LogFixture()
        missed(log, "1", at: 0, from: "+4915799912345")
        missed(log, "2", at: 100, from: "+4930555001")
        log.record(
            Event.newCall("3", at: 200, from: "+4915799912345", Event.ask("main")), Event.hangup("3", at: 206))
        log.record(
            Event.newCall("4", at: 300, from: "+4930555002", LoggedAnswer(.voicemail, words: "voicemail")),
            Event.answered("4", at: 305, isVoicemail: true), Event.hangup("4", at: 340))
        // Not to be called: served, rejected, sent away, in progress, and simulated.
        log.record(
            Event.newCall("5", at: 400, from: "+4930555003"), Event.answered("5", at: 405), Event.hangup("5", at: 440))
        log.record(Event.newCall("6", at: 400, from: "+4930555004", LoggedAnswer(.reject, words: "reject")))
        log.record(Event.newCall("7", at: 400, from: "+4930555005", LoggedAnswer(.hangup, words: "hangup")))
        log.record(Event.newCall("8", at: 400, from: "+4930555006"))
        var trial = Event.newCall("9", at: 400, from: "+4930555007")
        trial.isTrial = true
        var end = Event.hangup("9", at: 420, "noAnswer")
        end.isTrial = true
        log.record(trial, end)
        missed(log, "10", at: -90_000, from: "+4930555008")

        let found = try await callBacks(log)
        #expect(found.map(\.caller) == ["+4930555002", "+4915799912345", "+4930555001"])
        #expect(found.map(\.tries.count) == [1, 2, 1])
        #expect(found[1].tries == [LogFixture.start.after(200), LogFixture.start])
        #expect(found.map(\.outcome) == [.voicemail, .abandoned, .missed])
        #expect(found.map(\.hasVoicemail) == [true, false, false])
        #expect(found[0].called == "+492111234567")
        let latest = try #require(try await log.reader.timeline(of: found[1].call))
        #expect(latest.call.callID == "3")
        #expect(try await callBacks(log, limit: 2).map(\.caller) == ["+4930555002", "+4915799912345"])
    }

    @Test("Who was spoken to since is left out, whoever called; who tried again after that is not")
    func spokenTo() async throws {
        let log = try LogFixture()
        for number in 1...3 { missed(log, "m\(number)", at: Double(number), from: "+493055500\(number)") }
        log.record(
            Event.newCall("a", at: 100, from: "+4930555001"), Event.answered("a", at: 105), Event.hangup("a", at: 140))
        var out = Event.newCall("b", at: 200, from: "+492111234567", to: "+4930555002")
        out.direction = .outgoing
        var answer = Event.answered("b", at: 205)
        answer.direction = .outgoing
        log.record(out, answer, Event.hangup("b", at: 240))
        #expect(try await callBacks(log).map(\.caller) == ["+4930555003"])
        missed(log, "m4", at: 300, from: "+4930555001")
        #expect(try await callBacks(log).map(\.caller) == ["+4930555001", "+4930555003"])
        // Calls made that no one answered are no one's to call back.
        var tried = Event.newCall("c", at: 400, from: "+492111234567", to: "+4930555003")
        tried.direction = .outgoing
        log.record(tried, Event.hangup("c", at: 420, "noAnswer"))
        #expect(try await callBacks(log).map(\.caller) == ["+4930555001", "+4930555003"])
    }
}
