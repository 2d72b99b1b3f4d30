import Glibc
import LocalFiles
import SystemPackage
import TelephoneAudio
import Telephony

/// What exists at the path of an announcement to be written.
enum OutputState: Hashable {
    case absent
    /// An announcement made from the same recording with the same recipe; the recording has changed since.
    case outdated
    /// An announcement made from the same recording with the same recipe, and newer than it.
    case upToDate
    /// Anything else.
    case foreign
    case folder
    /// A device or a pipe: written to, not replaced.
    case device

    init(of path: FilePath, note: OutputNote, source: FilePath?) {
        guard let status = try? path.stat() else {
            // A link that leads nowhere is not replaced either.
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

/// The note stored with an announcement: which recording it was made from, and how.
///
/// Contains a hash of the recording's path: enough to tell two apart, without passing the path on with the file.
struct OutputNote: Hashable {
    let text: String

    init(source: FilePath?, recipe: Recipe) {
        text = "\(recipe)\(Self.separator)\(Self.source(source))"
    }

    /// The part of a note that stands for a recording; nil is standard input.
    static func source(_ path: FilePath?) -> String {
        path.map { hash(of: realPath($0)) } ?? "-"
    }

    /// The part of an announcement's note that stands for its recording; nil for other files.
    static func source(of announcement: FilePath) -> String? {
        guard let note = AnnouncementFile.note(at: announcement), let place = note.firstRange(of: separator) else {
            return nil
        }
        return String(note[place.upperBound...])
    }

    private static let separator = " source="

    private static func realPath(_ path: FilePath) -> [UInt8] {
        guard let resolved = path.resolved else { return Array(path.string.utf8) }
        return resolved.withPlatformString { Array(UnsafeRawBufferPointer(start: $0, count: strlen($0))) }
    }

    private static func hash(of bytes: [UInt8]) -> String {
        var hash = FNV1a<UInt64>()
        for byte in bytes { hash.add(byte) }
        return String(hash.value, radix: 16)
    }
}
