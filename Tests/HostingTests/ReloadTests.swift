import AnnounceServer
import CallFlow
import Dashboard
import Hosting
import LocalFiles
import Support
import SystemPackage
import Telephony
import Testing

/// What changes while a project runs.
@Suite(.timeLimit(.minutes(5)))
struct ReloadTests {
    @Test("an edit is used as soon as it is saved") func edit() async throws {
        let project = try await HostedProject("numbers: { default: hangup }")
        #expect(project.served.listen.port != 0 && project.served.admin.port != 0)
        let before = project.steps
        try project.write("numbers: { default: voicemail }")
        await project.log.wait(for: "Configuration reloaded")
        #expect(project.steps != before && project.steps.contains("voicemail"), "\(project.steps)")
        try await project.stop()
        #expect(project.log.messages.last == "info: Stopped")
    }

    @Test("an edit with errors is logged with its place, and the last valid configuration stays") func badEdit()
        async throws
    {
        let project = try await HostedProject("numbers: { default: hangup }")
        let before = project.steps
        try project.write("numbers: { default: hangpu }")
        await project.log.wait(for: "The last valid configuration stays in use.")
        #expect(project.log.messages.contains { $0.contains("announce.yaml:5:21") }, "\(project.log.messages)")
        #expect(project.steps == before)
        try project.write("numbers: { default: voicemail }")
        await project.log.wait(for: "Configuration reloaded")
        #expect(project.steps != before)
        try await project.stop()
    }

    @Test("a missing configuration is logged, and the last valid one stays in use") func missing() async throws {
        let project = try await HostedProject("numbers: { default: hangup }")
        let before = project.steps
        try project.folder.file("announce.yaml").remove()
        await project.log.wait(for: "The last valid configuration stays in use.")
        #expect(project.steps == before)
        try await project.stop()
    }

    @Test("an edit that names an unset secret is logged, and the last valid configuration stays")
    func missingSecret() async throws {
        let project = try await HostedProject("numbers: { default: hangup }")
        let before = project.steps
        project.log.forget()
        try HostedProject.write(
            "numbers: { default: voicemail }",
            settings: "webhook: { signature: off, basic-auth: { user: a, password-env: ANNOUNCE_TEST_NOT_SET } }",
            in: project.folder)
        await project.log.wait(
            for: "ANNOUNCE_TEST_NOT_SET, required by `webhook: basic-auth: password-env`, is not set")
        #expect(project.steps == before)
        try await project.stop()
    }

    @Test("settings of the listeners wait for a restart, and that is logged") func restart() async throws {
        let project = try await HostedProject("numbers: { default: hangup }")
        project.log.forget()
        try HostedProject.write(
            "numbers: { default: hangup }", settings: "webhook: { signature: off }\nlog: off", in: project.folder)
        await project.log.wait(for: "These settings take effect at the next restart: log: off")
        try await project.stop()
    }

    @Test("overrides are applied when their file changes; a damaged file changes nothing") func overrides() async throws
    {
        let configuration = """
            numbers: { default: [ { check: office, closed: hangup }, connect ] }
            schedules: { office: { hours: { mon-fri: 09:00-17:00 } } }
            """
        let project = try await HostedProject(configuration)
        #expect(project.overrides.all.isEmpty)
        let until = Moment(milliseconds: Moment.now.milliseconds + 3_600_000)
        let override = ScheduleOverride(schedule: "office", state: .closed, until: until)
        try project.files.overrides.change(at: .now) { $0.set(override) }
        // Nothing is logged when overrides are applied.
        while project.overrides.all.isEmpty { await Task.yield() }
        #expect(project.overrides.all.map(\.schedule) == ["office"])

        try SmallFile.write("nonsense".utf8, to: project.files.overrides.path, mode: .owner)
        await project.log.wait(for: "The earlier overrides stay in effect.")
        #expect(project.overrides.all.map(\.schedule) == ["office"])
        try await project.stop()
    }
}
