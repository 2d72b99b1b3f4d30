import CallLog
import Support
import SystemPackage
import Telephony
import Testing

/// A log of its own, written and read as the server does: in a file, or where `store` says so in a database.
struct LogFixture {
    enum Store: CaseIterable { case file, database }

    /// The kind of store that a test uses. See `InEveryStore`.
    @TaskLocal static var store = Store.file

    let folder: TemporaryFolder
    let writer: CallLogWriter
    let reader: CallLogReader

    static let start = Moment(milliseconds: 1_767_610_800_000)

    init(
        _ settings: CallLogSettings = CallLogSettings(keep: nil), limits: CallLogWriter.Limits = .init(),
        in folder: TemporaryFolder? = nil, now: @escaping @Sendable () -> Moment = { Self.start },
        report: @escaping @Sendable (CallLogIncident) -> Void = { _ in }
    ) throws {
        let folder = try folder ?? TemporaryFolder()
        self.folder = folder
        let place: CallLogPlace =
            switch Self.store {
            case .file: .file(folder.file("calls.sqlite"))
            case .database: .database(try #require(PostgresServer.shared).database())
            }
        writer = CallLogWriter(place, settings: settings, limits: limits, now: now, report: report)
        reader = writer.reader
    }

    func record(_ events: LoggedEvent...) {
        for event in events { writer.record { _ in .event(event) } }
    }

    func record(_ entries: [LogEntry]) {
        for entry in entries { writer.record { _ in entry } }
    }

    /// What was recorded is in the file when this returns.
    func flush(sourceLocation: SourceLocation = #_sourceLocation) async {
        #expect(await writer.flush(within: .seconds(60)), "\(writer.status)", sourceLocation: sourceLocation)
    }

    /// All calls, oldest first.
    func calls() async throws -> [LoggedCall] { try await reader.oldestCalls(CallQuery(), limit: 10_000) }

    /// The events of the only call, or of the one with an id.
    func timeline(_ id: String = "1") async throws -> CallTimeline {
        let call = try #require(try await reader.call(withID: id))
        return try #require(try await reader.timeline(of: call.id))
    }
}

/// Runs each test of a suite with a log in a file, and again with one in a database where PostgreSQL is installed.
struct InEveryStore: SuiteTrait, TestTrait, TestScoping {
    var isRecursive: Bool { true }

    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @concurrent @Sendable () async throws -> Void
    ) async throws {
        guard testCase != nil else { return try await function() }
        for store in LogFixture.Store.allCases where store == .file || PostgresServer.isInstalled {
            await LogFixture.$store.withValue(store) {
                do { try await function() } catch {
                    Issue.record(error, "with a log in a \(store)")
                }
            }
        }
    }
}

extension Trait where Self == InEveryStore {
    static var inEveryStore: InEveryStore { InEveryStore() }
}

/// Events as tests write them: seconds after the start, and what matters.
enum Event {
    static func newCall(
        _ id: String = "1", at second: Double = 0, from: String? = "+4915799912345", to: String? = "+492111234567",
        way: String? = nil, _ answer: LoggedAnswer? = LoggedAnswer(.connect, words: "connect")
    ) -> LoggedEvent {
        var event = plain(.newCall, id, second)
        (event.from, event.to, event.direction) = (from, to, .incoming)
        (event.way, event.answer) = (way, answer)
        return event
    }

    static func newCall(_ answer: LoggedAnswer) -> LoggedEvent { newCall("1", answer) }

    static func pressed(
        _ input: LoggedEvent.Input, _ id: String = "1", at second: Double, _ answer: LoggedAnswer? = nil
    )
        -> LoggedEvent
    {
        var event = plain(.dtmf, id, second)
        (event.input, event.answer) = (input, answer)
        return event
    }

    static func forged(at second: Double) -> LoggedEvent {
        var event = pressed(.keys("1"), at: second)
        event.refusal = "forged or foreign position"
        return event
    }

    static func answered(_ id: String = "1", at second: Double, by: String = "Reception", isVoicemail: Bool = false)
        -> LoggedEvent
    {
        var event = plain(.answer, id, second)
        (event.answeredBy, event.isVoicemail) = (by, isVoicemail)
        return event
    }

    static func hangup(
        _ id: String = "1", at second: Double, _ cause: String? = "normalClearing", answeredBy number: String? = nil
    ) -> LoggedEvent {
        var event = plain(.hangup, id, second)
        (event.cause, event.answeringNumber) = (cause, number)
        return event
    }

    static func plain(_ kind: LoggedEvent.Kind, _ id: String = "1", _ second: Double) -> LoggedEvent {
        LoggedEvent(at: LogFixture.start.after(second), kind: kind, callID: id)
    }

    static func ask(_ menu: String) -> LoggedAnswer {
        LoggedAnswer(.ask, words: "ask \(menu)", menu: menu, sound: .init(file: "\(menu)-0123.wav", prompt: menu))
    }

    static func play(_ name: String) -> LoggedAnswer {
        LoggedAnswer(.play, words: "play \(name)", sound: .init(file: "\(name)-0123.wav", prompt: name))
    }
}

extension Moment {
    func after(_ seconds: Double) -> Moment { adding(.milliseconds(Int64(seconds * 1000))) }
}
