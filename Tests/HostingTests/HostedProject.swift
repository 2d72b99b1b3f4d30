import AnnounceServer
import CallFlow
import Hosting
import LocalFiles
import Support
import SystemPackage
import Telephony
import Testing
import Webhook

/// A project in a temporary folder, served on free ports in this process until `stop()`.
final class HostedProject: Sendable {
    let folder: TemporaryFolder
    let log = RecordedLog()
    let served: ServedProject
    private let server: ProjectServer
    private let task: Task<Void, any Error>

    /// - Parameter numbers: from `numbers:` on.
    init(
        _ numbers: String, in folder: TemporaryFolder? = nil, prepare: (TemporaryFolder) throws -> Void = { _ in }
    ) async throws {
        let folder = try folder ?? TemporaryFolder()
        self.folder = folder
        try Self.write(numbers, in: folder)
        try prepare(folder)
        let (openings, opening) = AsyncStream.makeStream(of: ServedProject.self)
        let server = try Self.server(ProjectSource(file: folder.file("announce.yaml")), in: folder, log) {
            opening.yield($0)
        }
        self.server = server
        task = Task {
            defer { opening.finish() }
            try await server.run()
        }
        var first = openings.makeAsyncIterator()
        guard let served = await first.next() else {
            try await task.value
            throw NotServed()
        }
        self.served = served
    }

    struct NotServed: Error {}

    static func server(
        _ source: ProjectSource, in folder: TemporaryFolder, _ log: RecordedLog = RecordedLog(),
        ready: @escaping @Sendable (ServedProject) -> Void = { _ in }
    ) throws -> ProjectServer {
        try ProjectServer(
            source, state: .folder(folder.file("state")), logger: log.logger, handlesSignals: false, ready: ready)
    }

    static func write(_ numbers: String, settings: String = "webhook: { signature: off }", in folder: TemporaryFolder)
        throws
    {
        let text = """
            public-url: https://phone.example.com
            time-zone: Europe/Berlin
            \(settings)
            server: { listen: "127.0.0.1:0", admin: "127.0.0.1:0" }
            \(numbers)

            """
        try folder.file("media").makeFolders(permissions: .ownerReadWriteExecute)
        try SmallFile.write(text.utf8, to: folder.file("announce.yaml"), mode: .kept(else: .ownerReadWrite))
    }

    func write(_ numbers: String) throws {
        log.forget()
        try Self.write(numbers, in: folder)
    }

    /// What an incoming call to any number does.
    var steps: String { "\(server.active.live.rules.plan.configuration.numbers.otherwise?.steps ?? [])" }

    /// The numbers of incoming calls that are listed.
    var listed: [String] {
        let plan = server.active.live.rules.plan.configuration.numbers
        return plan.incoming.entries.map(\.pattern.description) + (plan.otherwise == nil ? [] : ["default"])
    }

    /// How many numbers of incoming calls there are, those of large tables included.
    var count: Int { server.active.live.plan.configuration.numbers.incoming.count }

    /// What a call to a number does; nil if it is not listed.
    func steps(of number: String) throws -> [Step]? {
        server.active.live.plan.configuration.numbers.incoming.entry(for: try PhoneNumber(number))?.steps.steps
    }

    var fingerprint: UInt32 { server.active.live.plan.fingerprint }

    var overrides: ScheduleOverrides { server.active.live.rules.plan.overrides }

    var files: StateFiles { StateFiles(in: folder.file("state")) }

    func stop() async throws {
        task.cancel()
        try await task.value
    }
}
