import CallFlow
import Glibc
import Hosting
import LocalFiles
import Support
import SystemPackage
import Telephony
import Testing

/// How a project starts, and why it cannot.
@Suite(.timeLimit(.minutes(5)))
struct StartTests {
    private func server(_ settings: String, admin: String = "127.0.0.1:0") throws -> ProjectServer {
        let folder = try TemporaryFolder()
        try HostedProject.write("numbers: { default: hangup }", settings: settings, in: folder)
        let source = ProjectSource(
            file: folder.file("announce.yaml"),
            admin: EndpointOverride(host: String(admin.prefix { $0 != ":" }), port: 0))
        return try HostedProject.server(source, in: folder)
    }

    @Test("a configuration with errors is returned with its problems") func invalid() throws {
        let folder = try TemporaryFolder()
        try HostedProject.write("numbers: { default: nonsense }", in: folder)
        let error = #expect(throws: ProjectError.self) {
            try HostedProject.server(ProjectSource(file: folder.file("announce.yaml")), in: folder)
        }
        guard case .invalidConfiguration(_?, let problems)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(problems.contains { $0.severity == .error })
        // Nothing was opened or made.
        #expect(!folder.file("state").exists)
    }

    @Test("the error about a missing configuration has its path") func missing() throws {
        let folder = try TemporaryFolder()
        let file = folder.file("announce.yaml")
        #expect(throws: ConfigurationText.ReadError.missing(file)) {
            try HostedProject.server(ProjectSource(file: file), in: folder)
        }
    }

    @Test("an unset secret or a missing key file is an error that names it") func secrets() throws {
        let variable = #expect(throws: WebhookSecretError.self) {
            try server("webhook: { signature: off, basic-auth: { user: a, password-env: ANNOUNCE_TEST_NOT_SET } }")
        }
        guard case .variable("ANNOUNCE_TEST_NOT_SET", _)? = variable else {
            Issue.record("\(String(describing: variable))")
            return
        }
        let key = #expect(throws: WebhookSecretError.self) { try server("webhook: { keys: [absent.pem] }") }
        guard case .unreadableKey(let path, .noSuchFileOrDirectory)? = key else {
            Issue.record("\(String(describing: key))")
            return
        }
        #expect(path.lastComponent == "absent.pem")
    }

    @Test("a dashboard that other machines can reach needs a password") func password() throws {
        let error = #expect(throws: ProjectError.self) {
            try server("webhook: { signature: off }", admin: "0.0.0.0:0")
        }
        guard case .dashboardWithoutPassword(let endpoint)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(endpoint.host == "0.0.0.0")
    }

    @Test("recordings alone are served under the port that was chosen") func recordingsAlone() async throws {
        let folder = try TemporaryFolder()
        try folder.file("sounds").makeFolder(permissions: .ownerReadWriteExecute)
        let any = EndpointOverride(host: nil, port: 0)
        let source = ProjectSource(file: nil, media: folder.file("sounds"), listen: any, admin: any)
        let (openings, opening) = AsyncStream.makeStream(of: ServedProject.self)
        let server = try HostedProject.server(source, in: folder) { opening.yield($0) }
        let task = Task { try await server.run() }
        var first = openings.makeAsyncIterator()
        let served = try #require(await first.next())
        #expect(served.isRecordingsAlone)
        #expect(served.configuration.publicURL.description == "http://127.0.0.1:\(served.listen.port)")
        task.cancel()
        try await task.value
    }
}
