import Foundation
import Glibc
import Support
import SystemPackage
import Testing

/// `convert` and `inspect` decode in processes of their own, which are confined.
@Suite(.timeLimit(.minutes(5))) struct DecoderProcessTests {
    /// A folder with two recordings and one that has `hostile-decoder`, in the place of ffmpeg, do something.
    private struct Shop {
        let folder: TemporaryFolder
        let decoder: String
        var environment: [String: String] { ["PATH": "\(folder.file("bin").string):/usr/bin:/bin"] }

        init(_ attempts: String) throws {
            folder = try TemporaryFolder()
            try folder.makeFolder("bin")
            try folder.makeFolder("in")
            decoder = folder.file("bin/ffmpeg").string
            let hostile = FilePath(Announce.path).removingLastComponent().appending("hostile-decoder").string
            try Tool.require("cp", [hostile, decoder])
            try folder.copy("nothing-heard.wav", to: "in/a.wav")
            try folder.copy("main-menu-short.mp3", to: "in/z.mp3")
            try folder.write("#!AMR\n\u{4}\0\0\0misbehave: \(attempts)\n".utf8, to: "in/hostile.amr")
        }

        /// The processes that run the stand-in.
        var decoders: [pid_t] {
            let numbers = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
            return numbers.compactMap { pid_t($0) }.filter { number in
                (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(number)/exe")) == decoder
            }
        }

        /// The process that started another.
        func parent(of process: pid_t) throws -> pid_t {
            let status = try String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
            let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("PPid:") })
            return try #require(pid_t(line.split(separator: "\t").last ?? ""))
        }
    }

    @Test("a decoder that crashes costs one recording, and is reported", arguments: ["1", "2"])
    func crash(threads: String) throws {
        let shop = try Shop("hang")
        let program = try RunningProgram(
            [Announce.path, "convert", "--json", "-j", threads, "in", "-o", "out/"], in: shop.folder.path,
            environment: shop.environment, input: .nothing)
        try program.poll("the decoder") { !shop.decoders.isEmpty }
        let worker = try shop.parent(of: try #require(shop.decoders.first))
        #expect(worker != program.process)
        // A copy of the program, which is there in a millisecond; started anew, it would take ten.
        #expect(try arguments(of: worker) == arguments(of: program.process))
        kill(worker, SIGSEGV)
        let run = try program.wait()
        #expect(run.status == 1)
        let objects = try run.json(ConvertedObject.self)
        #expect(objects.map(\.status) == ["converted", "failed", "converted"])
        #expect(objects[1].error?.code == "decoder-crashed")
        #expect(objects[1].error?.message.hasPrefix("the decoder crashed (signal 11).") == true)
        // What the decoder had started ends with it.
        try program.poll("the end of ffmpeg") { shop.decoders.isEmpty }
    }

    private func arguments(of process: pid_t) throws -> Data {
        try Data(contentsOf: URL(fileURLWithPath: "/proc/\(process)/cmdline"))
    }

    @Test("so do more crashes than there are processes in store") func manyCrashes() throws {
        let shop = try Shop("hang")
        let hostile = try shop.folder.bytes(of: "in/hostile.amr")
        for number in 0..<4 { try shop.folder.write(hostile, to: "in/b\(number).amr") }
        let program = try RunningProgram(
            [Announce.path, "inspect", "--json", "in"], in: shop.folder.path, environment: shop.environment,
            input: .nothing)
        for _ in 0..<5 {
            try program.poll("a decoder") { !shop.decoders.isEmpty }
            let decoder = try #require(shop.decoders.first)
            kill(try shop.parent(of: decoder), SIGSEGV)
            try program.poll("its end") { !shop.decoders.contains(decoder) }
        }
        let run = try program.wait()
        #expect(run.status == 1)
        struct Object: Decodable {
            let input: String
            let error: ConvertedObject.Failure?
        }
        let objects = try JSONDecoder().decode([Object].self, from: Data(run.output))
        #expect(objects.count == 7)
        #expect(objects.count { $0.error?.code == "decoder-crashed" } == 5)
        #expect(objects.first?.error == nil && objects.last?.error == nil)
    }

    @Test("a decoder that hangs ends with the program, however that ends", arguments: [SIGKILL, SIGINT])
    func ends(signal: CInt) throws {
        let shop = try Shop("hang")
        let program = try RunningProgram(
            [Announce.path, "convert", "in/hostile.amr"], in: shop.folder.path, environment: shop.environment,
            input: .nothing)
        try program.poll("the decoder") { !shop.decoders.isEmpty }
        program.send(signal)
        let run = try program.wait()
        #expect(signal == SIGINT ? run.status == 130 : run.signal == Int(SIGKILL))
        try program.poll("the end of ffmpeg") { shop.decoders.isEmpty }
    }

    @Test("a decoder that is taken over reaches nothing", arguments: ["convert", "inspect"])
    func confined(command: String) throws {
        struct Report: Decodable { let missing: [String] }
        let shop = try Shop("descriptors; environment; read /etc/passwd; create new; fork; local-socket")
        let answer = try Announce.run("render-recording", "sandbox", in: shop.folder).output
        let missing = try JSONDecoder().decode(Report.self, from: Data(answer)).missing
        guard !missing.contains("files"), !missing.contains("system-calls") else { return }
        let scripts = [
            "\"$announce\" \(command) in/hostile.amr",
            "\"$announce\" \(command) - < in/hostile.amr", "cat in/hostile.amr | \"$announce\" \(command) -",
            // In a batch, its other recordings can be opened and nothing else.
            "\"$announce\" \(command) in",
        ]
        for script in scripts {
            let run = try Announce.shell(
                "PATH=\"$PWD/bin:/usr/bin:/bin\"; SECRET=x; export SECRET PATH; \(script)",
                in: shop.folder)
            #expect((run.text + run.errors).contains("1=0 2=0 3=13 4=13 5=1 6=13"), "\(script): \(run)")
        }
        #expect(!FileManager.default.fileExists(atPath: shop.folder.file("new").string))
    }
}
