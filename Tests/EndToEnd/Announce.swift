// With Glibc: C structures belong to whichever of the two the compiler has read first.
import CoreFoundation
import Foundation
import Glibc
import Support
import SystemPackage

/// The `announce` binary that was built with these tests.
enum Announce {
    /// Beside the tests in the build folder, whichever that is.
    static let path: String = {
        let tests = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return FilePath(tests).removingLastComponent().appending("announce").string
    }()

    /// Runs it in `folder` to its end.
    static func run(
        _ arguments: String..., in folder: TemporaryFolder, input: RunningProgram.Input = .nothing,
        environment: [String: String] = [:]
    ) throws -> RunningProgram.Result {
        try RunningProgram([path] + arguments, in: folder.path, environment: environment, input: input).wait()
    }

    /// Starts it in `folder`.
    static func start(
        _ arguments: String..., in folder: TemporaryFolder, input: RunningProgram.Input = .nothing
    ) throws -> RunningProgram {
        try RunningProgram([path] + arguments, in: folder.path, input: input)
    }

    /// Runs a shell script in `folder`, to which the binary is `$announce`.
    static func shell(
        _ script: String, _ arguments: String..., in folder: TemporaryFolder
    ) throws -> RunningProgram.Result {
        try RunningProgram(
            ["/bin/sh", "-c", script, "sh"] + arguments, in: folder.path, environment: ["announce": path],
            input: .nothing
        ).wait()
    }

    /// What to put before a command so that permissions count: root ignores them. Nil where that cannot be had.
    static let unprivileged: String? = {
        guard getuid() == 0 else { return "" }
        let prefix = "setpriv --reuid=65534 --regid=65534 --clear-groups"
        guard let folder = try? TemporaryFolder() else { return nil }
        let trial = try? shell("\(prefix) \"$announce\" --version", in: folder)
        return trial?.status == 0 ? prefix : nil
    }()

    /// Whether a small disk can be made, seen by one process only.
    static let canMount: Bool = {
        guard let folder = try? TemporaryFolder() else { return false }
        return (try? shell("unshare --mount mount -t tmpfs -o size=64k none .", in: folder))?.status == 0
    }()
}

/// What `announce convert --json` prints for one recording.
struct ConvertedObject: Decodable {
    struct Format: Decodable, Equatable {
        var container: String
        var codec: String
        var sampleRate: Int
        var channels: Int
    }

    struct Finding: Decodable {
        var severity: String
        var code: String
        var message: String
        var at: Double?
    }

    struct Failure: Decodable {
        var code: String
        var message: String
    }

    var input: String
    var output: String
    var status: String
    var format: Format?
    var recordedSeconds: Double?
    var seconds: Double?
    var samples: Int?
    var activeLevelDBm0: Double?
    var peakDBFS: Double?
    var gainDB: Double?
    var loudnessLUFS: Double?
    var truePeakDBTP: Double?
    var findings: [Finding]?
    var error: Failure?
}

/// What `announce inspect --json` prints for one file.
struct InspectedObject: Decodable {
    struct Remark: Decodable {
        var code: String
        var message: String
    }

    struct Tone: Decodable {
        var key: String
        var at: Double
        var seconds: Double
    }

    var input: String
    var plays: Bool
    var obstacles: [Remark]
    var doubts: [Remark]
    var format: ConvertedObject.Format?
    var seconds: Double?
    var activeLevelDBm0: Double?
    var clippedSamples: Int?
    var dtmf: [Tone]?
    var findings: [ConvertedObject.Finding]
    var error: ConvertedObject.Failure?
}

extension RunningProgram.Result {
    /// Standard output as the JSON array it has to be.
    func json<Value: Decodable>(_ type: Value.Type = Value.self) throws -> [Value] {
        try JSONDecoder().decode([Value].self, from: Data(output))
    }
}

extension TemporaryFolder {
    /// Everything in the folder and below, hidden files included, sorted.
    var listing: [String] {
        let found = FileManager.default.enumerator(atPath: path.string)?.compactMap { $0 as? String }
        return (found ?? []).sorted()
    }

    /// Makes a folder in it.
    @discardableResult
    func makeFolder(_ name: String) throws -> FilePath {
        try FileManager.default.createDirectory(atPath: file(name).string, withIntermediateDirectories: true)
        return file(name)
    }

    /// Copies a recording that ships with the project into it.
    @discardableResult
    func copy(_ medium: String, to name: String? = nil) throws -> FilePath {
        let target = file(name ?? medium)
        // By a program of its own: one that another test starts meanwhile would hold the copy open, and it look unfinished.
        try Tool.require("cp", [Media.folder.appending(medium).string, target.string])
        return target
    }

    /// When a file was last written, and which file it is: equal only if it was not written in the meantime.
    func stamp(of name: String) throws -> [Int] {
        var status = Glibc.stat()
        guard stat(file(name).string, &status) == 0 else { throw Errno(rawValue: errno) }
        return [Int(status.st_ino), status.st_mtim.tv_sec, status.st_mtim.tv_nsec, Int(status.st_size)]
    }

    /// Dates a file so many seconds later than now.
    func date(_ name: String, later seconds: Double) throws {
        let date = Date(timeIntervalSinceNow: seconds)
        try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: file(name).string)
    }
}

/// The recordings that ship with the project.
enum Media {
    static let folder = FilePath(#filePath).removingLastComponent().removingLastComponent().removingLastComponent()
        .appending("media")
}
