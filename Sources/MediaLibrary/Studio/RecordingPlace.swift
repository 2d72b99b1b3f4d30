import CLinux
import Glibc
import SystemPackage
import Telephony

/// The recordings folder, for whoever changes what is in it: every file comes and goes in one step, under a name that leads
/// nowhere else. Blocks.
struct RecordingPlace {
    let root: FilePath

    /// The recordings that make an announcement of this name, below the folder, whatever their endings.
    func files(of name: AnnouncementName) -> [FilePath] {
        let folder = FilePath(name.text).removingLastComponent()
        return DraftFolder.names(in: root.pushing(folder)).map { folder.appending($0) }
            .filter { path in
                guard case .recording(name) = RecordingNaming(path) else { return false }
                var status = stat()
                return root.pushing(path).withPlatformString { stat($0, &status) } == 0
                    && status.st_mode & S_IFMT == S_IFREG
            }
            .sorted { $0.string < $1.string }
    }

    /// Moves a file into the folder, in the place of what has its name.
    ///
    /// - Parameter ending: what comes behind the last dot: small letters and digits.
    /// - Returns: where it is, below the folder.
    func put(_ file: FilePath, as name: AnnouncementName, ending: String) throws(StudioFailure) -> FilePath {
        let path = FilePath("\(name.text).\(ending)")
        // Named so that it is found again, and where nobody passes it over.
        for folder in path.removingLastComponent().components where RecordingNaming.isIgnored(folder) {
            throw .impossiblePlace(name, folder: folder.string)
        }
        guard case .recording(name) = RecordingNaming(path), path.isRelative else {
            throw .impossiblePlace(name, folder: name.text)
        }
        try makeFolders(for: path, of: name)
        let target = root.pushing(path)
        Self.finish(file)
        guard !rename(file, to: target) else { return path }
        guard errno == EXDEV else { throw .system(errno: errno, path: target.readable) }
        // The state folder is on another disk: beside it first, under a name that is passed over.
        let beside = target.removingLastComponent().appending(".\(UInt64.random(in: .min ... .max)).part")
        defer { _ = beside.withPlatformString { unlink($0) } }
        try Self.copy(file, to: beside, mode: 0o644)
        guard rename(beside, to: target) else { throw .system(errno: errno, path: target.readable) }
        return path
    }

    /// Takes a recording away; a link, and not what it leads to.
    func remove(_ path: FilePath) throws(StudioFailure) {
        let file = root.pushing(path)
        guard file.withPlatformString({ unlink($0) }) == 0 || errno == ENOENT else {
            throw .system(errno: errno, path: file.readable)
        }
    }

    /// The file of a recording, every link followed; nil where it is gone, or outside the folder.
    func file(at path: String) -> FilePath? {
        guard let home = root.realPath, let file = root.pushing(FilePath(path)).realPath, file.starts(with: home) else {
            return nil
        }
        return file
    }

    /// Links to folders are not followed when recordings are looked for, and so not when they are put there.
    private func makeFolders(for path: FilePath, of name: AnnouncementName) throws(StudioFailure) {
        var folder = root
        for component in path.removingLastComponent().components {
            folder.append(component)
            if folder.withPlatformString({ mkdir($0, 0o755) }) == 0 { continue }
            let code = errno
            var status = stat()
            guard code == EEXIST, folder.withPlatformString({ lstat($0, &status) }) == 0 else {
                throw .system(errno: code, path: folder.readable)
            }
            guard status.st_mode & S_IFMT == S_IFDIR else { throw .impossiblePlace(name, folder: component.string) }
        }
    }

    /// Open to others as recordings are, and on the disk before it has its name.
    private static func finish(_ file: FilePath) {
        let descriptor = file.withPlatformString { open($0, O_RDONLY | O_CLOEXEC) }
        guard descriptor >= 0 else { return }
        fchmod(descriptor, 0o644)
        fsync(descriptor)
        close(descriptor)
    }

    private func rename(_ file: FilePath, to target: FilePath) -> Bool {
        file.withPlatformString { from in target.withPlatformString { Glibc.rename(from, $0) } } == 0
    }

    /// The same file under a second name, or, where that cannot be, a second file.
    static func keep(_ file: FilePath, as target: FilePath) throws(StudioFailure) {
        var status = stat()
        let isLink = file.withPlatformString { lstat($0, &status) } == 0 && status.st_mode & S_IFMT == S_IFLNK
        let isLinked = file.withPlatformString { from in target.withPlatformString { link(from, $0) } } == 0
        // What a link leads to may change, and go.
        if isLinked, !isLink { return }
        if isLinked { _ = target.withPlatformString { unlink($0) } }
        try copy(file, to: target, mode: 0o600)
    }

    /// A second file, on the disk when this returns.
    static func copy(_ file: FilePath, to target: FilePath, mode: mode_t) throws(StudioFailure) {
        let reading = file.withPlatformString { open($0, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
        guard reading >= 0 else { throw .system(errno: errno, path: file.readable) }
        defer { close(reading) }
        let writing = target.withPlatformString { open($0, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode) }
        guard writing >= 0 else { throw .system(errno: errno, path: target.readable) }
        defer { close(writing) }
        while true {
            let count = sendfile(writing, reading, nil, 1 << 24)
            if count < 0, errno == EINTR { continue }
            if count == 0, fsync(writing) == 0 { return }
            guard count > 0 else {
                let code = errno
                _ = target.withPlatformString { unlink($0) }
                throw .system(errno: code, path: target.readable)
            }
        }
    }
}
