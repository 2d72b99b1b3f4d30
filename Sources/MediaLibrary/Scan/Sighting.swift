import CLinux
import Glibc
import SystemPackage
import TelephoneAudio
import Telephony

/// A recording as it was seen in the folder.
struct Sighting: Hashable, Sendable {
    /// Below the recordings folder.
    let path: FilePath
    let name: AnnouncementName
    let stamp: FileStamp
    /// Where its bytes are: absolute, and no link.
    let file: FilePath
    let isLink: Bool
    /// It was made by this program, so that a recording beside it takes precedence.
    let isAnnouncement: Bool
}

/// What there is at a path in the recordings folder.
enum Look: Hashable, Sendable {
    case recording(Sighting)
    case folder
    /// Nothing, or nothing that matters.
    case nothing
    case beingWritten
    case problem(LibraryProblem)

    /// - Parameters:
    ///   - root: the recordings folder.
    ///   - known: as it was the last time; then nobody looks whether it is being written.
    ///   - isNew: it has just been created, and unless the contrary is known it is still being written.
    init(at path: FilePath, in root: FilePath, known: FileStamp?, isNew: Bool = false) {
        let file = root.pushing(path)
        var status = stat()
        guard file.withPlatformString({ lstat($0, &status) }) == 0 else {
            self = .nothing
            return
        }
        if status.st_mode & S_IFMT == S_IFDIR {
            self = path.lastComponent.map(RecordingNaming.isIgnored) == false ? .folder : .nothing
            return
        }
        let name: AnnouncementName
        switch RecordingNaming(path) {
        case .recording(let given): name = given
        case .ignored:
            self = .nothing
            return
        case .impossible(let reason):
            self = .problem(.badName(path: path.readable, reason))
            return
        }
        let isLink = status.st_mode & S_IFMT == S_IFLNK
        var target = file
        if isLink {
            // A link that leads nowhere, or to a folder, is nothing.
            guard let real = file.realPath, stat(of: file, &status), status.st_mode & S_IFMT == S_IFREG else {
                self = .nothing
                return
            }
            guard let home = root.realPath, real.starts(with: home) else {
                self = .problem(.linkOut(path: path.readable))
                return
            }
            target = real
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            self = .nothing
            return
        }
        let stamp = FileStamp(status)
        if stamp != known, Self.isBeingWritten(target, isNew: isNew && !isLink && status.st_nlink == 1) {
            self = .beingWritten
            return
        }
        let isAnnouncement = path.extension?.lowercased() == "wav" && AnnouncementFile.note(at: target) != nil
        self = .recording(
            Sighting(path: path, name: name, stamp: stamp, file: target, isLink: isLink, isAnnouncement: isAnnouncement)
        )
    }

    private static func isBeingWritten(_ file: FilePath, isNew: Bool) -> Bool {
        let descriptor = file.withPlatformString { open($0, O_RDONLY | O_NONBLOCK | O_CLOEXEC) }
        // What cannot be opened fails later, with its reason.
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        switch announce_is_being_written(descriptor) {
        case 0: return false
        case 1: return true
        default: return isNew
        }
    }
}

private func stat(of path: FilePath, _ status: inout stat) -> Bool {
    path.withPlatformString { stat($0, &status) } == 0
}

extension FilePath {
    /// With every link followed; nil where it leads nowhere.
    var realPath: FilePath? {
        withPlatformString { path in
            guard let real = realpath(path, nil) else { return nil }
            defer { free(real) }
            return FilePath(platformString: real)
        }
    }

    /// For people: control characters and what is not UTF-8 replaced.
    var readable: String {
        String(string.unicodeScalars.map { $0.isControl ? "\u{FFFD}" : Character($0) })
    }
}
