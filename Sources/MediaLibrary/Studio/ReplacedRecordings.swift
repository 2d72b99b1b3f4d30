import CLinux
import Crypto
import FoundationEssentials
import Glibc
import SystemPackage
package import Telephony

/// A recording that was replaced or deleted, and can be brought back.
package struct ReplacedRecording: Hashable, Sendable, Codable {
    package enum Reason: String, Hashable, Sendable, Codable {
        case replaced, deleted
    }

    /// What it is asked for by; later ones are greater.
    package let id: String
    /// Of the announcement.
    fileprivate let text: String
    /// Where it was, below the recordings folder.
    package let path: String
    package let reason: Reason
    /// When it was taken away, in seconds since 1970.
    package let time: Int
    /// The file that callers heard of it last, as in its address.
    package let published: String?
    /// Seconds that callers heard.
    package let duration: Double?
    /// What its container is called, as in `RenderReport.Format`; nil where nobody knows.
    package let container: String?

    package var name: AnnouncementName? { try? AnnouncementName(text) }

    /// What comes behind the last dot of its path.
    var ending: String {
        let ending = FilePath(path).extension?.lowercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber) } ?? ""
        return ending.isEmpty || ending.utf8.count > 10 ? "audio" : ending
    }
}

/// The recordings that were replaced or deleted: `STATE/replaced/…`, a folder for each recordings folder and in it one for
/// each name. The last ten of a name are kept. Blocks.
struct ReplacedRecordings {
    private let folder: FilePath

    /// Of each name.
    static let most = 10

    init(state: FilePath, recordings: FilePath) {
        folder = state.appending("replaced").appending(MediaStore.key(of: recordings))
    }

    /// The newest first.
    func versions(of name: AnnouncementName) -> [ReplacedRecording] {
        versions(in: place(of: name)).filter { $0.name == name }
    }

    /// The newest of every name.
    func newest() -> [ReplacedRecording] {
        DraftFolder.names(in: folder).compactMap { name in
            let place = folder.appending(name)
            return ids(in: place).lazy.compactMap { read($0, in: place) }.first
        }
    }

    /// The file of one.
    func file(of version: ReplacedRecording) -> FilePath? {
        version.name.map { place(of: $0).appending("\(version.id).recording") }
    }

    /// Keeps a recording that is about to be taken away.
    ///
    /// - Parameter state: what was known of it.
    func keep(
        _ file: FilePath, at path: FilePath, of name: AnnouncementName, _ reason: ReplacedRecording.Reason,
        _ state: RecordingState?, now: Int
    ) throws(StudioFailure) -> ReplacedRecording {
        let place = place(of: name)
        do throws(Errno) {
            try MediaStore.makeFolder(place)
        } catch {
            throw .system(errno: error.rawValue, path: place.readable)
        }
        let version = ReplacedRecording(
            id: Self.newID(), text: name.text, path: path.string, reason: reason, time: now,
            published: state?.published?.name, duration: state?.published?.duration,
            container: state?.report?.format.container)
        let kept = place.appending("\(version.id).recording")
        try RecordingPlace.keep(file, as: kept)
        do {
            // Last: what has no word about it is not there.
            let note = place.appending("\(version.id).json")
            try JSONEncoder().encode(version).write(to: URL(filePath: note.string), options: .atomic)
        } catch {
            _ = kept.withPlatformString { unlink($0) }
            throw .system(errno: errno == 0 ? EIO : errno, path: place.readable)
        }
        return version
    }

    func remove(_ version: ReplacedRecording) {
        guard let name = version.name else { return }
        let place = place(of: name)
        for ending in ["json", "recording"] {
            _ = place.appending("\(version.id).\(ending)").withPlatformString { unlink($0) }
        }
        _ = place.withPlatformString { rmdir($0) }
    }

    /// Forgets those of a name that are too many.
    func prune(_ name: AnnouncementName) {
        for version in versions(of: name).dropFirst(Self.most) { remove(version) }
    }

    private func place(of name: AnnouncementName) -> FilePath {
        folder.appending(String(SHA256.hash(data: Array(name.text.utf8)).hexadecimal.prefix(24)))
    }

    private func versions(in place: FilePath) -> [ReplacedRecording] {
        ids(in: place).compactMap { read($0, in: place) }
    }

    /// The newest first.
    private func ids(in place: FilePath) -> [String] {
        DraftFolder.names(in: place).filter { $0.extension == "json" && !$0.string.hasPrefix(".") }.map(\.stem)
            .sorted(by: >)
    }

    private func read(_ id: String, in place: FilePath) -> ReplacedRecording? {
        let recording = place.appending("\(id).recording")
        guard recording.withPlatformString({ access($0, F_OK) }) == 0,
            let data = try? Data(contentsOf: URL(filePath: place.appending("\(id).json").string)),
            let version = try? JSONDecoder().decode(ReplacedRecording.self, from: data), version.id == id
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
