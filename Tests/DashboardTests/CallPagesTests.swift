import AnnounceServer
import CallFlow
import CallLog
import Foundation
import ServerFixtures
import Support
import Telephony
import Testing

@testable import Dashboard

/// Home and Calls, with calls made over HTTP.
@Suite("Call pages")
struct CallPagesTests {
    /// A server with a call log, and a client.
    private struct Office {
        let folder: TemporaryFolder
        let log: CallLogWriter
        let server: RunningServer

        init() async throws {
            folder = try TemporaryFolder()
            log = CallLogWriter(folder.file("calls.sqlite"), settings: CallLogSettings(keep: nil))
            var dashboard = DashboardContent()
            dashboard.callLog = log
            let catalogue = try Example.catalogue(folder, sizes: [1000])
            server = try await RunningServer(
                catalogue: catalogue, dashboard: dashboard, recorder: CallRecorder(log),
                adjust: { $0.now = { .now } })
        }

        func post(_ form: String, to path: String = "/sipgate") async throws -> String {
            let client = try server.client()
            await client.send(ServerFixtures.post(form, to: path))
            return try await client.readAnswer().text
        }

        func written() async throws { try #require(await log.flush(within: .seconds(60))) }

        func close() async throws {
            try await server.stop()
            await log.close(within: .seconds(10))
        }
    }

    private static let hostile = "%3Cscript%3Ealert(1)%3C/script%3E%00%26%22"

    @Test("A call in progress is listed on Home, and in Calls with its requests and answers")
    func wholeCall() async throws {
        let office = try await Office()
        let visitor = try Visitor(office.server)
        #expect(try await visitor.get("/home").text.contains("No calls in progress."))
        let call = "callId=\(Self.hostile)&direction=in&from=4915799912345&to=492111234567"
        let asked = try await office.post("event=newCall&\(call)&user[]=Alice")
        let keys = try #require(asked.firstMatch(of: /onData="https:\/\/phone.example.com([^"]*)"/)).output.1
        try await office.written()
        let today = try await visitor.get("/home").text
        #expect(today.contains("+49 157 9991 2345 → +49 211 123 4567"))
        #expect(today.contains("1 call, by hour"))
        #expect(try await visitor.get("/home/now").text.contains("in the menu"))
        _ = try await office.post("event=dtmf&callId=\(Self.hostile)&dtmf=2", to: String(keys))
        _ = try await office.post("event=hangup&\(call)&cause=normalClearing")
        try await office.written()
        #expect(try await visitor.get("/home/now").text.contains("No calls in progress."))

        let list = try await visitor.get("/calls?number=0157+999+12345").text
        #expect(list.contains("1 call."))
        let path = try #require(list.firstMatch(of: /href="(\/calls\/[0-9]+)"/)).output.1
        let page = try await visitor.get(String(path)).text
        #expect(page.contains("Caller pressed 2"))
        #expect(page.contains("&lt;Voicemail/&gt;"))
        #expect(page.contains("user[]=Alice") || page.contains("user=Alice"))
        #expect(page.contains("&lt;script&gt;"))
        #expect(!page.contains("<script>alert"))
        #expect(page.utf8.count < 100_000)
        try await office.close()
    }

    @Test("What a caller or the provider names is text in every page, and never markup, script or a link")
    func hostileNames() async throws {
        let office = try await Office()
        let visitor = try Visitor(office.server)
        let evil =
            "%22%3E%3Cimg+src%3Dx+onerror%3Dalert(1)%3E%3Csvg%2Fonload%3Dalert(2)%3E%1B%5B2J%00%E2%80%AEjavascript:alert(3)"
        _ = try await office.post(
            "event=newCall&callId=\(evil)&direction=in&from=\(evil)&to=492111234567&user[]=\(evil)&userId[]=\(evil)&xcid=\(evil)"
        )
        _ = try await office.post("event=hangup&callId=\(evil)&cause=\(evil)&from=\(evil)&to=492111234567&direction=in")
        try await office.written()
        var paths = [
            "/home", "/home/now", "/calls", "/calls?number=\(evil)", "/numbers?q=\(evil)", "/try?from=\(evil)",
        ]
        let list = try await visitor.get("/calls").text
        paths.append(String(try #require(list.firstMatch(of: /href="(\/calls\/[0-9]+)"/)).output.1))
        for path in paths {
            let page = try await visitor.get(path).text
            #expect(
                !page.contains("<img src=x") && !page.contains("<svg/onload") && !page.contains("href=\"javascript"),
                "\(path)")
            #expect(!page.unicodeScalars.contains { $0.isControl && $0 != "\n" && $0 != "\t" && $0 != "\r" }, "\(path)")
            // The query is the visitor's own.
            if !path.contains("?") { #expect(!page.unicodeScalars.contains("\u{202E}"), "\(path)") }
        }
        try await office.close()
    }

    @Test(
        "Searches find matching calls",
        arguments: [
            ("", 2), ("number=%2B49157", 1), ("outcome=open", 2), ("outcome=missed", 0), ("q=ALICE", 1),
            ("trials=only", 0), ("from=2000-01-01&to=2000-01-02", 0), ("from=nonsense", 2), ("before=nonsense", 2),
            ("q=%27%22%3B--%25_", 0), ("before=1", 0),
        ])
    func search(_ query: String, _ count: Int) async throws {
        let office = try await Office()
        _ = try await office.post("event=newCall&callId=1&from=4915799912345&to=4930999&user[]=Alice")
        _ = try await office.post("event=newCall&callId=2&from=anonymous&to=4930999")
        try await office.written()
        let page = try await Visitor(office.server).get("/calls?\(query)")
        #expect(page.status == 200)
        #expect(page.text.matches(of: /<tr><th scope="row"><a href="\/calls\//).count == count)
        try await office.close()
    }

    @Test("The event stream reports calls as they arrive")
    func events() async throws {
        let office = try await Office()
        let listener = try RawClient(port: office.server.adminPort)
        await listener.send(get("/home/events"))
        #expect(
            try await listener.readAnswer(toHead: true).fields["content-type"] == "text/event-stream; charset=utf-8")
        _ = try await office.post("event=newCall&callId=1&from=4915799912345&to=4930999")
        #expect(try await listener.receives("event: now"))
        #expect(try await listener.receives("+49 157 9991 2345 → +49 30 999"))
        try await office.close()
    }

    @Test("Unknown calls and invalid days", arguments: ["/calls/1", "/calls/x", "/calls/-1"])
    func unknown(_ path: String) async throws {
        let office = try await Office()
        let visitor = try Visitor(office.server)
        #expect(try await visitor.get(path).status == 404)
        #expect(try await visitor.get("/home?day=2026-02-30").status == 200)
        #expect(try await visitor.get("/home?day=2026-03-29").status == 200)
        try await office.close()
    }
}
