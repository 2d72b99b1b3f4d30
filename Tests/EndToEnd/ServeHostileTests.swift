import Foundation
import Glibc
import Support
import SystemPackage
import Testing

/// A recording whose decoder crashes, spins or eats memory costs only itself: calls are answered as if nothing were.
struct ServeHostileTests {
    /// What `hostile-decoder`, which stands in for ffmpeg, does.
    static let faults = ["crash", "spin", "hang", "memory", "endless", "nonsense"]

    @Test("calls stay under 50 ms", arguments: faults) func calls(_ fault: String) throws {
        let bin = try TemporaryFolder()
        let decoder = bin.file("ffmpeg").string
        // Not written here: a program started by another test meanwhile would have the file open, and busy.
        try Tool.require(
            "cp", [FilePath(Announce.path).removingLastComponent().appending("hostile-decoder").string, decoder])
        let served = try ServedFolder(
            """
            numbers: { +49 211 1234567: { menu: main } }
            menus: { main: { prompt: [ nothing-heard, wrong-key ], choices: { 1: hangup } } }
            """, recordings: ["nothing-heard.wav", "wrong-key.aiff"],
            environment: ["PATH": "\(bin.path.string):/usr/local/bin:/usr/bin:/bin"])
        try served.folder.write("#!AMR\n\u{4}\0\0\0misbehave: \(fault)\n".utf8, to: "media/hostile.amr")
        // Those that end at once may have ended already.
        try served.program.poll("the decoder") {
            try !Self.processes(of: decoder).isEmpty || served.program.errorsSoFar().contains("hostile.amr")
        }

        let connection = try HTTPConnection(port: served.port)
        let form = Provider.form([("event", "newCall"), ("callId", "1"), ("from", "491"), ("to", "492111234567")])
        let request = try served.provider.request(form, to: "/sipgate")
        var times: [Duration] = []
        for _ in 0..<200 {
            let start = ContinuousClock.now
            try connection.send(request)
            #expect(try connection.receive().status == 200)
            times.append(ContinuousClock.now - start)
        }
        // All but the few that the machine's other work delays.
        #expect(times.sorted()[190] < .milliseconds(50), "\(times.max() ?? .zero)")
        let sound = try #require(try served.provider.newCall().url)
        #expect(try served.provider.fetch(sound).status == 200)
        #expect(served.program.residentMemory < 300)

        // And it ends in time, with nothing of it left.
        served.program.send(SIGTERM)
        #expect(try served.program.wait(within: .seconds(5)).status == 0)
        try served.program.poll("the decoder's end", within: .seconds(5)) { try Self.processes(of: decoder).isEmpty }
    }

    /// The processes that run a program, by what they are called.
    private static func processes(of program: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: "/proc").filter { number in
            Int(number) != nil
                && (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(number)/exe")) == program
        }
    }

    @Test("failures are logged with the file's name, and the rest is published") func logged() throws {
        let served = try ServedFolder(
            "numbers: { +49 211 1234567: [ { play: broken }, { play: nothing-heard }, hangup ] }",
            recordings: ["nothing-heard.wav"]
        ) { try $0.write(Array("no sound at all".utf8), to: "media/broken.wav") }
        try served.program.poll("the failure's line") { try served.program.errorsSoFar().contains("broken.wav") }
        // What is not published is not heard, and the call goes on.
        let first = try served.provider.newCall()
        #expect(first.action == "Gather" && first.url == nil)
        #expect(try served.provider.dtmf(nil, after: first).announcement == "nothing-heard")
    }
}
