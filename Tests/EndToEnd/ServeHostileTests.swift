import Foundation
import Glibc
import Support
import SystemPackage
import Testing

/// A recording whose decoder crashes, spins or eats memory costs only itself: calls are answered as if nothing were.
struct ServeHostileTests {
    /// What stands in for ffmpeg, which reads M4A.
    static let decoders = [
        "crash": "kill -SEGV $$",
        "spin": "while :; do :; done",
        "hang": "sleep 1000",
        "memory": "head -c 1000000000 /dev/zero | tail -n 1",
        "endless": "exec cat /dev/zero",
        "nonsense": "echo nonsense; exit 3",
    ]

    @Test("calls stay under 50 ms", arguments: decoders.keys.sorted()) func calls(_ name: String) throws {
        let script = try #require(Self.decoders[name])
        let served = try ServedFolder(
            """
            numbers: { +49 211 1234567: { menu: main } }
            menus: { main: { prompt: [ nothing-heard, wrong-key ], choices: { 1: hangup } } }
            """, recordings: ["nothing-heard.wav", "wrong-key.aiff"],
            environment: ["PATH": "bin:/usr/local/bin:/usr/bin:/bin"]
        ) { folder in
            try folder.makeFolder("bin")
            try folder.write(
                Array("#!/bin/sh\necho $$ >> \(folder.file("started").string)\n\(script)\n".utf8), to: "decoder")
            // Not written here: a program started by another test meanwhile would have the file open, and busy.
            #expect(try Announce.shell("cp decoder bin/ffmpeg && chmod 755 bin/ffmpeg", in: folder).status == 0)
        }
        try served.folder.copy("closed.m4a", to: "media/hostile.m4a")
        try served.program.poll("the decoder") { served.folder.listing.contains("started") }

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
        let started = String(decoding: try served.folder.bytes(of: "started"), as: UTF8.self)
        for process in started.split(separator: "\n").compactMap({ pid_t($0) }) {
            try served.program.poll("the decoder's end", within: .seconds(5)) { kill(process, 0) != 0 }
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
