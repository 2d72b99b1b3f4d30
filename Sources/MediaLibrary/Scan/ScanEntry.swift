import LocalFiles
import SystemPackage
import TelephoneAudio
import Telephony

/// What a scan finds at a path in the recordings folder.
enum ScanEntry: Hashable, Sendable {
    case recording(ScannedFile)
    case folder
    /// Nothing, or nothing that matters.
    case nothing
    /// A program has it open for writing.
    case beingWritten
    case problem(LibraryProblem)

    /// Looks at a path.
    ///
    /// - Parameters:
    ///   - root: the recordings folder.
    ///   - known: its stamp at the last look; with the same stamp it counts as written.
    ///   - isNew: whether it has just been created. Then it counts as being written unless the contrary is known.
    ///   - opensFiles: whether it is opened to see whether it is being written, and who has made it.
    init(at path: FilePath, in root: FilePath, known: FileStamp?, isNew: Bool = false, opensFiles: Bool = true) {
        let file = root.pushing(path)
        guard var status = try? file.stat(followTargetSymlink: false) else {
            self = .nothing
            return
        }
        if status.type == .directory {
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
        let isLink = status.type == .symbolicLink
        var target = file
        if isLink {
            // A link that leads nowhere, or to a folder, is nothing.
            guard let real = file.resolved, let found = try? file.stat(), found.type == .regular else {
                self = .nothing
                return
            }
            guard let home = root.resolved, real.starts(with: home) else {
                self = .problem(.linkOut(path: path.readable))
                return
            }
            (target, status) = (real, found)
        }
        guard status.type == .regular else {
            self = .nothing
            return
        }
        let stamp = FileStamp(status)
        if opensFiles, stamp != known, Self.isBeingWritten(target, isNew: isNew && !isLink && status.linkCount == 1) {
            self = .beingWritten
            return
        }
        let isAnnouncement =
            opensFiles && path.extension?.lowercased() == "wav" && AnnouncementFile.note(at: target) != nil
        self = .recording(
            ScannedFile(
                path: path, name: name, stamp: stamp, file: target, isLink: isLink, isAnnouncement: isAnnouncement))
    }

    private static func isBeingWritten(_ file: FilePath, isNew: Bool) -> Bool {
        // A file that cannot be opened fails later, with its reason.
        guard let descriptor = try? FileDescriptor.reading(file) else { return false }
        defer { descriptor.closeQuietly() }
        return descriptor.hasWriter ?? isNew
    }
}
