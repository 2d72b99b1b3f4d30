import Foundation
import Glibc
import LocalFiles
import MediaLibrary
import Support
import SystemPackage
import TelephoneAudio
import Telephony
import Testing

@Suite(.timeLimit(.minutes(5)))
struct FailureTests {
    struct Evil: Sendable, CustomTestStringConvertible {
        let script: String
        let failure: RecordingFailure
        var testDescription: String { script }
    }

    /// Seconds that a conversion may take, where one takes for ever: enough for what works on a machine that is busy with other
    /// things, since it stands back for them.
    private static let limit = 15

    private func limits(takesTime: Bool) -> ChildLimits {
        ChildLimits(memory: 256 << 20, processorSeconds: 60, time: .seconds(takesTime ? Self.limit : 60))
    }

    @Test(arguments: [
        Evil(script: "kill -SEGV $$", failure: .crashed(signal: 11)),
        Evil(
            script: "sleep 1000 & echo $! > $folder/left; while :; do :; done",
            failure: .tookTooLong(seconds: Self.limit)),
        Evil(script: "exec >&- 2>&-; exec sleep 1000", failure: .tookTooLong(seconds: Self.limit)),
        // Only the worker sees that the kernel refuses memory.
        Evil(
            script:
                #"dd if=/dev/zero of=/dev/null bs=1G count=1 || echo '{"failed":{"_0":{"outOfMemory":{}}}}'; exit 0"#,
            failure: .usedTooMuchMemory(bytes: 256 << 20)),
        Evil(script: "echo oh dear >&2; exit 7", failure: .unintelligible(status: 7, words: "oh dear")),
        Evil(script: "yes; exit 0", failure: .crashed(signal: 9)),
        Evil(
            script: #"echo none > "$output"; "# + converted,
            failure: .unplayable(.notWAV)),
        Evil(
            script: #"echo none > "$output"; "# + converted + "; exit 3",
            failure: .unintelligible(status: 3, words: "")),
        Evil(script: "echo '{}'; exit 0", failure: .unintelligible(status: 0, words: "")),
        Evil(
            script: #"echo '{"failed":{"_0":{"recording":{"_0":{"rateOutOfRange":{"_0":7}}}}}}'; exit 0"#,
            failure: .refused(.rateOutOfRange(7))),
        Evil(
            script:
                #"echo '{"failed":{"_0":{"output":{"_0":{"tooLong":{"samples":7}}}}}}'; exit 0"#,
            failure: .notWritten(.tooLong(samples: 7))),
        Evil(script: converted, failure: .unplayable(.notWAV)),
        Evil(
            script:
                #"printf 'RIFF\044\0\0\0WAVEfmt \020\0\0\0\001\0\001\0\100\037\0\0\200\076\0\0\002\0\020\0data\0\0\0\0' > "$output"; "#
                + converted,
            failure: .unplayable(.unlike([.noSamples], []))),
    ])
    func aConverterThatMisbehaves(evil: Evil) async throws {
        let shop = try Workshop()
        // Of other bytes: the result of one recording applies to its copy.
        try shop.record("bad.wav", samples: 100, seed: 3)
        try shop.record("good.wav", samples: 100)
        let worker = try shop.worker("case \"$recording\" in *bad*) \(evil.script); exit 0;; esac")
        let settings = shop.settings(
            worker: worker, limits: limits(takesTime: evil.failure == .tookTooLong(seconds: Self.limit)))
        try await MediaLibrary.running(settings, wanting: [Prompt("bad"), Prompt("good")]) { library in
            await library.settled()
            let catalogue = library.catalogue
            #expect(catalogue["good"] != nil)
            #expect(catalogue["bad"] == nil)
            #expect(catalogue.failure("bad") == evil.failure)
            let bad = try AnnouncementName("bad")
            #expect(catalogue.problems == [.failed(name: bad, path: "bad.wav", evil.failure)])
        }
        // Nothing unfinished is left, and nothing that the worker started.
        #expect(shop.storedFiles.count == 1)
        if let left = try? shop.base.bytes(of: "left"),
            let process = pid_t(String(decoding: left.dropLast(), as: UTF8.self))
        {
            #expect(!Self.isAlive(process))
        }
    }

    private static let converted =
        #"echo '{"rendered":{"_0":{"recordedSeconds":1,"findings":[],"format":{"container":"x","codec":"x","sampleRate":1,"channels":1}}}}'"#

    /// Killed children stay in the process table until they are reaped.
    private static func isAlive(_ process: pid_t) -> Bool {
        let status = (try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)) ?? ""
        return !status.isEmpty && !status.contains(") Z ")
    }

    /// A real worker whose decoder goes wrong: the limits hold for what it starts.
    @Test(arguments: [("crash", false), ("spin", true), ("memory", false), ("no-memory", false)])
    func aDecoderThatMisbehaves(fault: String, takesTime: Bool) async throws {
        let shop = try Workshop()
        try shop.write(HostileRecording(fault).bytes, to: "bad.amr")
        try shop.record("good.wav", samples: 100)
        let settings = shop.settings(worker: try shop.hostileWorker(), limits: limits(takesTime: takesTime))
        try await MediaLibrary.running(settings) { library in
            let catalogue = try await library.quiet()
            #expect(catalogue["good"] != nil && catalogue["bad"] == nil)
            let failure = try #require(catalogue.failure("bad"))
            #expect((failure == .tookTooLong(seconds: Self.limit)) == takesTime, "\(failure)")
            // ffmpeg reports it in words alone; from the decoder on it is a value.
            if fault == "no-memory" { #expect(failure == .usedTooMuchMemory(bytes: 256 << 20)) }
            if fault == "crash" { #expect(failure.message.contains("ffmpeg crashed (signal 11)"), "\(failure)") }
        }
    }

    @Test func aBadVersionLeavesTheGoodOne() async throws {
        let shop = try Workshop()
        try shop.record("a.wav", samples: 100)
        let good = try await MediaLibrary.running(shop.settings()) { library in
            let good = try #require(try await library.quiet()["a"])
            try shop.write("this is no sound\n".utf8, to: "a.wav")
            let catalogue = try await library.until { $0.failure("a") != nil }
            #expect(catalogue["a"] == good)
            guard case .refused(.notAudio) = catalogue.failure("a") else {
                Issue.record("\(String(describing: catalogue.failure("a")))")
                return good
            }
            return good
        }
        try await MediaLibrary.running(shop.settings()) { library in
            let catalogue = try await library.quiet()
            #expect(catalogue["a"] == good && catalogue.failure("a") != nil)
        }
    }

    @Test func shutdownIsNotDelayed() async throws {
        let shop = try Workshop()
        try shop.record("slow.wav", samples: 100)
        let worker = try shop.worker(#"echo $$ > "$folder/left"; sleep 1000"#)
        let start = ContinuousClock.now
        let changes = try await MediaLibrary.running(shop.settings(worker: worker)) { library in
            let changes = library.changes
            try await library.until { $0.recordings.first?.status == .converting }
            return changes
        }
        #expect(ContinuousClock.now - start < .seconds(300), "the worker would have taken 1000 seconds")
        // Readers get the end of the stream.
        for await _ in changes {}
    }
}
