import Foundation
import Glibc
import LocalFiles
import MediaLibrary
import Support
import Synchronization
import SystemPackage
import TelephoneAudio
import Telephony
import Testing

/// A recordings folder, a state folder and a clock for one test.
final class Workshop: Sendable {
    let base: TemporaryFolder
    let recordings: FilePath
    let state: FilePath
    private let time = Mutex(1_800_000_000)

    /// - Parameter hasFolder: whether there is a recordings folder from the start.
    init(hasFolder: Bool = true) throws {
        base = try TemporaryFolder()
        recordings = base.file("recordings")
        state = base.file("state")
        if hasFolder { try makeFolder("") }
    }

    /// The binary that was built with these tests.
    static let announce = FilePath(
        (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    ).removingLastComponent().appending("announce").string

    func settings(
        worker: [String] = [announce, RenderWorker.commandName], limits: ChildLimits = ChildLimits(),
        recipe: Recipe = Recipe()
    ) -> LibrarySettings {
        LibrarySettings(
            folder: recordings, state: state, recipe: recipe, worker: worker, limits: limits, programVersion: "1",
            now: { self.time.withLock { $0 } })
    }

    func pass(seconds: Int) { time.withLock { $0 += seconds } }

    func makeFolder(_ name: String) throws {
        try FileManager.default.createDirectory(
            atPath: recordings.appending(name).string, withIntermediateDirectories: true)
    }

    /// Writes a recording that is right already, so that its samples can be found again in the announcement.
    @discardableResult
    func record(_ name: String, samples: Int, seed: Int = 1) throws -> [UInt8] {
        let bytes = Self.wave(samples: samples, seed: seed)
        try write(bytes, to: name)
        return bytes
    }

    func write(_ bytes: some Sequence<UInt8>, to name: String) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: recordings.appending(name).string))
    }

    func move(_ name: String, to other: String) throws {
        try #require(rename(recordings.appending(name).string, recordings.appending(other).string) == 0)
    }

    func remove(_ name: String) throws {
        try FileManager.default.removeItem(atPath: recordings.appending(name).string)
    }

    static func wave(samples: Int, seed: Int) -> [UInt8] {
        AnnouncementEncoding.pcm16.waveHeader(samples: samples)
            + (0..<samples).flatMap { index -> [UInt8] in
                let value = (index &* 7919 &* seed &+ index / 3) % 16000 - 8000
                return [UInt8(truncatingIfNeeded: value), UInt8(truncatingIfNeeded: value >> 8)]
            }
    }

    /// A worker that runs `script` and then does what the real one does. `$1` is the request, `$recording` the recording's
    /// path, `$output` the file that becomes the announcement, `$announce` the real program, `$folder` a folder.
    func worker(_ script: String) throws -> [String] {
        let name = "worker-\(UUID().uuidString).sh"
        let text = #"""
            announce='\#(Self.announce)'; folder='\#(base.path.string)'
            recording=$(readlink /proc/$$/fd/3); output=/proc/self/fd/4
            \#(script)
            exec "$announce" \#(RenderWorker.commandName) "$1"

            """#
        return ["/bin/sh", try base.write(Array(text.utf8), to: name).string]
    }

    /// How often a worker with `counting` has been run.
    var conversions: Int {
        (try? base.bytes(of: "count").count { $0 == UInt8(ascii: "\n") }) ?? 0
    }

    static let counting = #"echo >> "$folder/count""#

    /// The announcements that lie in the state folder.
    var storedFiles: [String] {
        let found = FileManager.default.enumerator(atPath: state.string)?.compactMap { $0 as? String } ?? []
        return found.filter { $0.hasSuffix(".wav") }
    }
}

extension MediaLibrary {
    /// Runs a library while `body` does; it has ended when this returns.
    static func running<Value>(
        _ settings: LibrarySettings, wanting: Set<Prompt> = [], _ body: (MediaLibrary) async throws -> Value
    ) async throws -> Value {
        let library = MediaLibrary(settings)
        library.want(wanting)
        let task = Task { try await library.run() }
        defer { task.cancel() }
        let result: Result<Value, any Error>
        do { result = .success(try await body(library)) } catch { result = .failure(error) }
        task.cancel()
        try await task.value
        return try result.get()
    }

    /// Waits until the catalogue is as wanted.
    @discardableResult
    func until(_ condition: (Catalogue) -> Bool) async throws -> Catalogue {
        for await catalogue in changes where condition(catalogue) { return catalogue }
        throw Ended(catalogue: catalogue)
    }

    /// Waits until nothing is to be converted any more.
    @discardableResult
    func quiet() async throws -> Catalogue {
        await settled()
        return try await until { !$0.recordings.contains { $0.status == .converting } }
    }

    struct Ended: Error {
        let catalogue: Catalogue
    }
}

extension Prompt {
    init(_ names: String...) throws {
        let parts = try names.map { try AnnouncementName($0) }
        self = try #require(Prompt(parts))
    }
}

extension Catalogue {
    subscript(_ name: String) -> PublishedFile? { (try? Prompt(name)).flatMap { announcement($0) } }

    func failure(_ name: String) -> RecordingFailure? {
        for recording in recordings where recording.name.text == name {
            if case .failed(let failure) = recording.status { return failure }
        }
        return nil
    }
}

extension PublishedFile {
    var bytes: [UInt8] { (try? [UInt8](Data(contentsOf: URL(fileURLWithPath: path)))) ?? [] }
}
