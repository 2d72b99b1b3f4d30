import CallFlow
import Foundation
import HTTPListener
import MediaLibrary
import ServerFixtures
import Sipgate
import Support
import Synchronization
import SystemPackage
import Telephony
import Testing

@testable import Dashboard
@testable import Webhook

@Suite("Simulated calls over HTTP")
struct TrialServerTests {
    private struct Answered: Decodable {
        var call: TrialCall
        var exchange: TrialExchange
        var html: String
        var status: String
    }

    private struct Refused: Decodable {
        var problem: String
    }

    /// The page and its script, reduced to their requests.
    private struct Page {
        let client: RawClient
        private(set) var text = ""

        init(_ server: RunningServer, _ path: String = "/try") async throws {
            client = try RawClient(port: server.adminPort)
            await client.send(get(path))
            text = try await client.readAnswer().text
        }

        var token: String { text.firstMatch(of: /name="token" content="([^"]+)"/).map { String($0.1) } ?? "" }

        /// The hidden field that carries the call.
        var trial: String {
            let value = text.firstMatch(of: /name="trial"[^>]* value="([^"]*)"/).map { String($0.1) } ?? ""
            return value.replacing("&quot;", with: "\"").replacing("&#39;", with: "'").replacing("&lt;", with: "<")
                .replacing("&gt;", with: ">").replacing("&amp;", with: "&")
        }

        func send(_ body: String, to path: String, type: String, _ field: String = "") async throws -> RawClient.Answer
        {
            await client.send(
                "POST \(path) HTTP/1.1\r\nHost: localhost\r\n\(field)Content-Type: \(type)\r\nContent-Length: "
                    + "\(body.utf8.count)\r\n\r\n\(body)")
            return try await client.readAnswer()
        }

        func post(_ event: String) async throws -> RawClient.Answer {
            try await send(event, to: "/try/event", type: "text/plain", "X-Token: \(token)\r\n")
        }

        func tell(_ event: String) async throws -> Answered {
            let answer = try await post(event)
            #expect(answer.status == 200, "\(answer.text)")
            return try JSONDecoder().decode(Answered.self, from: Data(answer.body))
        }

        func press(_ keys: String, after answered: Answered) async throws -> Answered {
            let call = try TrialController.encode(answered.call)
            let token = try #require(answered.exchange.gather?.token)
            return try await tell(#"{"event":"dtmf","call":\#(call),"token":"\#(token)","keys":"\#(keys)"}"#)
        }

        /// Submits a form and reads the resulting page.
        mutating func submit(_ form: [String: String], to path: String) async throws -> RawClient.Answer {
            let body = FormText.bytes(of: form.merging(["token": token]) { $1 })
            let answer = try await send(
                String(decoding: body, as: UTF8.self), to: path, type: "application/x-www-form-urlencoded")
            if answer.fields["content-type"]?.hasPrefix("text/html") ?? false { text = answer.text }
            return answer
        }
    }

    private static let reception = "+49 211 1234567"

    /// The example that ships with the project, with a second of published sound per announcement.
    private func serve(_ folder: TemporaryFolder, _ text: String = Example.shipped) async throws
        -> RunningServer
    {
        let prompts = try Example.plan(text).configuration.prompts.map(\.description)
        for prompt in prompts {
            let name = "\(prompt.replacing("+", with: "-"))-0123456789abcdef.wav"
            _ = try folder.write(Example.bytes(16_044), to: name)
        }
        return try await RunningServer(text, catalogue: try Example.catalogue(prompts, folder: folder.path.string))
    }

    private func isAsWritten(_ yaml: String, _ text: String = Example.shipped) throws -> Bool {
        let reading = GoldenCallFile.read(yaml, announcements: nil)
        #expect(reading.problems == [], "\(yaml)")
        let replay = GoldenReplay(plan: try Example.plan(text), tokens: try PositionTokens(secret: Example.secret))
        let call = try #require(reading.entries.first).call
        return replay.replay(call).difference == nil
    }

    @Test("Pressing 3 and 0815: the script gets the same answers as the provider")
    func script() async throws {
        let folder = try TemporaryFolder()
        let server = try await serve(folder)
        let page = try await Page(server)
        #expect(page.text.contains("<script src=\"/assets/trial-") && page.text.contains("value=\"+492111234567\""))

        var answered = try await page.tell(
            #"{"event":"newCall","to":"\#(Self.reception)","from":"+49 30 123456","at":"2026-11-23T10:00"}"#)
        var exchanges = [answered.exchange]
        #expect(answered.exchange.way == "number +492111234567 > flow reception > office open > menu main")
        #expect(answered.status == "Playing main-menu. Then waiting 4 s for 1 key.")
        for keys in ["3", "0815"] {
            answered = try await page.press(keys, after: answered)
            exchanges.append(answered.exchange)
        }
        #expect(exchanges.map(\.prompt) == ["main-menu", "enter-code", nil])
        #expect(exchanges.map(\.keys) == [nil, "3", "0815"])
        #expect(exchanges.map(\.gather?.maxDigits) == [1, 4, nil])
        #expect(exchanges.last?.dial == ["+4915799912345"])
        #expect(answered.status == "Ringing +4915799912345.")
        #expect(answered.html.contains("Pressed 0815") && answered.html.contains("&lt;Dial&gt;"))

        // The public listener answers the same forms the same way; sounds are the same bytes at both.
        let provider = try server.client()
        for exchange in exchanges {
            if exchange.event == "newCall" {
                // It is another time there, open as well.
                #expect(exchange.form.hasSuffix("&direction=in&event=newCall&from=4930123456&to=492111234567"))
            }
            await provider.send(ServerFixtures.post(exchange.form, to: exchange.path))
            #expect(try await provider.readAnswer().text == exchange.xml)
            guard let sound = exchange.sound else { continue }
            await page.client.send(get("/media/\(sound)", "Range: bytes=0-99"))
            let part = try await page.client.readAnswer()
            #expect(part.status == 206 && part.body == Array(Example.bytes(16_044).prefix(100)))
            await page.client.send(get("/media/\(sound)"))
            await provider.send(get("/media/\(sound)"))
            let (heard, fetched) = (try await page.client.readAnswer(), try await provider.readAnswer())
            #expect(heard.status == 200 && heard.body == fetched.body && heard.body.count == 16_044)
            #expect(heard.fields["content-type"] == "audio/wav" && exchange.seconds == 1)
        }
        await page.client.send(get("/media/..%2Fposition-secret"))
        #expect(try await page.client.readAnswer().status == 404)
        try await server.stop()
    }

    @Test("Without a script every step is a form, and the call is exported as a golden call")
    func forms() async throws {
        let folder = try TemporaryFolder()
        let server = try await serve(folder)
        var page = try await Page(server, "/try?to=%2B492111234560&at=2026-11-23T10:00:05")
        #expect(page.text.contains("value=\"+492111234560\"") && page.text.contains("value=\"2026-11-23T10:00:05\""))
        _ = try await page.submit(
            ["to": Self.reception, "from": "", "at": "2026-11-23T10:00"], to: "/try")
        #expect(page.text.contains("Playing main-menu. Then waiting 4 s for 1 key"))
        #expect(page.text.contains("<audio controls preload=\"none\" src=\"/media/main-menu-0123456789abcdef.wav\""))

        // Too many keys are as on the telephone: the first counts.
        for (keys, status) in [("7", "Playing wrong-key+main-menu-short"), ("3 1", "Playing enter-code")] {
            _ = try await page.submit(["trial": page.trial, "keys": keys], to: "/try/step")
            #expect(page.text.contains(status))
        }
        let refused = try await page.submit(["trial": page.trial, "keys": "ja"], to: "/try/step")
        #expect(refused.status == 400 && page.text.contains("Only the keys 0 to 9, * and # exist."))
        _ = try await page.submit(["trial": page.trial, "keys": "*"], to: "/try/step")
        _ = try await page.submit(["trial": page.trial, "action": "wait"], to: "/try/step")
        #expect(page.text.contains("Playing nothing-heard+main-menu-short"))
        _ = try await page.submit(["trial": page.trial, "keys": "1"], to: "/try/step")
        #expect(page.text.contains("Ringing +4915799912345 and +492111234500."))
        #expect(!page.text.contains("name=\"keys\""))

        let trial = page.trial
        let shown = try await page.submit(["trial": trial, "action": "show"], to: "/try/export")
        #expect(shown.status == 200 && page.text.contains("<pre id=\"golden\">- call: +492111234567"))
        let file = try await page.submit(["trial": trial, "action": "download"], to: "/try/export")
        #expect(file.fields["content-disposition"] == "attachment; filename=\"tried.calls.yaml\"")
        #expect(
            file.text == """
                - call: +492111234567
                  at: 2026-11-23T10:00
                  steps:
                    - hear: main-menu
                    - press: "7"
                    - hear: [ wrong-key, main-menu-short ]
                    - press: "3"
                    - hear: enter-code
                    - press: "*"
                    - hear: main-menu
                    - silence
                    - hear: [ nothing-heard, main-menu-short ]
                    - press: "1"
                    - dial: [ +4915799912345, +492111234500 ]

                """)
        #expect(try isAsWritten(file.text))
        try await server.stop()
    }

    @Test("A prompt without keys continues with any input, and cannot end a golden call")
    func prompts() async throws {
        let folder = try TemporaryFolder()
        let server = try await serve(folder)
        var page = try await Page(server)
        _ = try await page.submit(["to": "+49 211 1234568"], to: "/try")
        #expect(page.text.contains("Playing closed. Then the call continues.") && !page.text.contains("name=\"keys\""))
        let midway = page.trial
        let refused = try await page.submit(["trial": midway, "action": "download"], to: "/try/export")
        #expect(refused.status == 400 && page.text.contains("stopped in the middle of a prompt"))
        // Barge-in.
        _ = try await page.submit(["trial": midway, "keys": "5"], to: "/try/step")
        #expect(page.text.contains("Playing opens-again. Then the call continues."))
        _ = try await page.submit(["trial": page.trial, "keys": "5"], to: "/try/step")
        #expect(page.text.contains("The call is hung up."))
        let golden = try await page.submit(["trial": page.trial, "action": "download"], to: "/try/export")
        // Now is when the page was asked, to the second.
        #expect(
            golden.text
                == "- call: +492111234568\n  at: 2026-01-05T12:00\n  steps:\n    - hear: closed\n    - hear: opens-again\n    - hangup\n"
        )
        #expect(try isAsWritten(golden.text))

        _ = try await page.submit(["to": Self.reception], to: "/try")
        _ = try await page.submit(["trial": page.trial, "action": "hangup"], to: "/try/step")
        #expect(page.text.contains("You hung up.") && page.text.contains("cause=cancel"))
        let cut = try await page.submit(["trial": page.trial, "action": "download"], to: "/try/export")
        #expect(cut.text.hasSuffix("  steps:\n    - hear: main-menu\n"))
        #expect(try isAsWritten(cut.text))

        _ = try await page.submit(
            ["to": "+49 30 123456", "from": Self.reception, "outgoing": "on", "at": "2026-10-25T02:30"], to: "/try")
        #expect(
            page.text.contains("Ringing +4930123456.") && page.text.contains("callerId=&quot;492111234500&quot;"))
        let outgoing = try await page.submit(["trial": page.trial, "action": "download"], to: "/try/export")
        #expect(outgoing.text.contains("  from: +492111234567\n  outgoing: true\n"))
        #expect(try isAsWritten(outgoing.text))
        try await server.stop()
    }

    @Test("A forwarded call is exported as one, and a schedule that a simulated call closes stays open")
    func forwarded() async throws {
        let text = """
            public-url: https://phone.example.com
            time-zone: Europe/Berlin
            numbers:
              +49 211 1234567: [ { diverted: { +49 0157*: { dial: [ 12, +49 (0) 211 1234500 ] } } }, { menu: main } ]
            menus:
              main:
                prompt: main-menu
                choices: { 9121: [ { override: { office: closed, until: 2h } }, { check: office, open: hangup, closed: reject } ] }
            schedules: { office: { hours: { daily: 00:00-24:00 } } }
            """
        let folder = try TemporaryFolder()
        let server = try await serve(folder, text)
        var page = try await Page(server)
        _ = try await page.submit(["to": Self.reception, "from": "12", "diverted": "+49 157 12345"], to: "/try")
        #expect(page.text.contains("Ringing 12 and +492111234500."))
        let golden = try await page.submit(["trial": page.trial, "action": "download"], to: "/try/export")
        #expect(golden.text.contains("  from: 12\n  diverted: +4915712345\n"))
        #expect(try isAsWritten(golden.text, text))
        #expect(
            try await page.submit(["to": Self.reception, "diverted": "0157"], to: "/try").text.contains(
                "“0157” is not a telephone number"))

        let asked = try await page.tell(#"{"event":"newCall","to":"\#(Self.reception)"}"#)
        let closed = try await page.press("9121", after: asked)
        #expect(closed.exchange.end == "reject")
        #expect(closed.exchange.remark?.hasPrefix("A simulated call opens and closes nothing") == true)
        #expect(server.plan.plan.overrides.all.isEmpty)
        try await server.stop()
    }

    @Test("Unpublished announcements are reported and still exported")
    func missing() async throws {
        let server = try await RunningServer()
        let page = try await Page(server)
        let first = try await page.tell(#"{"event":"newCall","to":"+492111234572"}"#)
        #expect(first.exchange.remark == "Skipped because not published: unpublished.")
        #expect(first.exchange.sound == nil && first.exchange.prompt == "unpublished")
        #expect(first.status.hasPrefix("unpublished is not published, so it is skipped. "))
        let second = try await page.press("", after: first)
        #expect(second.exchange.keys == nil, "nothing was asked")
        let third = try await page.press("12", after: second)
        #expect(third.exchange.keys == "12" && third.exchange.end == "hangup")
        let trial = Trial(call: first.call, exchanges: [first, second, third].map(\.exchange))
        let golden = try trial.golden(in: try #require(Zone("Europe/Berlin"))).yaml
        #expect(try isAsWritten(golden, Example.text), "\(golden)")
        try await server.stop()
    }

    @Test(
        "Invalid and foreign events are refused",
        arguments: [
            ("", "This is not an event of a simulated call."), ("[]", "This is not an event of a simulated call."),
            (String(repeating: "[", count: 60_000), "This is not an event of a simulated call."),
            (#"{"event":"answer"}"#, "This is not an event of a simulated call."),
            (#"{"event":"dtmf"}"#, "This is not an event of a simulated call."),
            (#"{"event":"newCall"}"#, "The called number is missing."),
            (#"{"event":"newCall","to":"<script>"}"#, "“<script>” is not a telephone number"),
            (
                #"{"event":"newCall","to":"0211 1234567"}"#,
                "“0211 1234567” is not a telephone number; include the country code"
            ),
            (#"{"event":"newCall","to":"+492111234567","from":"reception"}"#, "“reception” is not a caller"),
            (
                #"{"event":"newCall","to":"+492111234567","at":"2026-02-30T10:00"}"#,
                "“2026-02-30T10:00” is not a date and time"
            ),
            (#"{"event":"newCall","to":"+492111234567","outgoing":true}"#, "An outgoing call needs your own number"),
            (
                #"{"event":"hangup","call":{"id":"1","to":"+492111234567","from":"","outgoing":false,"at":0}}"#,
                "This is not a simulated call."
            ),
            (
                #"{"event":"hangup","call":{"id":"trial-1","to":"x","from":"","outgoing":false,"at":0}}"#,
                "“x” is not a telephone number"
            ),
            (
                #"{"event":"dtmf","token":"a","keys":"A;","#
                    + #""call":{"id":"trial-1","to":"+492111234567","from":"","outgoing":false,"at":0}}"#,
                "Only the keys 0 to 9, * and # exist."
            ),
        ])
    func refused(_ event: String, _ sentence: String) async throws {
        let server = try await RunningServer()
        let answer = try await Page(server).post(event)
        #expect(answer.status == (event.contains("newCall") ? 200 : 400))
        let refused = try JSONDecoder().decode(Refused.self, from: Data(answer.body))
        #expect(refused.problem.hasPrefix(sentence), "\(refused.problem)")
        try await server.stop()
    }

    @Test("Forged, foreign and damaged positions are not answered, and the page reports that")
    func forged() async throws {
        let server = try await RunningServer()
        let page = try await Page(server)
        let first = try await page.tell(#"{"event":"newCall","to":"+492111234567"}"#)
        let other = try await page.tell(#"{"event":"newCall","to":"+492111234567"}"#)
        #expect(first.call.id != other.call.id)
        let call = try TrialController.encode(other.call)
        let token = try #require(first.exchange.gather?.token)
        for position in [token, token + "A", "x", "..", #"\"><script>alert(1)</script>"#, "%00"] {
            let answered = try await page.tell(#"{"event":"dtmf","call":\#(call),"token":"\#(position)","keys":"1"}"#)
            #expect(answered.exchange.remark == "Not answered: forged or foreign position.")
            #expect(answered.exchange.xml.contains("<Response/>") && answered.exchange.keys == nil)
            #expect(!answered.html.contains("<script"))
        }
        // Extremes of the clock.
        for at in ["-9223372036854775808", "9223372036854775807"] {
            let call =
                #"{"id":"trial-1","to":"+492111234567","from":"","outgoing":false,"at":\#(at)}"#
            _ = try await page.tell(#"{"event":"hangup","call":\#(call)}"#)
        }
        try await server.stop()
    }

    @Test("Forms with a foreign or missing call are refused, and their values stay text")
    func hostileForms() async throws {
        let server = try await RunningServer()
        var page = try await Page(server)
        for trial in ["", "{}", "<script>", String(repeating: "[", count: 100_000)] {
            for path in ["/try/step", "/try/export"] {
                let answer = try await page.submit(["trial": trial, "keys": "1"], to: path)
                #expect(answer.status == 400 && answer.text.contains("This is not a simulated call. Start a new one."))
            }
        }
        _ = try await page.submit(["to": "+492111234567"], to: "/try")
        // A clock that no calendar reaches.
        for at in ["-9223372036854775808", "9223372036854775807"] {
            let trial = page.trial.replacing("1767610800000", with: at)
            #expect(trial.contains(at))
            for (path, action) in [("/try/step", "wait"), ("/try/export", "show")] {
                #expect(try await page.submit(["trial": trial, "action": action], to: path).status == 200)
            }
            _ = try await page.submit(["to": "+492111234567"], to: "/try")
        }
        let hostile = "\\\"><script>alert(1)</script>"
        for text in ["main-menu", "main-menu-0123456789abcdef.wav", "/sipgate"] {
            let forged = page.trial.replacing(text, with: hostile)
            for (path, action) in [("/try/step", "wait"), ("/try/export", "show")] {
                let answer = try await page.submit(["trial": forged, "action": action], to: path)
                #expect(!answer.text.contains("<script>alert") && [200, 400].contains(answer.status))
            }
            _ = try await page.submit(["to": "+492111234567"], to: "/try")
        }
        let answer = try await page.submit(["to": "\"><script>alert(1)</script>", "from": "'>"], to: "/try")
        #expect(answer.status == 400 && !answer.text.contains("<script>alert"))

        // Not meant: no token, and from elsewhere.
        let none = try await page.send("{}", to: "/try/event", type: "text/plain")
        #expect(none.status == 403)
        let elsewhere = try await page.send(
            "{}", to: "/try/event", type: "text/plain", "Origin: http://evil.example\r\nX-Token: \(page.token)\r\n")
        #expect(elsewhere.status == 403)
        let large = try await page.send(
            String(repeating: " ", count: 140_000), to: "/try/event", type: "text/plain", "X-Token: \(page.token)\r\n")
        #expect(large.status == 413)
        try await server.stop()
    }

    @Test("The password in webhook URLs is not shown")
    func password() async throws {
        let server = try await RunningServer(credentials: BasicCredentials(user: "phone", password: "s3cr3t&'\"<"))
        let page = try await Page(server)
        let answered = try await page.tell(#"{"event":"newCall","to":"+492111234567"}"#)
        #expect(answered.exchange.xml.contains("https://…@phone.example.com/ann/sipgate"))
        #expect(!answered.exchange.xml.contains("s3cr3t") && !answered.html.contains("s3cr3t"))
        try await server.stop()
    }

    @Test("Every event is recorded, marked as a trial")
    func recorded() throws {
        let events = Mutex<[TriedEvent]>([])
        let provider = TrialProvider(live: VisiblePlan(try Example.livePlan()), drafts: TrialDrafts()) { event in
            events.withLock { $0.append(event) }
        }
        let call = try TrialCall(
            to: "+492111234567", from: "anonymous", isOutgoing: false, at: "",
            zone: try #require(Zone("Europe/Berlin")), now: Example.noon)
        let first = provider.exchange(call, .newCall)
        _ = provider.exchange(call, .keys("2", token: try #require(first.gather?.token)))
        _ = provider.exchange(call, .hangup)
        let recorded = events.withLock { $0 }
        #expect(recorded.map(\.event.callID) == [call.id, call.id, call.id])
        #expect(call.id.hasPrefix("trial-") && recorded.map(\.moment) == [Example.noon, Example.noon, Example.noon])
        #expect(recorded.map(\.outcome.decision?.answer) == [recorded[0].outcome.decision?.answer, .voicemail, nil])
        #expect(recorded.map { $0.token == first.gather?.token } == [false, true, false])
    }
}
