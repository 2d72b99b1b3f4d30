import CallFlow
import Dashboard
import Foundation
import LocalFiles
import ServerFixtures
import Support
import SystemPackage
import Telephony
import Testing
import Webhook

@testable import AnnounceServer

@Suite("Schedules that callers open and close")
struct TelephoneOverrideTests {
    private static let text = """
        public-url: https://phone.example.com/ann
        time-zone: Europe/Berlin
        numbers:
          +49 211 1234567: { menu: main }
          +49 211 1234568: { check: office, open: voicemail, closed: reject }
        menus:
          main:
            prompt: main-menu
            choices:
              9121: [ { override: { office: closed, until: 2h } }, { play: closed }, hangup ]
              9122: [ { override: { hotline: open, until: 2h } }, { check: hotline, open: hangup, closed: connect } ]
        schedules:
          office: { hours: { daily: 00:00-24:00 } }
          hotline: { hours: { daily: closed } }
        """

    /// Presses keys in a call of its own, and returns the address that they were posted to.
    @discardableResult
    private func press(_ keys: String, from: String, by client: RawClient, at known: String? = nil) async throws
        -> String
    {
        let id = "call-\(from)"
        var address = known
        if address == nil {
            await client.send(post("event=newCall&direction=in&from=\(from)&to=492111234567&callId=\(id)"))
            let asked = try await client.readAnswer().text
            address = try #require(asked.firstMatch(of: /onData="https:\/\/phone.example.com([^"]*)"/)).output.1
                .description
        }
        await client.send(post("event=dtmf&callId=\(id)&dtmf=\(keys)", to: address ?? ""))
        #expect(try await client.readAnswer().status == 200)
        return address ?? ""
    }

    private func isClosed(_ client: RawClient) async throws -> Bool {
        await client.send(post("event=newCall&direction=in&from=4930555001&to=492111234568&callId=x"))
        return try await client.readAnswer().text.contains("<Reject")
    }

    @Test(
        "A change is in effect when its push is answered, is applied once, and is stored as soon as the disk allows it")
    func stored() async throws {
        let folder = try TemporaryFolder()
        let file = StateFile.overrides(folder.file("later/overrides.json"))
        var dashboard = DashboardContent()
        dashboard.overrides = file
        let server = try await RunningServer(Self.text, dashboard: dashboard, adjust: { $0.masksNumbers = true })
        let client = try server.client()
        #expect(try await !isClosed(client))
        let address = try await press("9121", from: "4930555001", by: client)
        #expect(try await isClosed(client))
        // The dashboard opens; the provider repeats its push.
        server.plan.change([OverrideChange(schedule: "office", override: nil, at: Example.noon)], areStored: true)
        try await press("9121", from: "4930555001", by: client, at: address)
        #expect(try await !isClosed(client))
        try FileManager.default.createDirectory(atPath: folder.file("later").string, withIntermediateDirectories: false)
        try await press("9122", from: "4930555002", by: client)
        try await server.stop()
        let held = try #require(try file.read())
        #expect(held.list(at: Example.noon).map(\.schedule) == ["hotline", "office"])
        #expect(held.all.map(\.author) == ["a call from +493055xxxx", "a call from +493055xxxx"])
        #expect(held.all.allSatisfy { $0.until.milliseconds == Example.noon.milliseconds + 7_200_000 })
    }

    @Test("What the file says does not undo what is not stored yet")
    func reread() async throws {
        let plan = try Example.livePlan()
        let end = Example.noon.adding(.seconds(60))
        let change = OverrideChange(
            schedule: "office", override: ScheduleOverride(schedule: "office", state: .closed, until: end),
            at: Example.noon)
        plan.change([change])
        plan.override(ScheduleOverrides())
        #expect(plan.plan.overrides.all.map(\.schedule) == ["office"])
        #expect(plan.unstoredChanges == [change])
        plan.stored(1, in: ScheduleOverrides([try #require(change.override)]))
        #expect(plan.unstoredChanges.isEmpty)
        plan.override(ScheduleOverrides())
        #expect(plan.plan.overrides.all.isEmpty)
    }
}
