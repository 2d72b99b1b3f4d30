import CallFlow
import Dashboard
import Hosting
import LocalFiles
import Support
import SystemPackage
import Testing

/// Files that a configuration names take effect when they are saved, and are as safe as the configuration itself.
@Suite(.timeLimit(.minutes(5)))
struct CompanionTests {
    private static let rows = "number,flow\n+49 30 1234,hangup\n+49 30 1235,voicemail\n"

    private func project() async throws -> HostedProject {
        try await HostedProject("include: branches/*.yaml\nnumbers: { file: numbers.csv }") { folder in
            try folder.file("branches").makeFolder(permissions: .ownerReadWriteExecute)
            try folder.write(Array(Self.rows.utf8), to: "numbers.csv")
        }
    }

    private func save(_ text: String, to name: String, of project: HostedProject) throws {
        project.log.forget()
        try SmallFile.write(text.utf8, to: project.folder.file(name), mode: .owner)
    }

    @Test("a new row, a new included file and its end take effect; a bad row changes nothing")
    func reloads() async throws {
        let project = try await project()
        #expect(project.listed == ["+49301234", "+49301235"])
        try save(Self.rows + "+49 30 1236,hangup\n", to: "numbers.csv", of: project)
        await project.log.wait(for: "Configuration reloaded")
        #expect(project.listed == ["+49301234", "+49301235", "+49301236"])

        try save(Self.rows + "+49 30 1236,hangup\n0211 123,hangup\n", to: "numbers.csv", of: project)
        await project.log.wait(for: "was not applied: 1 error")
        #expect(project.log.messages.contains { $0.contains("numbers.csv:5:1: error") }, "\(project.log.messages)")
        #expect(project.listed.count == 3)

        try save(Self.rows + "+49 30 1236,hangup\n", to: "numbers.csv", of: project)
        await project.log.wait(for: "The configuration is unchanged")
        try save("numbers: { default: hangup }\n", to: "branches/one.yaml", of: project)
        await project.log.wait(for: "Configuration reloaded")
        #expect(project.listed == ["+49301234", "+49301235", "+49301236", "default"])

        project.log.forget()
        project.folder.file("branches/one.yaml").removeQuietly()
        await project.log.wait(for: "no longer lists default")
        #expect(project.listed.count == 4)
        try await project.stop()
    }

    @Test("a table that is cut off waits, and its version can be restored or the edit confirmed")
    func cutOff() async throws {
        let project = try await project()
        let file = project.files.editedFile(project.folder.file("announce.yaml"))
        let cut = String(Self.rows.dropLast(22))
        try save(cut, to: "numbers.csv", of: project)
        await project.log.wait(for: "may be half-written")
        #expect(project.log.messages.contains { $0.contains("`announce restore --file numbers.csv`") })
        #expect(project.listed == ["+49301234", "+49301235"])

        let table = file.companion("numbers.csv")
        let time = try #require(LocalTime("2026-12-24T13:59"))
        #expect(try table.restore(nil, at: time)?.restored.hasPrefix("numbers.csv.bak-") == true)
        await project.log.wait(for: "The configuration is unchanged")
        #expect(try project.folder.bytes(of: "numbers.csv") == Array(Self.rows.utf8))

        // The same edit again, confirmed this time.
        try save(cut, to: "numbers.csv", of: project)
        await project.log.wait(for: "may be half-written")
        let text = String(decoding: try project.folder.bytes(of: "announce.yaml"), as: UTF8.self)
        try file.accept(text)
        await project.log.wait(for: "Configuration reloaded")
        #expect(project.listed == ["+49301234"])
        try await project.stop()
    }
}
