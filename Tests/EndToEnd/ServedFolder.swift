import Foundation
import Glibc
import Support
import SystemPackage
import Testing

/// A folder with an `announce.yaml`, recordings and a state folder of its own, and `announce serve` at work in it.
final class ServedFolder {
    let folder: TemporaryFolder
    private(set) var program: RunningProgram
    private(set) var port = 0
    private(set) var adminPort = 0
    private let environment: [String: String]
    private let wrapper: [String]
    private let third: CInt?
    private let options: [String]

    /// Starts and waits until calls are answered.
    ///
    /// - Parameters:
    ///   - recordings: of those that ship with the project.
    ///   - configuration: from `numbers:` on; what comes before is the same in all tests.
    ///   - server: further settings of the section `server`.
    ///   - wrapper: a command that runs the server's.
    ///   - third: becomes the command's descriptor 3.
    ///   - options: of the command `serve`.
    init(
        _ configuration: String, recordings: [String] = [], settings: String = "webhook: { signature: off }",
        tls: String? = nil, server: String? = nil, environment: [String: String] = [:], wrapper: [String] = [],
        third: CInt? = nil, options: [String] = [],
        prepare: (TemporaryFolder) throws -> Void = { _ in }
    ) throws {
        folder = try TemporaryFolder()
        try folder.makeFolder("media")
        for recording in recordings { try folder.copy(recording, to: "media/\(recording)") }
        self.environment = environment
        self.wrapper = wrapper
        self.third = third
        self.options = options
        try prepare(folder)
        let text = Self.text(configuration, settings: settings, tls: tls, server: server)
        try folder.write(Array(text.utf8), to: "announce.yaml")
        program = try Self.start(in: folder, environment, wrapper, third, options)
        try waitUntilReady()
    }

    deinit {
        // Before the folder goes: a server at work would make a part of it again.
        kill(-program.process, SIGKILL)
        _ = try? program.wait(within: .seconds(20))
    }

    static func text(
        _ configuration: String, settings: String = "webhook: { signature: off }", tls: String? = nil,
        server: String? = nil
    ) -> String {
        """
        public-url: \(Provider.publicURL)
        time-zone: Europe/Berlin
        \(settings)
        server: { listen: "127.0.0.1:0", admin: "127.0.0.1:0"\(tls.map { ", tls: \($0)" } ?? "")\(server.map { ", \($0)" } ?? "") }
        \(configuration)

        """
    }

    var provider: Provider { Provider(port: port) }

    /// Ends it, if it has not ended, and starts it again with the same state.
    func restart(after signal: CInt = SIGTERM) throws {
        program.send(signal)
        let result = try program.wait(within: .seconds(5))
        #expect(signal == SIGKILL ? result.signal == Int(SIGKILL) : result.status == 0, "\(result)")
        try startAgain()
    }

    /// Starts it after its end, with the same state.
    func startAgain() throws {
        program = try Self.start(in: folder, environment, wrapper, third, options)
        try waitUntilReady()
    }

    /// Waits until its log, or what it prints, holds a text.
    func wait(for text: String, within limit: Duration = .seconds(30)) throws {
        try program.poll("“\(text)”", within: limit) {
            try self.program.errorsSoFar().contains(text) || self.program.outputSoFar().contains(text)
        }
    }

    private static func start(
        in folder: TemporaryFolder, _ environment: [String: String], _ wrapper: [String], _ third: CInt?,
        _ options: [String]
    ) throws -> RunningProgram {
        try RunningProgram(
            wrapper + [Announce.path, "serve", "--state", "state"] + options, in: folder.path, environment: environment,
            third: third, input: .nothing)
    }

    /// The first line of standard output says where it listens, once it does.
    private func waitUntilReady() throws {
        try program.poll("the ready line", within: .seconds(60)) {
            let text = try program.outputSoFar()
            guard text.contains("\n"), let line = text.split(separator: "\n").first else {
                // One that has ended will never be ready.
                guard kill(program.process, 0) == 0 else { throw Errno.noSuchProcess }
                return false
            }
            let match = try #require(line.firstMatch(of: /^Listening on \S+:(\d+), admin on \S+:(\d+)$/), "\(line)")
            (port, adminPort) = (Int(match.1) ?? 0, Int(match.2) ?? 0)
            return true
        }
    }
}

extension RunningProgram {
    /// Resident memory in MB.
    var residentMemory: Int {
        let text = (try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)) ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix("VmRSS:") } ?? ""
        return (Int(line.filter(\.isNumber)) ?? 0) / 1000
    }
}
