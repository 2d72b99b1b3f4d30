import CallFlow
import ProviderSimulator
import Synchronization
import Telephony
import Testing

/// What happened, in order.
private final class Notes: Sendable {
    private let notes = Mutex<[String]>([])
    var all: [String] { notes.withLock { $0 } }
    func add(_ note: String) { notes.withLock { $0.append(note) } }
}

/// Whole days: when calls take place, and which.
struct DayTests {
    @Test("time is skipped in order, whatever waits") func skipping() async throws {
        let begin = Moment(milliseconds: 1_000_000)
        let clock = SkippingClock(from: begin)
        let seen = Notes()
        let plans = [("a", [5_000, 90_000_000]), ("b", [5_000, 6_000]), ("c", [1, 7_000])]
        for _ in plans { clock.enter() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (name, waits) in plans {
                group.addTask {
                    defer { clock.leave() }
                    for wait in waits {
                        try await clock.wait(until: begin.adding(.milliseconds(wait)))
                        let passed = clock.now.milliseconds - begin.milliseconds
                        seen.add("\(name)\(passed)")
                    }
                }
            }
            try await group.waitForAll()
        }
        let order = seen.all
        #expect(order.count == 6 && order.first == "c1" && order.suffix(3) == ["b6000", "c7000", "a90000000"])
        #expect(Set(order[1...2]) == ["a5000", "b5000"])
    }

    @Test("a cancelled day ends at once", .timeLimit(.minutes(1))) func cancelled() async throws {
        let clock = SkippingClock(from: Moment(milliseconds: 0))
        // One that never waits keeps the time from passing.
        clock.enter()
        clock.enter()
        let task = Task { try await clock.wait(until: Moment(milliseconds: 1_000)) }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test("a seed makes the same day again, of the numbers and hours of the configuration")
    func generated() throws {
        let configuration = try TestServer.configuration()
        let day = DayGenerator(configuration, on: try CivilDate("2026-11-23"))
        let calls = day.calls(500, seed: 7)
        #expect(calls == day.calls(500, seed: 7))
        #expect(calls != day.calls(500, seed: 8))
        #expect(calls.map(\.second) == calls.map(\.second).sorted())
        #expect(calls.allSatisfy { (0..<86_400).contains($0.second) })
        let incoming = calls.filter { $0.direction == .incoming }
        #expect(incoming.allSatisfy { configuration.numbers.incoming.entry(for: $0.to) != nil })
        #expect(Set(incoming.map(\.to.digits)).count > 3)
        let outgoing = calls.filter { $0.direction == .outgoing }
        #expect(outgoing.allSatisfy { "\($0.from)" == "+492111234567" } && (5..<100).contains(outgoing.count))
        // Mostly in the opening hours; some from the people that the configuration treats differently.
        #expect(calls.count { (9 * 3600..<17 * 3600).contains($0.second) } > 380)
        #expect(calls.contains { "\($0.from)".hasPrefix("+49157") } && calls.contains { $0.from == .anonymous })
        #expect(Set(calls.map(\.phone)).count == ScriptedCall.Phone.allCases.count)
        let sunday = DayGenerator(configuration, on: try CivilDate("2026-11-22")).calls(nil, seed: 7)
        #expect(sunday.count < day.calls(nil, seed: 7).count / 2)
    }

    @Test("a script") func script() throws {
        let reading = DayScriptFile.read(
            """
            - call: +49 211 1234567
              at: 09:30
            - name: everything
              call: +49 (0211) 1234568
              at: 23:59:59
              from: anonymous
              diverted: +49 211 1234569
              keys: [ 3, "", "0815" ]
              hang-up: 2.5s
              phone: transfer-unanswered
              ring: 20s
              talk: 3m
              loses: [ answer, hangup ]
            - { call: +49 30 1234567, at: 10:00, outgoing: true, from: +49 211 1234567, keys: "" , loses: hangup }
            """)
        #expect(reading.problems == [])
        let number = try PhoneNumber("492111234567")
        #expect(
            reading.calls == [
                ScriptedCall(from: .unknown(""), to: number, second: 9 * 3600 + 1800),
                ScriptedCall(
                    name: "everything", from: .anonymous, to: try PhoneNumber("492111234568"),
                    diverted: try PhoneNumber("492111234569"), second: 86_399, keys: ["3", "", "0815"], hangUp: 2_500,
                    phone: .unanswered, ring: 20_000, talk: 180_000, lost: [.answer, .hangup]),
                ScriptedCall(
                    direction: .outgoing, from: .number(number), to: try PhoneNumber("49301234567"), second: 36_000,
                    keys: [""], lost: [.hangup]),
            ])
    }

    @Test(
        "what is wrong in a script is said with its place",
        arguments: [
            ("", "1:1"), ("call: 1", "1:1"), ("- { call: +49 211 1234567 }", "1:3"),
            ("- { at: 10:00 }", "1:3"), ("- { call: 0211 1234567, at: 10:00 }", "1:11"),
            ("- { call: +49 211 1234567, at: 25:00 }", "1:32"),
            ("- { call: +49 211 1234567, at: 10:00, phone: sings }", "1:46"),
            ("- { call: +49 211 1234567, at: 10:00, talk: long }", "1:45"),
            ("- { call: +49 211 1234567, at: 10:00, keys: [ 1a ] }", "1:47"),
            ("- { call: +49 211 1234567, at: 10:00, loses: newCall }", "1:46"),
            ("- { call: +49 211 1234567, at: 10:00, outgoing: true }", "1:3"),
            ("- { call: +49 211 1234567, at: 10:00, fone: busy }", "1:39"),
        ])
    func mistakes(_ text: String, _ place: String) {
        let reading = DayScriptFile.read(text)
        #expect(reading.calls.isEmpty)
        let places = reading.problems.map { "\($0.place.line):\($0.place.column)" }
        #expect(places == [place], "\(reading.problems.map(\.message))")
    }
}
