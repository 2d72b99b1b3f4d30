import Crypto
import FoundationEssentials
import Glibc
import LocalFiles
import SystemPackage
import Telephony

/// The recordings that were replaced or deleted: `STATE/replaced/…`, a folder for each recordings folder and in it one for each
/// name. The last ten of a name are kept, and at most 4 GB of all names: the oldest go first. Blocks.
struct ReplacedRecordings {
    private let folder: FilePath

    /// Recordings kept of each name.
    static let most = 10
    /// Bytes kept of all names. Without it, recordings under ever new names, each deleted again, would fill the disk.
    let mostBytes: Int
    /// Bytes of a note; a path has at most 4,096.
    private static let longestNote = 1 << 16

    init(state: FilePath, recordings: FilePath, mostBytes: Int = 4_000_000_000) {
        self.mostBytes = mostBytes
        folder = state.appending("replaced").appending(MediaStore.key(of: recordings))
    }

    /// The recordings of a name, the newest first.
    func versions(of name: AnnouncementName) -> [ReplacedRecording] {
        let folder = folder(of: name)
        return ids(in: folder).compactMap { read($0, in: folder) }.filter { $0.name == name }
    }

    /// The newest recording of every name.
    func newest() -> [ReplacedRecording] {
        ((try? folder.entries()) ?? []).compactMap { name in
            let folder = folder.appending(name)
            return ids(in: folder).lazy.compactMap { read($0, in: folder) }.first
        }
    }

    /// The file of a recording.
    func file(of version: ReplacedRecording) -> FilePath? {
        version.name.map { folder(of: $0).appending("\(version.id).recording") }
    }

    /// Keeps a recording that is about to be taken away.
    ///
    /// - Parameter state: the state of the recording.
    func keep(
        _ file: FilePath, at path: FilePath, of name: AnnouncementName, _ reason: ReplacedRecording.Reason,
        _ state: RecordingState?, now: Int
    ) throws(StudioError) -> ReplacedRecording {
        let folder = folder(of: name)
        let version = ReplacedRecording(
            id: Self.newID(), name: name, path: path, reason: reason, time: now, state: state)
        let kept = folder.appending("\(version.id).recording")
        do throws(Errno) {
            try folder.makeFolders(permissions: .ownerReadWriteExecute)
        } catch {
            throw .system(errno: error.rawValue, path: folder.readable)
        }
        try RecordingsFolder.keep(file, as: kept)
        do throws(Errno) {
            // Strings and finite numbers only, which always can be encoded.
            guard let note = try? JSONEncoder().encode(version) else { throw .invalidArgument }
            // Last: a recording without a note does not count.
            try SmallFile.write(note, to: folder.appending("\(version.id).json"), mode: .owner)
        } catch {
            kept.removeQuietly()
            throw .system(errno: error.rawValue, path: folder.readable)
        }
        return version
    }

    func remove(_ version: ReplacedRecording) {
        guard let name = version.name else { return }
        let folder = folder(of: name)
        for ending in ["json", "recording"] { folder.appending("\(version.id).\(ending)").removeQuietly() }
        folder.removeIfEmpty()
    }

    /// Removes recordings without a note that are older than an hour: a program that was killed has left them.
    private func removeIncomplete() {
        for name in (try? folder.entries()) ?? [] {
            let folder = folder.appending(name)
            for file in (try? folder.entries()) ?? [] where file.extension == "recording" {
                let path = folder.appending(file)
                guard !folder.appending("\(file.stem).json").exists, let stamp = FileStamp(of: path),
                    stamp.modified / 1_000_000_000 < time(nil) - 3600
                else { continue }
                path.removeQuietly()
            }
        }
    }

    /// Removes the oldest of a name if there are too many, and the oldest of all names if they are too large; the newest
    /// stays, whatever its size.
    func prune(_ name: AnnouncementName) {
        removeIncomplete()
        for version in versions(of: name).dropFirst(Self.most) { remove(version) }
        var bytes = 0
        for (index, version) in all().enumerated() {
            bytes += file(of: version).flatMap(FileStamp.init(of:))?.size ?? 0
            if index > 0, bytes > mostBytes { remove(version) }
        }
    }

    /// The recordings of all names, the newest first.
    private func all() -> [ReplacedRecording] {
        let versions = ((try? folder.entries()) ?? []).flatMap { name in
            let folder = folder.appending(name)
            return ids(in: folder).compactMap { read($0, in: folder) }
        }
        return versions.sorted { $0.id > $1.id }
    }

    /// Named by a hash: names contain slashes, and may be longer than a file's.
    private func folder(of name: AnnouncementName) -> FilePath {
        folder.appending(String(SHA256.hash(data: Array(name.text.utf8)).hexadecimal.prefix(24)))
    }

    /// The newest first.
    private func ids(in folder: FilePath) -> [String] {
        ((try? folder.entries()) ?? []).filter { $0.extension == "json" && !$0.string.hasPrefix(".") }.map(\.stem)
            .sorted(by: >)
    }

    private func read(_ id: String, in folder: FilePath) -> ReplacedRecording? {
        guard folder.appending("\(id).recording").exists,
            let note = try? SmallFile.read(folder.appending("\(id).json"), upTo: Self.longestNote),
            let version = try? JSONDecoder().decode(ReplacedRecording.self, from: Data(note)), version.id == id
        else { return nil }
        return version
    }

    /// The time in nanoseconds, in as many digits for centuries, and something that makes it unique.
    private static func newID() -> String {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        let nanoseconds = UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
        let digits = String(nanoseconds)
        return String(repeating: "0", count: max(0, 20 - digits.count)) + digits
            + "-\(UInt32.random(in: .min ... .max))"
    }
}
