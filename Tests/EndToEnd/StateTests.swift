import Foundation
import Support
import SystemPackage
import Testing

/// Where state is kept: a folder per configuration, of one server at a time.
struct StateTests {
    private static let configuration = """
        numbers: { +49 211 1234567: [ { check: office, open: voicemail, closed: hangup } ] }
        schedules: { office: { hours: { daily: "00:00-24:00" } } }
        """

    /// A folder with projects in it, and an empty XDG state folder, `xdg`.
    private func projects(_ names: String...) throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        for name in names {
            try folder.makeFolder("\(name)/media")
            try folder.write(Array(ServedFolder.text(Self.configuration).utf8), to: "\(name)/announce.yaml")
        }
        return folder
    }

    private func start(
        _ arguments: [String], in project: String, of folder: TemporaryFolder, environment: [String: String] = [:]
    ) throws -> RunningProgram {
        let standard = ["XDG_STATE_HOME": folder.file("xdg").string, "ANNOUNCE_STATE": "", "ANNOUNCE_CONFIG": ""]
        return try RunningProgram(
            [Announce.path] + arguments, in: folder.file(project),
            environment: standard.merging(environment) { $1 }, input: .nothing)
    }

    private func run(_ arguments: String..., in project: String, of folder: TemporaryFolder) throws
        -> RunningProgram.Result
    { try start(arguments, in: project, of: folder).wait() }

    private func serve(in project: String, of folder: TemporaryFolder, _ options: String...) throws -> RunningProgram {
        let program = try start(["serve"] + options, in: project, of: folder)
        try program.poll("the ready line") { try program.outputSoFar().contains("Listening on") }
        return program
    }

    private func stop(_ program: RunningProgram) throws -> RunningProgram.Result {
        program.send(SIGTERM)
        return try program.wait(within: .seconds(10))
    }

    /// The names in `xdg/announce`, without the digits of the hashes.
    private func names(_ folder: TemporaryFolder, below name: String = "") throws -> [String] {
        let path = folder.file("xdg/announce/" + name).string
        return try FileManager.default.contentsOfDirectory(atPath: path).sorted()
            .map { $0.replacing(/-[0-9a-f]{8}$/, with: "-#") }
    }

    @Test("an override closes the schedule of its own configuration only") func overrides() throws {
        let folder = try projects("shop", "school")
        let set = try run("override", "office", "closed", "--until", "2999-12-24T18:00", in: "shop", of: folder)
        #expect(set.status == 0, "\(set.errors)")
        #expect(try run("override", "--json", in: "shop", of: folder).text.contains("closed"))
        #expect(try run("override", "--json", in: "school", of: folder).text == "[\n\n]\n")
        let call = try run("call", "+49 211 1234567", in: "school", of: folder)
        #expect(call.text.contains("voicemail"), "\(call)")
        #expect(try names(folder) == ["school-#", "shop-#"])
    }

    @Test("the server and the commands use the same folder, whatever way the file is named") func agreement() throws {
        let folder = try projects("shop")
        let server = try serve(in: "shop", of: folder)
        let named = try start(
            ["override", "office", "closed", "--until", "2999-12-24T18:00"], in: ".", of: folder,
            environment: ["ANNOUNCE_CONFIG": "shop/announce.yaml"]
        ).wait()
        #expect(named.status == 0, "\(named.errors)")
        try server.poll("the override") {
            try run("log", "-c", folder.file("shop/./announce.yaml").string, in: ".", of: folder).status == 0
        }
        #expect(try names(folder) == ["shop-#"])
        let doctor = try run("doctor", "--timeout", "1", in: "shop", of: folder)
        #expect(doctor.text.contains("announce/shop-"), "\(doctor.text)")
        #expect(try stop(server).status == 0)
        let call = try run("call", "+49 211 1234567", "--config", "../shop/announce.yaml", in: "shop", of: folder)
        #expect(call.errors.contains("office is overridden") || call.text.contains("hung up"), "\(call)")
    }

    @Test("ANNOUNCE_STATE names the folder, and --state comes before it") func named() throws {
        let folder = try projects("shop")
        let until = ["--until", "2999-12-24T18:00"]
        let environment = ["ANNOUNCE_STATE": folder.file("here").string]
        let first = try start(
            ["override", "office", "closed"] + until, in: "shop", of: folder, environment: environment)
        #expect(try first.wait().status == 0)
        let second = try start(
            ["override", "office", "closed", "--state", folder.file("there").string] + until, in: "shop", of: folder,
            environment: environment)
        #expect(try second.wait().status == 0)
        #expect(folder.file("here/overrides.json").isThere && folder.file("there/overrides.json").isThere)
        #expect(!folder.file("xdg").isThere)
    }

    @Test("a second server with the same state is refused with the process ID of the first") func second() throws {
        let folder = try projects("shop")
        let server = try serve(in: "shop", of: folder)
        let refused = try run("serve", in: "shop", of: folder)
        #expect(refused.status == 1 && refused.output.isEmpty)
        let words = "process \(server.process). Stop it (kill \(server.process)), or name another folder with --state."
        #expect(
            refused.errors.hasPrefix("Error: A server already uses the state folder ") && refused.errors.contains(words)
        )
        let other = try serve(in: "shop", of: folder, "--state", folder.file("other").string)
        #expect(try stop(other).status == 0)
        // A server that was killed leaves nothing behind that keeps the next one out.
        server.send(SIGKILL)
        _ = try server.wait()
        #expect(try stop(try serve(in: "shop", of: folder)).status == 0)
    }

    @Test("its port taken by the same server, the refusal names that server rather than the port") func samePort()
        throws
    {
        let folder = try projects("shop")
        let server = try serve(in: "shop", of: folder)
        let port = try #require(try server.outputSoFar().firstMatch(of: /on \S+:(\d+),/).map { String($0.1) })
        let refused = try run("serve", "--listen", port, in: "shop", of: folder)
        #expect(refused.status == 1 && refused.errors.contains("process \(server.process)"), "\(refused)")
        let stranger = try run(
            "serve", "--listen", port, "--state", folder.file("other").string, in: "shop", of: folder)
        #expect(stranger.errors.contains("127.0.0.1:\(port) is in use by another program"), "\(stranger)")
        #expect(!folder.file("other").isThere)
    }

    @Test("the first server takes over what all projects shared, and says so once") func takeover() throws {
        let folder = try projects("shop", "school")
        let old = folder.file("old").string
        // As an earlier version left it: everything in one folder.
        let before = try start(["serve", "--state", old], in: "shop", of: folder)
        try before.poll("the ready line") { try before.outputSoFar().contains("Listening on") }
        #expect(try stop(before).status == 0)
        let script = """
            mkdir -p xdg && mv old xdg/announce && cd xdg/announce && rm -f server.lock && echo '{}' > account.json
            """
        #expect(try Announce.shell(script, in: folder).status == 0)
        let secret = try folder.bytes(of: "xdg/announce/position-secret")
        let kept = Set(try names(folder))
        #expect(kept.isSuperset(of: ["calls.sqlite", "position-secret", "account.json"]), "\(kept)")
        // Until a server starts, commands use what is there.
        let set = try run("override", "office", "closed", "--until", "2999-12-24T18:00", in: "shop", of: folder)
        #expect(set.status == 0 && folder.file("xdg/announce/overrides.json").isThere)

        let first = try serve(in: "shop", of: folder)
        #expect(try run("override", "--json", in: "shop", of: folder).text.contains("closed"))
        #expect(try run("override", "--json", in: "school", of: folder).text == "[\n\n]\n")
        let ended = try stop(first)
        #expect(ended.errors.split(separator: "\n").count { $0.contains("was moved to") } == 1, "\(ended.errors)")
        #expect(!(try stop(try serve(in: "shop", of: folder)).errors.contains("was moved to")))
        let shop = try #require(
            try FileManager.default.contentsOfDirectory(atPath: folder.file("xdg/announce").string)
                .first { $0.hasPrefix("shop-") })
        #expect(try folder.bytes(of: "xdg/announce/\(shop)/position-secret") == secret)
        #expect(Set(try names(folder, below: shop)).isSuperset(of: kept.subtracting(["account.json"])))
        #expect(try names(folder).filter { !$0.hasPrefix(".") } == ["account.json", "school-#", "shop-#"])
        #expect(try run("log", in: "shop", of: folder).status == 0)
    }

    @Test("a takeover that was cut off is completed for its project, whichever server starts next") func cutOff() throws
    {
        let folder = try projects("shop", "school")
        try folder.makeFolder("xdg/announce/shop-12345678")
        try folder.write(Array("shop-12345678".utf8), to: "xdg/announce/.taken-over-by")
        try folder.write([1], to: "xdg/announce/shop-12345678/position-secret")
        try folder.write([2], to: "xdg/announce/calls.sqlite")
        let school = try stop(try serve(in: "school", of: folder))
        #expect(school.errors.contains("shop-12345678"), "\(school.errors)")
        #expect(try folder.bytes(of: "xdg/announce/shop-12345678/position-secret") == [1])
        #expect(try folder.bytes(of: "xdg/announce/shop-12345678/calls.sqlite") == [2])
        #expect(try names(folder).filter { !$0.hasPrefix(".") } == ["school-#", "shop-#"])
    }
}

extension FilePath {
    fileprivate var isThere: Bool { FileManager.default.fileExists(atPath: string) }
}
