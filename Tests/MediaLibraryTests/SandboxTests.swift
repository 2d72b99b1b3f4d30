import Foundation
import Glibc
import LocalFiles
import MediaLibrary
import Support
import SystemPackage
import TelephoneAudio
import Telephony
import Testing

/// What a decoder can do that a recording has taken over, and that decoders still can do what they have to.
///
/// Where a machine lacks a part of the sandbox, what that part refuses is not asked for; what is missing is said instead
/// (`DoctorTests`).
@Suite(.timeLimit(.minutes(5)))
struct SandboxTests {
    /// What a decoder tries, the error that it gets, and the part of the sandbox that refuses.
    struct Attempt {
        let text: String
        let error: CInt
        let by: Protection

        init(_ text: String, _ error: CInt, by part: Protection) {
            (self.text, self.error, self.by) = (text, error, part)
        }
    }

    private let report: SandboxReport

    init() async throws {
        report = try #require(await SandboxReport.asking([Workshop.announce, RenderWorker.commandName]))
    }

    private func reason(_ attempts: [String], in shop: Workshop) async throws -> String {
        let recording = HostileRecording(attempts.joined(separator: "; "))
        try shop.write(recording.bytes, to: "bad.amr")
        let catalogue = try await MediaLibrary.survey(shop.settings(worker: try shop.hostileWorker()))
        guard case .refused(.undecodable(_, let reason)) = catalogue.failure("bad") else {
            Issue.record("\(String(describing: catalogue.failure("bad")))")
            return ""
        }
        return reason
    }

    @Test func whatProgramsMayTryIsRefused() async throws {
        let shop = try Workshop()
        let secret = try shop.base.write("the position secret".utf8, to: "secret").string
        let new = shop.base.file("new").string
        let attempts = [
            // Nothing but the recording is open, and nothing of the server's environment is there.
            Attempt("descriptors", 0, by: .systemCalls), Attempt("environment", 0, by: .systemCalls),
            Attempt("capabilities", 0, by: .privileges), Attempt("write-recording", EBADF, by: .systemCalls),
            Attempt("read \(secret)", EACCES, by: .files), Attempt("read /etc/passwd", EACCES, by: .files),
            Attempt("read /proc/\(getpid())/environ", EACCES, by: .files),
            Attempt("read /proc/self/environ", EACCES, by: .files),
            Attempt("write \(secret)", EACCES, by: .systemCalls), Attempt("write-proc", EACCES, by: .systemCalls),
            Attempt("create \(new)", EACCES, by: .systemCalls), Attempt("mkdir \(new)", EACCES, by: .systemCalls),
            Attempt("symlink \(new)", EACCES, by: .systemCalls), Attempt("unlink \(secret)", EACCES, by: .systemCalls),
            Attempt("rename \(secret)", EACCES, by: .systemCalls), Attempt("change-mode", EPERM, by: .systemCalls),
            Attempt("local-socket", EACCES, by: .systemCalls), Attempt("leave-group", EPERM, by: .systemCalls),
            Attempt("raise-limit", EPERM, by: .systemCalls), Attempt("fork", EPERM, by: .systemCalls),
            Attempt("thread-of-processes", EPERM, by: .systemCalls), Attempt("other-program", EBADF, by: .systemCalls),
        ].filter { !report.missing.contains($0.by) }
        // Few at a time, since the reason that is shown is cut off.
        for start in stride(from: 0, to: attempts.count, by: 8) {
            let some = attempts[start..<min(start + 8, attempts.count)]
            let expected = some.enumerated().map { "\($0 + 1)=\($1.error)" }.joined(separator: " ")
            #expect(try await reason(some.map(\.text), in: shop) == expected, "\(some.map(\.text))")
        }
        #expect(try shop.base.bytes(of: "secret") == Array("the position secret".utf8))
        #expect(!FileManager.default.fileExists(atPath: new))
    }

    /// Each of them ends the decoder, and the user hears of it.
    @Test(arguments: [
        "connect 80", "trace \(getpid())", "read-memory \(getpid())", "kill \(getpid())", "shell", "again", "namespace",
        "descriptor-of \(getpid())", "other-numbers",
    ])
    func whatNoDecoderDoesEndsIt(attempt: String) async throws {
        guard !report.missing.contains(.systemCalls) else { return }
        let shop = try Workshop()
        #expect(
            try await reason([attempt], in: shop) == "ffmpeg tried something that no decoder does, and was stopped")
    }

    /// A script would need a shell, and what the shell starts.
    @Test func aScriptIsNoDecoder() async throws {
        let shop = try Workshop()
        let worker = try shop.hostileWorker()
        try shop.base.write("#!/bin/sh\nexit 0\n".utf8, to: "bin/ffmpeg")
        try shop.write(HostileRecording("crash").bytes, to: "bad.amr")
        let catalogue = try await MediaLibrary.survey(shop.settings(worker: worker))
        let expected = RecordingFailure.refused(.system(errno: ENOEXEC, action: .startDecoder))
        #expect(catalogue.failure("bad") == expected)
    }

    /// Every recording that ships with the project, and one of each format that the tools here can write.
    @Test func decodersDoWhatTheyDidWithout() async throws {
        let shop = try Workshop()
        let media = FilePath(#filePath).removingLastComponent().removingLastComponent().removingLastComponent()
            .appending("media")
        let shipped = try FileManager.default.contentsOfDirectory(atPath: media.string)
            .filter { !$0.hasSuffix(".sh") && !$0.hasSuffix(".md") }
        for name in shipped {
            try FileManager.default.copyItem(
                atPath: media.appending(name).string, toPath: shop.recordings.appending(name).string)
        }
        for suffix in [
            "mp2", "mp3", "m4a", "ogg", "opus", "oga", "flac", "wma", "ac3", "mka", "aiff", "caf", "w64", "tta", "wv",
            "au",
            "webm", "mov", "3gp", "avi", "voc", "gsm",
        ] {
            let file = shop.recordings.appending("made-\(suffix).\(suffix)").string
            let tone = ["-v", "error", "-f", "lavfi", "-i", "sine=440:duration=1:sample_rate=48000", "-ac", "2"]
            // Not every build of ffmpeg has every encoder.
            guard Tool.isInstalled("ffmpeg"), try Tool.run("ffmpeg", tone + [file]).status != 0 else { continue }
            try? FileManager.default.removeItem(atPath: file)
        }
        let catalogue = try await MediaLibrary.survey(shop.settings(limits: ChildLimits(niceness: 0)))
        #expect(catalogue.recordings.count >= shipped.count)
        for recording in catalogue.recordings {
            let name = recording.name.text
            let path = try #require(
                FileManager.default.contentsOfDirectory(atPath: shop.recordings.string).first {
                    FilePath($0).stem == name
                })
            let output = shop.base.file("without.wav")
            do {
                let report = try await Conversion().convert(
                    .file(shop.recordings.appending(path)), to: .file(output, replacing: true))
                #expect(recording.findings == report.findings, "\(path)")
                #expect(try recording.published?.bytes == shop.base.bytes(of: "without.wav"), "\(path)")
            } catch let error as RecordingError {
                #expect(catalogue.failure(name) == .refused(error), "\(path)")
            }
        }
    }
}
