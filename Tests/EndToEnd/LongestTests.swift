import Foundation
import Support
import SystemPackage
import Testing

/// A small file can hold a day of sound: one limit, in seconds of sound, holds for all commands.
struct LongestTests {
    @Test("found from the header, and while decoding where there is none", arguments: ["convert", "inspect"])
    func found(command: String) throws {
        let folder = try TemporaryFolder()
        let make = """
            sox -n -r 8000 -b 16 a.wav synth 5 sine 440 && sox a.wav b.flac && sox a.wav -r 48000 c.ogg &&
            ffmpeg -nostdin -v error -i a.wav d.m4a && ffmpeg -nostdin -v error -i a.wav -f flac - > e.flac
            """
        #expect(try Announce.shell(make, in: folder).status == 0)
        let files = [
            ("a.wav", "5.0"), ("b.flac", "5.0"), ("c.ogg", "5.0"), ("d.m4a", nil), ("e.flac", nil),
        ]
        for (name, seconds) in files {
            let run = try Announce.run(command, "--longest", "2s", name, in: folder)
            #expect(run.status == 1)
            let expected =
                seconds.map { "it is 0:0\($0) long; recordings may be 0:02.0 long" }
                ?? "it is longer than the 0:02.0 that recordings may be"
            #expect(run.text == "" && run.errors.contains(expected), "\(name): \(run.text) \(run.errors)")
            #expect(run.errors.contains("--longest"))
            #expect(try Announce.run(command, "-q", "--longest", "6s", name, in: folder).errors == "", "\(name)")
        }
        #expect(try Announce.run(command, "--longest", "0s", "a.wav", in: folder).status == 64)
        #expect(try Announce.run(command, "--longest", "forever", "a.wav", in: folder).status == 64)
    }

    @Test("a sparse WAV file of 4 GB is refused by its header") func sparse() throws {
        let folder = try TemporaryFolder()
        // RIFF, fmt (8 kHz, mono, 16 bits), data; sizes as large as they can be.
        let header: [UInt8] =
            Array("RIFF".utf8) + [0xF8, 0xFF, 0xFF, 0xFF] + Array("WAVEfmt ".utf8)
            + [16, 0, 0, 0, 1, 0, 1, 0, 0x40, 0x1F, 0, 0, 0x80, 0x3E, 0, 0, 2, 0, 16, 0] + Array("data".utf8)
            + [0xD4, 0xFF, 0xFF, 0xFF]
        try folder.write(header, to: "bomb.wav")
        #expect(try Announce.shell("truncate -s 4294967296 bomb.wav", in: folder).status == 0)
        for command in ["inspect", "convert"] {
            let run = try Announce.run(command, "bomb.wav", in: folder)
            #expect(run.status == 1)
            #expect(run.errors.contains("it is 74:33:55 long; recordings may be 4:00:00 long"), "\(run)")
        }
    }

    @Test("`longest` in announce.yaml, which drafts respect and edits raise and lower") func configured() throws {
        func text(_ longest: String) -> String {
            "recordings: { longest: \(longest) }\nnumbers: { +49 211 1234567: [ { play: a }, hangup ] }"
        }
        let served = try ServedFolder(text("2s")) { folder in
            try Tool.require(
                "sox", ["-n", "-r", "8000", folder.file("media/a.wav").string, "synth", "5", "sine", "440"])
        }
        try served.program.poll("the refusal") {
            try served.program.errorsSoFar().contains("it is 0:05.0 long; recordings may be 0:02.0 long")
        }
        let desk = DashboardClient(port: served.adminPort)
        let draft = try desk.settled(try desk.upload(served.folder.bytes(of: "media/a.wav"), named: "b.wav"))
        #expect(draft.text.contains("it is 0:05.0 long; recordings may be 0:02.0 long"), "\(draft.text.suffix(3000))")
        let raised = ServedFolder.text(text("6s"))
        try served.folder.write(Array(raised.utf8), to: "announce.yaml")
        try served.program.poll("the announcement") { try served.provider.newCall().announcement == "a" }
        // What is published already stays: callers would hear nothing.
        try served.folder.write(Array(ServedFolder.text(text("1s")).utf8), to: "announce.yaml")
        try served.wait(for: "it is 0:05.0 long; recordings may be 0:01.0 long")
        #expect(try served.provider.newCall().announcement == "a")
        let health = try desk.get("/health").text
        #expect(health.contains(#""ready":true"#) && health.contains("recordings may be 0:01.0 long"), "\(health)")
    }
}
