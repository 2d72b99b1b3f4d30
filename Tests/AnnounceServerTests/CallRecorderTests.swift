import CallFlow
import CallLog
import Dashboard
import HTTPListener
import ServerFixtures
import Sipgate
import Support
import Telephony
import Testing

@testable import AnnounceServer
@testable import Webhook

/// What the server records of an event, and what it leaves out.
struct CallRecorderTests {
    private struct Logged {
        let folder: TemporaryFolder
        let writer: CallLogWriter
        let recorder: CallRecorder
        let reader: CallLogReader

        init(_ settings: CallLogSettings = CallLogSettings(keep: nil)) throws {
            folder = try TemporaryFolder()
            writer = CallLogWriter(folder.file("calls.sqlite"), settings: settings)
            recorder = CallRecorder(writer)
            reader = CallLogReader(folder.file("calls.sqlite"))
        }

        /// Answers as the server does, and records the answer.
        @discardableResult
        func post(
            _ form: String, _ responder: WebhookResponder, token: String? = nil, at moment: Moment = Example.noon,
            isTrial: Bool = false
        ) throws -> WebhookOutcome {
            let fields = try FormFields(form.utf8)
            let event = try CallEvent(fields)
            let outcome = responder.respond(to: event, token: token, at: moment)
            recorder.answered(
                event, form: fields, outcome: outcome, latency: .microseconds(420), at: moment, isTrial: isTrial)
            return outcome
        }

        func timeline() async throws -> CallTimeline {
            #expect(await writer.flush(within: .seconds(60)))
            let call = try #require(try await reader.calls(CallQuery(), limit: 1).first)
            return try #require(try await reader.timeline(of: call.id))
        }
    }

    private static let newCall =
        "event=newCall&callId=c1&direction=in&from=4915799912345&to=492111234567&user%5B%5D=J%C3%BCrgen&user%5B%5D=Ann"

    private func token(_ outcome: WebhookOutcome) throws -> String {
        guard case .gather(let gather) = outcome.response.action else { throw Missing() }
        return String(try #require(gather.onData.text.split(separator: "/").last))
    }

    private struct Missing: Error {}

    @Test func aCallThroughAMenu() async throws {
        let log = try Logged()
        let responder = try Example.responder()
        let asked = try log.post(Self.newCall, responder)
        let file = "main-menu-0123456789abcdef.wav"
        let later = Moment(milliseconds: Example.noon.milliseconds + 300)
        let fetch = log.recorder.fetchBegan(file, size: 16_044, request: .bytes(from: 0), at: later)
        log.recorder.fetchEnded(fetch, sent: 16_044, at: later)
        try log.post(
            "event=dtmf&callId=c1&dtmf=1", responder, token: try token(asked),
            at: Moment(milliseconds: Example.noon.milliseconds + 4000))
        let timeline = try await log.timeline()

        #expect(timeline.call.from == "+4915799912345")
        #expect(timeline.call.to == "+492111234567")
        #expect(timeline.call.users == "Jürgen, Ann")
        #expect(timeline.call.lastStep == "dial +4915799912345")
        let (first, second) = (try #require(timeline.events.first), try #require(timeline.events.last))
        #expect(first.way == "number +492111234567 > menu main")
        #expect(first.answer == "ask main-menu")
        #expect(first.menu == "main")
        #expect(first.xml == asked.response.xml)
        #expect(first.latency == 420)
        #expect(first.fetch?.file == file && first.fetch?.isWhole == true)
        #expect(
            first.fields.map { "\($0.name)=\($0.value)" } == [
                "event=newCall", "callId=c1", "direction=in", "from=4915799912345", "to=492111234567", "user=Jürgen",
                "user=Ann",
            ])
        #expect(second.way == "main 1")
        #expect(second.input == .keys("1"))
    }

    @Test func nothingHiddenIsInTheFile() async throws {
        let log = try Logged(CallLogSettings(keep: nil, masksNumbers: true, keepsDigits: false))
        let responder = try Example.responder(
            credentials: BasicCredentials(user: "phone", password: "open-sesame"))
        let asked = try log.post(Self.newCall + "&diversion=492111239999", responder)
        try log.post("event=dtmf&callId=c1&dtmf=1", responder, token: try token(asked))
        try log.post("event=answer&callId=c1&from=4915799912345&answeringNumber=4930987654321", responder)
        let timeline = try await log.timeline()

        #expect(timeline.call.from == "+491579991xxxx")
        #expect(timeline.call.to == "+49211123xxxx")
        #expect(timeline.call.answeredBy == "+493098765xxxx")
        #expect(timeline.events.map(\.input) == [nil, .hidden(1), nil])
        #expect(timeline.events[1].way == "main key")
        #expect(timeline.events[1].fields.last == .init("dtmf", "(1 key)"))
        #expect(timeline.events[1].xml?.contains("<Number>491579991xxxx</Number>") == true)
        #expect(timeline.events[0].xml?.contains("onData=\"https://…@phone.example.com/ann/sipgate/…\"") == true)

        await log.writer.close(within: .seconds(10))
        let bytes = try log.folder.bytes(of: "calls.sqlite")
        let secrets = ["99912345", "1234567", "1239999", "987654321", "open-sesame", try token(asked)]
        for secret in secrets { #expect(bytes.firstRange(of: Array(secret.utf8)) == nil, "\(secret)") }
    }

    /// The password is never recorded, whatever is kept.
    @Test func passwordsAreNeverKept() async throws {
        let log = try Logged()
        let credentials = BasicCredentials(user: "phone", password: "open-sesame")
        let asked = try log.post(Self.newCall, try Example.responder(credentials: credentials))
        let xml = try #require(try await log.timeline().events.first?.xml)
        #expect(asked.response.xml.contains("open-sesame"))
        #expect(!xml.contains("open-sesame"))
        #expect(xml.contains("onAnswer=\"https://…@phone.example.com/ann/sipgate\""))
        #expect(xml.contains(try token(asked)))
    }

    @Test(
        arguments: [
            ("from=anonymous&to=492111234570", "anonymous", "play welcome"),
            ("from=&to=492111234570", "", "play welcome"),
            ("from=123456e0&to=492111234569", "123456e0", "reject busy"),
            ("from=4930&to=492111234573", "4930", "voicemail"),
        ])
    func callersOfAllKinds(_ form: String, _ from: String, _ answer: String) async throws {
        let log = try Logged()
        try log.post("event=newCall&callId=c1&\(form)", try Example.responder(), isTrial: true)
        let timeline = try await log.timeline()
        #expect(timeline.call.from == from)
        #expect(timeline.call.lastStep == answer)
        #expect(timeline.call.isTrial)
    }

    @Test func refusalsAndWhatIsMissing() async throws {
        let log = try Logged()
        let responder = try Example.responder()
        try log.post("event=dtmf&callId=c1&dtmf=1", responder, token: "forged")
        try log.post("event=newCall&callId=c2&from=4930&to=492111234572", responder)
        log.recorder.refused(status: 403, "The event is not signed.", at: Example.noon)
        _ = try await log.timeline()
        let findings = try await log.reader.findings(
            from: Example.noon, to: Moment(milliseconds: Example.noon.milliseconds + 1000))
        let noon = Example.noon
        #expect(
            findings == [
                .refused(reason: "forged or foreign position", status: 200, count: 1, last: noon),
                .refused(reason: "The event is not signed.", status: 403, count: 1, last: noon),
                .missing(announcements: "unpublished", answers: 1, last: noon),
            ])
    }
}
