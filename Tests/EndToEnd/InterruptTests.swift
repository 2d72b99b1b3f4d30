import Foundation
import Glibc
import Support
import SystemPackage
import Testing

/// However a conversion is ended: the target is the old file or a complete one, and nothing else is left.
struct InterruptTests {
    static let old = Array("the old target".utf8)

    /// A folder with a recording of four hours (that takes no room) and an old target.
    private func folder() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try WaveFile.writeLong(seconds: 14_000, to: folder.file("long.wav"))
        try folder.write(Self.old, to: "out.wav")
        return folder
    }

    private func expectUntouched(_ folder: TemporaryFolder, _ listing: [String] = ["long.wav", "out.wav"]) throws {
        #expect(folder.listing == listing)
        #expect(try folder.bytes(of: "out.wav") == Self.old)
    }

    @Test(
        "Ctrl-C and SIGTERM in the middle: 130 within two seconds, nothing left",
        arguments: [SIGINT, SIGTERM], [[], ["--level"], ["-j", "1"], ["-j", "2"]])
    func interrupted(_ signal: CInt, _ options: [String]) throws {
        let folder = try folder()
        let command = [Announce.path, "convert", "--force", "long.wav", "-o", "out.wav"] + options
        let run = try RunningProgram(command, in: folder.path, input: .nothing)
        try run.poll("bytes written") { run.bytesWritten > 100_000 && run.handlesSignals }
        run.send(signal)
        let result = try run.wait(within: .seconds(2))
        #expect(result.status == 130)
        #expect(result.output.isEmpty)
        #expect(result.errors.isEmpty || result.errors.hasPrefix("Error: Interrupted."))
        try expectUntouched(folder)
    }

    @Test(
        "kill -9 in the middle leaves the old target and no visible file", arguments: [[], ["--level"], ["-j", "2"]])
    func killed(_ options: [String]) throws {
        let folder = try folder()
        let command = [Announce.path, "convert", "--force", "long.wav", "-o", "out.wav"] + options
        let run = try RunningProgram(command, in: folder.path, input: .nothing)
        try run.poll("bytes written") { run.bytesWritten > 100_000 }
        run.send(SIGKILL)
        #expect(try run.wait(within: .seconds(2)).signal == Int(SIGKILL))
        try expectUntouched(folder)
    }

    @Test("Ctrl-C in a batch keeps what was finished, and only that") func batch() throws {
        let folder = try folder()
        try folder.copy("nothing-heard.wav", to: "a.wav")
        let run = try Announce.start("convert", "-j", "2", "a.wav", "long.wav", "-o", "made", in: folder)
        try run.poll("first recording") { folder.listing.contains("made/a.wav") && run.handlesSignals }
        run.send(SIGINT)
        #expect(try run.wait(within: .seconds(2)).status == 130)
        #expect(try folder.bytes(of: "made/a.wav") == folder.bytes(of: "a.wav"))
        try expectUntouched(folder, ["a.wav", "long.wav", "made", "made/a.wav", "out.wav"])
    }

    @Test("Ctrl-C while standard input does not end", arguments: [SIGINT, SIGTERM])
    func endlessInput(_ signal: CInt) throws {
        let folder = try TemporaryFolder()
        try folder.write(Self.old, to: "out.wav")
        let start = WaveFile.tone(seconds: 1, rate: 8000)
        let run = try Announce.start("convert", "--force", "-", "-o", "out.wav", in: folder, input: .endless(start))
        try run.poll("input read") { run.bytesWaiting == 0 && run.handlesSignals }
        run.send(signal)
        let result = try run.wait(within: .seconds(2))
        #expect(result.status == 130)
        #expect(result.output.isEmpty)
        try expectUntouched(folder, ["out.wav"])
    }

    @Test("Ctrl-C while ffmpeg decodes, and ffmpeg ends with it", .enabled(if: Tool.isInstalled("ffmpeg")))
    func ffmpeg() throws {
        let folder = try TemporaryFolder()
        // The frames of one AMR recording over and over: hours in a few megabytes.
        let magic = Array("#!AMR\n".utf8)
        let bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: Media.folder.appending("closed-en.amr").string)))
        #expect(bytes.starts(with: magic))
        try folder.write(magic + (0..<2000).flatMap { _ in bytes.dropFirst(magic.count) }, to: "long.amr")
        try folder.write(Self.old, to: "out.wav")
        let run = try Announce.start("convert", "--force", "long.amr", "-o", "out.wav", in: folder)
        try run.poll("bytes written") { run.bytesWritten > 100_000 && run.handlesSignals }
        let children = Self.children(of: run.process)
        #expect(children.count == 1)
        run.send(SIGINT)
        #expect(try run.wait(within: .seconds(2)).status == 130)
        try expectUntouched(folder, ["long.amr", "out.wav"])
        let child = try #require(children.first)
        // It has ended, or is a zombie that its new parent has not reaped yet.
        try run.poll("end of ffmpeg", within: .seconds(5)) { Self.isEnded(child) }
    }

    @Test("inspect ends as quickly") func inspect() throws {
        let folder = try folder()
        let run = try Announce.start("inspect", "long.wav", in: folder)
        try run.poll("readiness") { run.handlesSignals }
        run.send(SIGINT)
        #expect(try run.wait(within: .seconds(2)).status == 130)
        try expectUntouched(folder)
    }

    private static func children(of process: pid_t) -> [String] {
        let threads = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/task")) ?? []
        return threads.flatMap { thread in
            let path = "/proc/\(process)/task/\(thread)/children"
            return ((try? String(contentsOfFile: path, encoding: .utf8)) ?? "").split(separator: " ").map(String.init)
        }
    }

    private static func isEnded(_ process: String) -> Bool {
        guard let status = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8) else { return true }
        return status.contains(") Z ")
    }
}
