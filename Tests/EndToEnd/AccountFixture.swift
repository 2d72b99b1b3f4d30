import Foundation
import Glibc
import ProviderFixtures
import ProviderSimulator
import Support
import SystemPackage
import Testing

/// A folder, an account at a simulated provider on this machine, and the binary that uses both.
struct AccountFixture {
    static let tokenID = SimulatedAccount.sampleToken.id
    static let token = SimulatedAccount.sampleToken.secret

    let folder: TemporaryFolder
    let api: ProviderAPI

    /// Runs a test against an account of its own.
    static func with(
        _ account: SimulatedAccount = .sample, _ test: (AccountFixture) throws -> Void
    ) async throws {
        let api = try await ProviderAPI(account)
        do {
            try test(AccountFixture(folder: try TemporaryFolder(), api: api))
        } catch {
            await api.stop()
            throw error
        }
        await api.stop()
    }

    /// `announce account ARGUMENTS --state state`, signed in by the environment.
    func run(
        _ arguments: [String], environment: [String: String]? = nil, input: RunningProgram.Input = .nothing
    ) throws -> RunningProgram.Result {
        let variables = environment ?? ["ANNOUNCE_TOKEN_ID": Self.tokenID, "ANNOUNCE_TOKEN": Self.token]
        let run = try RunningProgram(
            [Announce.path, "account"] + arguments + ["--state", "state"], in: folder.path,
            environment: variables.merging(["ANNOUNCE_API_URL": api.address]) { $1 }, input: input
        ).wait()
        #expect(!(run.text + run.errors).contains(Self.token), "the token was printed")
        return run
    }

    func run(_ arguments: String...) throws -> RunningProgram.Result { try run(arguments) }

    func write(_ text: String, to name: String) throws {
        try folder.write(Array(text.utf8), to: name)
    }

    /// Permission bits; 0 if the file does not exist.
    func mode(of name: String) -> UInt32 {
        (try? folder.file(name).stat())?.permissions.rawValue ?? 0
    }
}
