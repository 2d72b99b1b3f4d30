import AnnounceServer
import CallFlow
import Dashboard
import Hosting
import LocalFiles
import Sipgate
import Support
import SystemPackage
import Testing

/// The state folder, and the files in it.
struct StateFileTests {
    private func permissions(_ path: FilePath) throws -> FilePermissions { try path.stat().permissions }

    @Test("the folder has mode 0700, its secret 0600, and the secret stays") func secret() throws {
        let folder = try TemporaryFolder()
        let state = try StateFolder(folder.file("some/state"))
        #expect(try permissions(state.path) == .ownerReadWriteExecute)
        let files = StateFiles(in: state.path)
        let secret = try files.currentPositionSecret()
        #expect(secret.count == 32)
        #expect(try files.currentPositionSecret() == secret)
        #expect(try permissions(files.path(of: .positionSecret)) == .ownerReadWrite)
        #expect(try state.path.entries().map(\.string) == ["position-secret"])
    }

    @Test("of many that make the secret at the same time, all get the same") func race() async throws {
        let folder = try TemporaryFolder()
        let files = StateFiles(in: try StateFolder(folder.path).path)
        let secrets = try await withThrowingTaskGroup(of: [UInt8].self) { group in
            for _ in 0..<16 { group.addTask { try files.currentPositionSecret() } }
            return try await group.reduce(into: Set<[UInt8]>()) { $0.insert($1) }
        }
        #expect(secrets.count == 1)
    }

    @Test("a secret of another length, or a link, is rejected", arguments: [0, 31, 33]) func damaged(_ length: Int)
        throws
    {
        let folder = try TemporaryFolder()
        let files = StateFiles(in: folder.path)
        try folder.write([UInt8](repeating: 1, count: length), to: "position-secret")
        #expect(throws: StateFileError.damaged(folder.file("position-secret"))) { try files.currentPositionSecret() }
    }

    @Test("something that is not a folder is an error") func notAFolder() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write([], to: "state")
        #expect(throws: StateFolder.OpenError.notAFolder(file)) { try StateFolder(file) }
    }

    @Test("a token is stored for its owner alone, read back, and removed once") func token() throws {
        let folder = try TemporaryFolder()
        let file = StateFiles(in: folder.path).account
        #expect(try file.read() == nil)
        let token = PersonalAccessToken(
            id: try .init("token-ABC123"), token: try .init("01234567-89ab-4cde-8f01-23456789abcd"))
        try file.write(token)
        #expect(try permissions(file.path) == .ownerReadWrite)
        #expect(try file.read()?.id.text == token.id.text)
        #expect(try file.remove())
        #expect(try !file.remove())
        try folder.write("{}".utf8, to: "account.json")
        #expect(throws: StateFileError.damaged(file.path)) { try file.read() }
    }

    @Test("changes of several at the same time all take effect") func changes() async throws {
        let folder = try TemporaryFolder()
        let file = StateFile<[UInt8]>(folder.file("count"), decode: { $0 }, encode: { $0 })
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<32 { group.addTask { _ = try file.change { ($0 ?? []) + [1] } } }
            try await group.waitForAll()
        }
        #expect(try file.read()?.count == 32)
    }

    @Test("secrets and the call log are private; the names are those of the documentation") func table() {
        let entries = StateFiles.Entry.allCases
        #expect(
            entries.filter(\.isPrivate).map(\.rawValue) == [
                "position-secret", "admin-password", "users.json", "audit.jsonl", "sessions.json", "account.json",
                "webhooks-before.json", "calls.sqlite", "call-backs.json", "certificates", "alerts.json",
            ])
        let files = StateFiles(in: "state")
        #expect(files.adminPassword.path == "state/admin-password")
        #expect(files.overrides.path == "state/overrides.json")
    }
}
