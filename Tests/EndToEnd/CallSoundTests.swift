import Foundation
import Support
import SystemPackage
import Testing

/// `announce call --wav` and `--play`: the sound of a call, measured by sox.
struct CallSoundTests {
    private static let configuration = """
        numbers: { +49 211 1234567: [ { play: hello }, { menu: main } ] }
        menus:
          main:
            prompt: main
            timeout: 2s
            choices: { "*0#": hangup, else: repeat }
            silence: { tries: 2, then: hangup }
        """

    /// Two recordings, tones of 440 Hz for 1 s and 880 Hz for 0.5 s.
    private func folder() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.makeFolder("media")
        try folder.write(Array(ServedFolder.text(Self.configuration).utf8), to: "announce.yaml")
        for (name, pitch, seconds) in [("hello", "440", "1"), ("main", "880", "0.5")] {
            try Tool.require(
                "sox",
                ["-n", "-r", "8000", "-b", "16", folder.file("media/\(name).wav").string]
                    + ["synth", seconds, "sine", pitch, "vol", "0.25"])
        }
        return folder
    }

    private func call(
        _ arguments: String..., in folder: TemporaryFolder, environment: [String: String] = [:]
    ) throws -> RunningProgram.Result {
        try RunningProgram(
            [Announce.path, "call", "+492111234567", "--state", "state"] + arguments, in: folder.path,
            environment: environment, input: .nothing
        ).wait()
    }

    /// Loudness (RMS) and frequency of a stretch of a file, as sox measures them.
    private func measure(
        _ file: FilePath, from start: Double, _ seconds: Double
    ) throws -> (level: Double, frequency: Double, peak: Double) {
        let run = try Tool.require("sox", [file.string, "-n", "trim", "\(start)", "\(seconds)", "stat"])
        func value(_ name: String) -> Double {
            let line = run.errors.split(separator: "\n").first { $0.hasPrefix(name) }
            return line.flatMap { $0.split(separator: " ").last }.flatMap { Double($0) } ?? .nan
        }
        return (value("RMS     amplitude"), value("Rough   frequency"), value("Maximum amplitude"))
    }

    @Test("prompts, keys and silence follow each other as long as the simulation says") func sequence() throws {
        let folder = try folder()
        let run = try call("--keys", ",7", "--wav", "call.wav", in: folder)
        #expect(run.status == 0, "\(run.errors)")
        let file = folder.file("call.wav")
        let info = try Tool.require("soxi", [file.string]).text
        for fact in ["Channels       : 1", "Sample Rate    : 8000", "Precision      : 16-bit"] {
            #expect(info.contains(fact), "\(info)")
        }
        // hello, main, 2 s of silence, main, 7, main, 2 s of silence, hang up.
        let samples = try Tool.require("soxi", ["-s", file.string]).text.trimmingCharacters(in: .newlines)
        let milliseconds = [1000, 500, 2000, 500, 200, 500, 2000]
        #expect(Int(samples) == 8 * milliseconds.reduce(0, +))
        for (start, pitch) in [(0.1, 440.0), (1.05, 880), (3.55, 880), (4.25, 880)] {
            #expect(abs(try measure(file, from: start, 0.4).frequency - pitch) < 0.05 * pitch, "\(start)")
        }
        for (start, seconds) in [(1.51, 1.98), (4.105, 0.09), (4.71, 1.98)] {
            #expect(try measure(file, from: start, seconds).level == 0, "\(start)")
        }
        // The steps are printed as without the file, and a second call replaces it.
        #expect(try call("--keys", ",7", in: folder).text == run.text)
        #expect(try call("--wav", "call.wav", in: folder).status == 0)
        #expect(try Tool.require("soxi", ["-D", file.string]).text.hasPrefix("6.0"))
    }

    @Test("keys are tones that a DTMF detector recognizes, at -9 and -7 dBm0") func tones() throws {
        let folder = try folder()
        #expect(try call("--keys", "123,456,789,*0#", "--wav", "call.wav", in: folder).status == 0)
        let inspection: [InspectedObject] = try Announce.run("inspect", "--json", "call.wav", in: folder).json()
        let tones = try #require(inspection.first?.dtmf)
        #expect(tones.map(\.key).joined() == "123456789*0#")
        for tone in tones { #expect(abs(tone.seconds - 0.1) < 0.03, "\(tone)") }
        // Each group alone, past the ramps: 0 dBm0 is a sine of full scale, whose RMS is 3.01 dB below it.
        let first = try #require(tones.first).at + 0.01
        for (band, level) in [("-1000", -9.0), ("1000", -7.0)] {
            let effects = ["trim", "\(first)", "0.08", "sinc", band, "trim", "0.02", "0.04", "stat"]
            let run = try Tool.require("sox", [folder.file("call.wav").string, "-n"] + effects)
            let line = try #require(run.errors.split(separator: "\n").first { $0.hasPrefix("RMS     amplitude") })
            let amplitude = try #require(line.split(separator: " ").last.flatMap { Double($0) })
            let measured = 20 * log10(amplitude) + 3.01
            #expect(abs(measured - level) < 0.5, "\(band)")
        }
    }

    @Test("--play hands the same sound to the first installed player") func play() throws {
        let folder = try folder()
        try folder.makeFolder("bin")
        for name in ["env", "sh", "cat"] {
            try FileManager.default.createSymbolicLink(
                atPath: folder.file("bin/\(name)").string, withDestinationPath: "/usr/bin/\(name)")
        }
        let environment = ["PATH": folder.file("bin").string]
        let none = try call("--play", in: folder, environment: environment)
        #expect(none.status == 1 && none.output.isEmpty)
        #expect(none.errors.contains("Error: --play needs aplay, paplay, play or ffplay, and none is installed"))
        for (name, script) in [("ffplay", "exit 7"), ("play", "cat > played.wav; echo \"$@\"")] {
            try folder.write(Array("#!/bin/sh\n\(script)\n".utf8), to: "bin/\(name)")
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o755], ofItemAtPath: folder.file("bin/\(name)").string)
            let run = try call("--play", "--wav", "call.wav", "--json", in: folder, environment: environment)
            #expect(run.text.hasPrefix("[\n") && run.text.hasSuffix("]\n"))
            if name == "ffplay" {
                #expect(run.status == 1 && run.errors.contains("ffplay could not play the call (status 7)"))
            } else {
                #expect(run.status == 0 && run.errors.contains("-q -t wav -"), "\(run.errors)")
                #expect(try folder.bytes(of: "played.wav") == folder.bytes(of: "call.wav"))
            }
        }
    }

    @Test("a file that cannot be written is an error, and no part of it stays") func unwritable() throws {
        let folder = try folder()
        let run = try call("--wav", "missing/call.wav", in: folder)
        #expect(run.status == 1 && run.errors.contains("Error: missing/call.wav cannot be created"), "\(run.errors)")
    }
}
