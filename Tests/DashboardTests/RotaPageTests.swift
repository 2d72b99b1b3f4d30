import CallFlow
import LocalFiles
import ServerFixtures
import Support
import SystemPackage
import Telephony
import Testing
import Webhook

@testable import Dashboard

@Suite("Rotas, seasons and recurring days on the dashboard")
struct RotaPageTests {
    private static let text = """
        public-url: https://phone.example.com/ann
        time-zone: Europe/Berlin
        recordings: { folder: media }
        numbers:
          +49 211 1234567:
            - check: office
              open: { dial: on-call }
              closed: hangup
        schedules:
          office:
            hours: { mon-fri: "09:00-17:00" }
            seasons: { 04-01..10-31: { mon-thu: 07:00-23:00 } }
            holidays: [ DE-NW, Rosenmontag ]
            days: { first tue: 09:00-19:00, easter-3: holiday, 12-27..01-04: closed }
        people: { anna: +49 157 1111, bernd: +49 157 2222, carla: +49 157 3333 }
        rotas:
          on-call:
            every: 1 week
            from: 2026-01-05T08:00
            turns: [ anna, bernd ]
            swaps: { 2026-03-02..2026-03-03: carla }
        """

    private func serve(in folder: TemporaryFolder) async throws -> RunningServer {
        var dashboard = DashboardContent()
        dashboard.overrides = StateFile.overrides(folder.file("overrides.json"))
        return try await RunningServer(Self.text, dashboard: dashboard)
    }

    @Test("The year of a rota shows whose turn each day is, and the swaps") func year() async throws {
        let folder = try TemporaryFolder()
        let server = try await serve(in: folder)
        let visitor = try Visitor(server)
        let page = try await visitor.get("/rotas/on-call?year=2026").text
        #expect(page.matches(of: /<td class="day [os]"/).count == 365)
        #expect(page.matches(of: /<td class="day s"/).count == 2)
        #expect(page.contains("title=\"anna\" aria-current=\"date\">5<sup>an</sup>"))
        #expect(page.contains("title=\"bernd\">12<sup>be</sup>"))
        #expect(page.contains("title=\"carla (swap 2026-03-02..2026-03-03)\">3<sup>ca</sup>"))
        #expect(page.contains("until Mon 12 Jan 8:00"))
        #expect(try await visitor.get("/rotas/on-call?year=1").status == 404)
        #expect(try await visitor.get("/rotas/%3Cscript%3E").text.contains("no rota &lt;script&gt;"))
        try await server.stop()
    }

    @Test("A swap is made with a form, calls follow, and it is removed") func swap() async throws {
        let folder = try TemporaryFolder()
        let server = try await serve(in: folder)
        let visitor = try Visitor(server)
        #expect(try await visitor.get("/schedules").text.contains("anna until Mon 12 Jan 8:00"))
        #expect(try await visitor.get("/numbers").text.contains("is transferred to +49 157 1111"))
        let swapped = try await visitor.post(
            "/rotas/on-call/override", ["person": "carla", "until": "2026-01-05T18:00"])
        #expect(swapped.status == 303 && swapped.fields["location"] == "/schedules")
        let page = try await visitor.get("/schedules").text
        #expect(page.contains("carla until 18:00") && page.contains("By its turns it is anna until Mon 12 Jan 8:00"))
        let numbers = try await visitor.get("/numbers").text
        #expect(numbers.contains("is transferred to +49 157 3333"))
        #expect(try await visitor.get("/numbers?at=2026-01-06T10:00").text.contains("is transferred to +49 157 1111"))
        // The file, and one of before.
        let file = StateFile.overrides(folder.file("overrides.json"))
        let swap = try #require(try file.read()?.allSwaps.first)
        #expect(swap.rota == "on-call" && swap.person == "carla")
        #expect(try file.read() == ScheduleOverrides(swaps: [swap]))
        for (fields, status) in [
            (["person": "dora", "until": "2026-01-05T18:00"], 422), (["until": "2026-01-05T18:00"], 422),
            (["person": "carla", "until": "2026-01-05T11:00"], 422), (["person": "carla", "until": "soon"], 422),
        ] {
            #expect(try await visitor.post("/rotas/on-call/override", fields).status == status)
        }
        #expect(try await visitor.post("/rotas/office/override", ["person": "carla"]).status == 404)
        #expect(try await visitor.post("/rotas/on-call/override", ["state": "turns"]).status == 303)
        #expect(try await visitor.get("/numbers").text.contains("is transferred to +49 157 1111"))
        try await server.stop()
    }

    @Test("The year of a schedule shows what recurs, and which key applies") func schedule() async throws {
        let folder = try TemporaryFolder()
        let server = try await serve(in: folder)
        let visitor = try Visitor(server)
        let page = try await visitor.get("/schedules/office?year=2026").text
        #expect(page.contains("title=\"Rosenmontag\">16<sup>★</sup>"))
        #expect(page.contains("title=\"9–19 (first Tuesday of every month)\">3<sup>◆</sup>"))
        #expect(page.contains("title=\"holiday (3 days before Easter Sunday)\">2<sup>★</sup>"))
        #expect(page.contains("title=\"closed (27 Dec – 4 Jan every year)\">28<sup>◆</sup>"))
        #expect(page.contains("title=\"7–23 (1 Apr – 31 Oct)\">"))
        #expect(page.contains("<th scope=\"row\">3 days before Easter Sunday (Thu 2 Apr)</th><td>holiday</td>"))
        #expect(page.contains("Mon, Tue, Wed and Thu: 7–23"))
        // 6 January is the first Tuesday.
        let numbers = try await visitor.get("/numbers/in/%2B492111234567?at=2026-01-06T18:00").text
        #expect(numbers.contains("office open (first tue), on-call anna"))
        try await server.stop()
    }
}
