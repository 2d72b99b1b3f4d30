import AnnounceServer
import Dashboard
import Hosting
import LocalFiles
import Support
import SystemPackage
import Testing

/// Edits that may be half-written wait until they are confirmed.
@Suite(.timeLimit(.minutes(5)))
struct HeldEditTests {
    private static let numbers = """
        numbers:
          +49 30 1234: hangup
          +49 30 1235: voicemail
          default: hangup
        """

    struct Case: CustomTestStringConvertible {
        let name: String
        let edit: @Sendable (String) -> String
        /// Nil: the edit is applied.
        let reason: String?

        var testDescription: String { name }
    }

    static let cases = [
        Case(
            name: "a number less", edit: { $0.replacing("  +49 30 1235: voicemail\n", with: "") }, reason: "+49301235"),
        Case(
            name: "no default", edit: { $0.replacing("  default: hangup\n", with: "") },
            reason: "cut off: it no longer lists default"),
        Case(
            name: "no numbers",
            edit: { $0.replacing(Self.numbers, with: "numbers: {}") },
            reason: "no longer lists 3 numbers (+49301234, +49301235, default)"),
        Case(
            name: "a value cut short", edit: { $0.replacing("default: hangup\n", with: "default: voicemail") },
            reason: "seems to be cut off"),
        Case(name: "another number", edit: { $0.replacing("1235", with: "1236") }, reason: "+49301235"),
        Case(
            name: "a number more",
            edit: { $0.replacing("default: hangup", with: "+49 30 1236: hangup\n  default: voicemail") }, reason: nil),
        Case(name: "other steps", edit: { $0.replacing("default: hangup", with: "default: voicemail") }, reason: nil),
    ]

    @Test("an edit that takes numbers away or is cut off waits; others are applied", arguments: cases)
    func held(_ edit: Case) async throws {
        let project = try await HostedProject(Self.numbers)
        let path = project.folder.file("announce.yaml")
        let before = String(decoding: try project.folder.bytes(of: "announce.yaml"), as: UTF8.self)
        let text = edit.edit(before)
        #expect(text != before)
        try SmallFile.write(text.utf8, to: path, mode: .owner)
        let file = project.files.editedFile(path)
        guard let reason = edit.reason else {
            await project.log.wait(for: "Configuration reloaded")
            try await project.stop()
            return
        }
        await project.log.wait(for: "may be half-written")
        #expect(project.log.messages.contains { $0.contains(reason) }, "\(project.log.messages)")
        #expect(project.listed == ["+49301234", "+49301235", "default"])
        // What is in use is no longer on the disk, and must not be lost at a restart.
        let version = try #require(file.versions.names.first)
        #expect(file.versions[version] == Array(before.utf8))

        // Another text is not the one that was confirmed.
        try file.accept(before)
        try file.accept(text)
        await project.log.wait(for: "Configuration reloaded")
        #expect(project.listed != ["+49301234", "+49301235", "default"] || edit.name == "a value cut short")
        try await project.stop()
    }

    @Test("the beginnings of a configuration, each at rest, never change what calls do") func beginnings() async throws
    {
        let project = try await HostedProject(Self.numbers)
        let path = project.folder.file("announce.yaml")
        let whole = try project.folder.bytes(of: "announce.yaml")
        for count in stride(from: whole.count - 2, through: 1, by: -7) {
            project.log.forget()
            try SmallFile.write(whole.prefix(count), to: path, mode: .owner)
            // Each is read: it is an error, or it waits.
            await project.log.wait(for: "stays in use")
            #expect(project.listed == ["+49301234", "+49301235", "default"], "\(count) bytes")
        }
        try SmallFile.write(whole, to: path, mode: .owner)
        await project.log.wait(for: "The configuration is unchanged")
        try await project.stop()
    }

    @Test("a server does not start without numbers, but with none that are listed") func start() async throws {
        await #expect(throws: ProjectError.self) { try await HostedProject("log: off") }
        let project = try await HostedProject("numbers: {}")
        try await project.stop()
    }
}
