import CallFlow
import Foundation
import LocalFiles
import ServerFixtures
import Support
import Synchronization
import SystemPackage
import Telephony
import Testing
import Webhook

@testable import Dashboard

@Suite("Numbers and schedules on the dashboard")
struct SchedulePageTests {
    private static let text = """
        public-url: https://phone.example.com/ann
        time-zone: Europe/Berlin
        recordings: { folder: media }
        numbers:
          +49 211 1234567: büro
          +49 211 123457*: { menu: main }
        flows:
          büro:
            - caller: { anonymous: hangup }
            - check: office
              open: { menu: main }
              holiday: voicemail
              closed: [ { play: closed }, hangup ]
        menus:
          main: { prompt: main-menu, choices: { 1: voicemail, 2: hangup } }
        schedules:
          office: { hours: { mon-fri: "09:00-17:00" }, holidays: DE-NW, days: { 2026-12-24: "09:00-12:00" } }
        """

    private func serve(in folder: TemporaryFolder) async throws -> RunningServer {
        var dashboard = DashboardContent()
        dashboard.overrides = StateFile.overrides(folder.file("overrides.json"))
        return try await RunningServer(Self.text, dashboard: dashboard)
    }

    private static let call = "event=newCall&direction=in&from=4930555001&to=492111234567&callId=1"

    @Test("Shows what a caller hears now and at any other time")
    func numbers() async throws {
        let folder = try TemporaryFolder()
        let server = try await serve(in: folder)
        let visitor = try Visitor(server)
        let table: [(query: String, words: String)] = [
            ("", "hears main-menu, then can press 1 or 2"),
            ("?at=2026-12-24T11:59", "hears main-menu"),
            ("?at=2026-12-24T12:00", "hears closed, then the call is hung up"),
            ("?at=2026-12-25T10:00", "goes to voicemail"),
            ("?at=2026-12-25T10:00&from=anonymous", "the call is hung up"),
            ("?at=2026-12-25T10:00&from=%2B49+157+1234567", "goes to voicemail"),
        ]
        for (query, words) in table {
            let page = try await visitor.get("/numbers" + query)
            #expect(page.text.contains(words), "\(query)")
        }
        #expect(
            try await visitor.get("/numbers?at=nonsense&from=%3Cb%3E").text.contains(
                "“&lt;b&gt;” is not a telephone number"))
        let number = try await visitor.get("/numbers/in/%2B492111234567?at=2026-12-25T10:00").text
        #expect(number.contains("büro, office holiday"))
        #expect(number.contains("<svg") && number.contains("<desc") && number.contains("In words"))
        #expect(try await visitor.get("/numbers/in/%2B49211123457%2A").text.contains("<kbd>1</kbd>"))
        #expect(try await visitor.get("/numbers/in/%2B4999").status == 404)
        let hostile = "%22%3E%3Cscript%3Ealert(1)%3C/script%3E"
        for path in [
            "/numbers?q=\(hostile)&from=\(hostile)&at=\(hostile)", "/numbers/in/\(hostile.replacing("/", with: "%2F"))",
        ] {
            let page = try await visitor.get(path).text
            #expect(page.contains("&lt;script&gt;alert(1)") && !page.contains("<script>"))
        }
        try await server.stop()
    }

    @Test("A button overrides a schedule, calls follow, and the override expires")
    func override() async throws {
        let folder = try TemporaryFolder()
        let server = try await serve(in: folder)
        let visitor = try Visitor(server)
        let caller = try server.client()
        func answer() async throws -> String {
            await caller.send(post(Self.call))
            return try await caller.readAnswer().text
        }
        #expect(try await answer().contains("main-menu"))
        #expect(try await visitor.get("/schedules").text.contains("open now"))
        let closed = try await visitor.post(
            "/schedules/office/override", ["state": "closed", "until": "2026-01-05T18:00"])
        #expect(closed.status == 303 && closed.fields["location"] == "/schedules")
        #expect(try await answer().contains("closed-"))
        let page = try await visitor.get("/schedules").text
        #expect(
            page.contains("closed until 18:00</strong> by the dashboard.")
                && page.contains("Its regular hours say open now"))
        #expect(try await visitor.get("/numbers").text.contains("office closed by an override until 18:00"))
        #expect(try await visitor.get("/numbers?at=2026-01-06T10:00").text.contains("hears main-menu"))
        #expect(try StateFile.overrides(folder.file("overrides.json")).read()?.all.count == 1)

        for (fields, status) in [
            (["state": "closed", "until": "2026-01-05T11:00"], 422), (["state": "ajar"], 422),
            (["state": "open", "until": "soon"], 422),
        ] {
            #expect(try await visitor.post("/schedules/office/override", fields).status == status)
        }
        #expect(try await visitor.post("/schedules/offce/override", ["state": "open"]).status == 404)
        #expect(try await visitor.post("/schedules/office/override", ["state": "hours"]).status == 303)
        #expect(try await answer().contains("main-menu"))
        try await server.stop()
    }

    @Test("A planned override is listed, tells callers what was chosen, and is removed alone")
    func planned() async throws {
        let folder = try TemporaryFolder()
        let server = try await serve(in: folder)
        let visitor = try Visitor(server)
        #expect(try await !visitor.get("/schedules").text.contains("Planned"))
        let fields = ["state": "closed", "from": "2026-01-06T09:00", "until": "2026-01-07T18:00", "play": "main-menu"]
        #expect(try await visitor.post("/schedules/office/override", fields).status == 303)
        #expect(
            try await visitor.post(
                "/schedules/office/override", ["state": "open", "until": "2026-01-05T20:00", "play": ""]
            ).status == 303)
        let page = try await visitor.get("/schedules").text
        #expect(page.contains("closed from tomorrow 9:00 until Wed 7 Jan 18:00"))
        #expect(page.contains("Callers hear <strong>main-menu</strong>") && page.contains("open until 20:00"))
        let caller = try server.client()
        await caller.send(post(Self.call))
        #expect(try await caller.readAnswer().text.contains("main-menu"))
        #expect(
            try await visitor.get("/numbers?at=2026-01-06T10:00").text.contains(
                "hears main-menu, then the call is hung up"))
        for wrong in [["from": "2026-01-08T09:00"], ["play": "<b>"], ["from": "soon"]] {
            let answer = try await visitor.post("/schedules/office/override", fields.merging(wrong) { $1 })
            #expect(answer.status == 422 && answer.text.contains("Nothing was changed") != (wrong["from"] == "soon"))
        }
        let key = try #require(page.firstMatch(of: /name="ends" value="([^"]+)"/)).output.1
        #expect(
            try await visitor.post("/schedules/office/override", ["state": "hours", "ends": String(key)]).status == 303)
        let after = try await visitor.get("/schedules").text
        #expect(!after.contains("Planned") && after.contains("open until 20:00"))
        try await server.stop()
    }

    @Test("The calendar shows each day's status by a mark and in words")
    func year() async throws {
        let folder = try TemporaryFolder()
        let server = try await serve(in: folder)
        let visitor = try Visitor(server)
        let page = try await visitor.get("/schedules/office?year=2026").text
        #expect(page.matches(of: /<td class="day [ochs]"/).count == 365)
        #expect(page.matches(of: /<td class="day h"/).count == 11)
        #expect(page.contains("title=\"Christi Himmelfahrt\">14<sup>★</sup>"))
        #expect(page.contains("class=\"day s\" title=\"9–12\">24<sup>◆</sup>"))
        #expect(page.contains("aria-current=\"date\">5<"))
        #expect(
            try await visitor.get("/schedules/office?year=2028").text.matches(of: /<td class="day [ochs]"/).count == 366
        )
        #expect(try await visitor.get("/schedules/office?year=99999999999999999999").status == 200)
        #expect(try await visitor.get("/schedules/office?year=1").status == 404)
        try await server.stop()
    }

    @Test("Overrides are stored in a file; a damaged file is an error and keeps the overrides in use")
    func file() throws {
        let folder = try TemporaryFolder()
        let file = StateFile.overrides(folder.file("overrides.json"))
        #expect(try file.read() == nil)
        let now = Example.noon
        let long = ScheduleOverride(
            schedule: "büro \"x\"", state: .open, until: Moment(milliseconds: now.milliseconds + 59_000))
        let short = ScheduleOverride(
            schedule: "b", state: .closed, until: Moment(milliseconds: now.milliseconds + 1000))
        try file.change(at: now) { $0 = ScheduleOverrides([long, short]) }
        #expect(try file.read() == ScheduleOverrides([long, short]))
        try file.change(at: short.until) { _ in }
        #expect(try file.read() == ScheduleOverrides([long]))
        for damage in ["", "{}", "[{\"schedule\":\"a\",\"state\":\"open\",\"until\":\"soon\"}]"] {
            try folder.write(Array(damage.utf8), to: "overrides.json")
            #expect(throws: StateFileError.damaged(file.path)) { try file.read() }
            #expect(throws: StateFileError.damaged(file.path)) { try file.change(at: now) { _ in } }
        }
    }
}

@Suite("Flow drawings")
struct FlowLayoutTests {
    private func graph() throws -> FlowGraph {
        FlowGraph(try Example.plan().configuration)
    }

    @Test("Without Graphviz no boxes overlap, and every edge has both ends")
    func own() throws {
        var layout = FlowLayout(try graph())
        layout.layOut()
        expectReadable(layout)
    }

    @Test("The same holds with Graphviz")
    func graphviz() throws {
        var layout = FlowLayout(try graph())
        let plain = try Graphviz.draw(layout.dot, as: "plain", seconds: 20, isQuiet: true)
        let isTaken = layout.take(plain: String(decoding: plain, as: UTF8.self))
        #expect(isTaken)
        expectReadable(layout)
    }

    private func expectReadable(_ layout: FlowLayout) {
        #expect(layout.boxes.count > 5 && layout.edges.count > 5)
        for (index, box) in layout.boxes.enumerated() {
            #expect(box.centre.x - box.width / 2 >= 0 && box.centre.x + box.width / 2 <= layout.width + 1)
            #expect(box.centre.y - box.height / 2 >= 0 && box.centre.y + box.height / 2 <= layout.height + 1)
            for other in layout.boxes.dropFirst(index + 1) {
                let apart =
                    abs(box.centre.x - other.centre.x) * 2 >= box.width + other.width
                    || abs(box.centre.y - other.centre.y) * 2 >= box.height + other.height
                #expect(apart, "\(box.lines) and \(other.lines)")
            }
        }
        for edge in layout.edges { #expect(edge.points.count >= 4 && edge.points.count % 3 == 1) }
    }
}
