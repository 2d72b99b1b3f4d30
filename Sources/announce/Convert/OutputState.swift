import Glibc
import SystemPackage
import TelephoneAudio

/// What stands where an announcement is to go.
enum OutputState: Hashable {
    case absent
    /// Made of the same recording with the same recipe, and the recording has changed since.
    case outdated
    /// Made of the same recording with the same recipe, and newer than it.
    case upToDate
    /// Anything else.
    case foreign
    case folder
    /// A device or a pipe: written to, not replaced.
    case device

    init(of path: FilePath, note: OutputNote, source: FilePath?) {
        guard let status = try? path.stat() else {
            // A link that leads nowhere is something, too.
            self = (try? path.stat(followTargetSymlink: false)) == nil ? .absent : .foreign
            return
        }
        guard status.type == .regular else {
            self = status.type == .directory ? .folder : .device
            return
        }
        guard let source, AnnouncementFile.note(at: path) == note.text else {
            self = .foreign
            return
        }
        guard let isOutdated = AnnouncementFile.isOlder(path, than: source) else {
            self = .foreign
            return
        }
        self = isOutdated ? .outdated : .upToDate
    }
}

/// The note left with an announcement: which recording it was made of, and how.
///
/// The recording's place goes in as a hash: enough to tell two apart, and no path leaves the machine with the file.
struct OutputNote: Hashable {
    let text: String

    init(source: FilePath?, recipe: Recipe) {
        let place = source.map { Self.hash(of: Self.realPath($0)) } ?? "-"
        text = "\(recipe) source=\(place)"
    }

    private static func realPath(_ path: FilePath) -> [UInt8] {
        guard let resolved = path.withPlatformString({ realpath($0, nil) }) else { return Array(path.string.utf8) }
        defer { free(resolved) }
        return Array(UnsafeRawBufferPointer(start: resolved, count: strlen(resolved)))
    }

    /// FNV-1a, 64 bits: equal on every machine and in every run, which `Hasher` is not.
    private static func hash(of bytes: [UInt8]) -> String {
        let hash = bytes.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        return String(hash, radix: 16)
    }
}
