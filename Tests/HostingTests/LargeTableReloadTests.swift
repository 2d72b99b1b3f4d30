import CallFlow
import Dashboard
import Hosting
import LocalFiles
import Support
import SystemPackage
import Telephony
import Testing

/// A table too large for its text to be kept is as hot, and as safe, as a small one.
@Suite(.timeLimit(.minutes(5)))
struct LargeTableReloadTests {
    /// More than `CompanionFiles.largestText` bytes in few rows.
    private static func table(_ rows: [(number: Int, flow: String)]) -> String {
        let padding = String(repeating: " ", count: 5000)
        return "number,flow\n" + rows.map { "+49 30 \($0.number),\($0.flow)\(padding)\n" }.joined()
    }

    private static let rows = (0..<1000).map { (number: 100_000 + $0, flow: $0 % 2 == 0 ? "day" : "night") }
    private static let flows =
        "numbers: { file: numbers.csv }\nflows: { day: hangup, night: voicemail, spare: connect }"

    private func project() async throws -> HostedProject {
        try await HostedProject(Self.flows) { folder in
            try folder.write(Array(Self.table(Self.rows).utf8), to: "numbers.csv")
        }
    }

    private func save(_ rows: [(number: Int, flow: String)], of project: HostedProject) throws {
        project.log.forget()
        try SmallFile.write(Self.table(rows).utf8, to: project.folder.file("numbers.csv"), mode: .owner)
    }

    @Test("a row that is added or changed takes effect; one with errors is reported with its line, and changes nothing")
    func reloads() async throws {
        let project = try await project()
        #expect(project.listed.isEmpty && project.count == 1000)
        #expect(try project.steps(of: "+49 30 100001") == [.flow("night")])
        let before = project.fingerprint

        var rows = Self.rows
        rows[1].flow = "day"
        rows.append((number: 200_000, flow: "night"))
        try save(rows, of: project)
        await project.log.wait(for: "Configuration reloaded")
        #expect(try project.steps(of: "+49 30 100001") == [.flow("day")])
        #expect(try project.steps(of: "+49 30 200000") == [.flow("night")])
        #expect(project.fingerprint != before)

        try save(rows + [(number: 200_001, flow: "nihgt")], of: project)
        await project.log.wait(for: "was not applied: 1 error")
        // The first edit is in the audit trail by now; that is written after the log.
        let entry = try SmallFile.read(project.files.path(of: .audit), upTo: 1 << 20) ?? []
        #expect(String(decoding: entry, as: UTF8.self).contains("+49 30 200 000"))
        #expect(
            project.log.messages.contains {
                $0.contains("numbers.csv:1003:15: error: unknown flow `nihgt`; did you mean `night`?")
            }, "\(project.log.messages)")
        #expect(try project.steps(of: "+49 30 200001") == nil && project.count == 1001)

        // A flow that no row has led to before is validated with all else.
        try save(rows + [(number: 200_001, flow: "spare")], of: project)
        await project.log.wait(for: "Configuration reloaded")
        #expect(try project.steps(of: "+49 30 200001") == [.flow("spare")])
        try await project.stop()
    }

    @Test("a table that has lost rows waits until the edit is confirmed")
    func losses() async throws {
        let project = try await project()
        try save(Array(Self.rows.dropLast(100)), of: project)
        await project.log.wait(for: "no longer lists 100 numbers (+4930100900")
        #expect(project.count == 1000 && !project.log.messages.contains { $0.contains("announce restore") })
        let text = String(decoding: try project.folder.bytes(of: "announce.yaml"), as: UTF8.self)
        try project.files.editedFile(project.folder.file("announce.yaml")).accept(text)
        await project.log.wait(for: "Configuration reloaded")
        #expect(project.count == 900)
        try await project.stop()
    }
}
