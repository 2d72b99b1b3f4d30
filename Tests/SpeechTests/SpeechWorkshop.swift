import Foundation
import LocalFiles
import MediaLibrary
import Speech
import Support
import SystemPackage
import TelephoneAudio
import Telephony

/// A recordings folder, a state folder and a folder for scripts that stand in for engines.
struct SpeechWorkshop {
    let base: TemporaryFolder
    let recordings: FilePath
    let spoken: FilePath

    init() throws {
        base = try TemporaryFolder()
        recordings = base.file("recordings")
        spoken = base.file("state/spoken")
        try FileManager.default.createDirectory(atPath: recordings.string, withIntermediateDirectories: true)
    }

    /// The binary that was built with these tests.
    static let announce = FilePath(
        (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    ).removingLastComponent().appending("announce").string

    /// Converts the recordings and speaks the texts.
    func survey(_ engines: [any SpeechEngine], _ texts: [String: String], now: Int? = nil) async throws -> Catalogue {
        var settings = LibrarySettings(
            folder: recordings, state: base.file("state"), worker: [Self.announce, RenderWorker.commandName],
            programVersion: "1")
        settings.speaker = Speaker(engines, folder: spoken)
        var plan = SpokenPlan()
        for (name, text) in texts { plan.texts[try AnnouncementName(name)] = SpokenText(text, language: "en") }
        let prompts = Set(plan.texts.keys.map { Prompt($0) })
        return try await MediaLibrary.survey(settings, wanting: prompts, saying: plan)
    }

    /// A shell script as an engine: `$1` is the file to write.
    func engine(_ script: String, name: String = "engine.sh", seconds: Int = 30) throws -> CommandEngine {
        let path = try base.write(Array(script.utf8), to: name)
        var limits = SpeechLimits()
        limits.seconds = seconds
        limits.bytes = 4 << 20
        return CommandEngine(["/bin/sh", path.string, "{out}"], name: "script", limits: limits)
    }

    /// A tone of half a second as a WAV file, for engines that only copy it.
    func tone(_ name: String = "tone.wav") throws -> FilePath {
        let samples = 8000
        let bytes =
            AnnouncementEncoding.pcm16.waveHeader(samples: samples)
            + (0..<samples).flatMap { index -> [UInt8] in
                let syllable = 0.5 + 0.5 * sin(Double(index) / 8000 * 2 * .pi * 4)
                let value = Int16(9000 * syllable * sin(Double(index) * 0.31))
                return [UInt8(truncatingIfNeeded: value), UInt8(truncatingIfNeeded: value >> 8)]
            }
        return try base.write(bytes, to: name)
    }
}

extension Catalogue {
    func file(_ name: String) throws -> PublishedFile? { announcement(Prompt(try AnnouncementName(name))) }

    /// What is wrong with texts.
    var speechFaults: [SpeechFault] {
        problems.flatMap { problem -> [SpeechFault] in
            if case .notSpoken(_, let failure, _) = problem { failure.attempts.map(\.fault) } else { [] }
        }
    }
}
