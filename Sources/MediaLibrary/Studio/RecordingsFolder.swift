import LocalFiles
import SystemPackage
import Telephony

/// The recordings folder as something to change: every file comes and goes in one step, under a name that leads to nowhere
/// else. Blocks.
struct RecordingsFolder {
    let root: FilePath

    /// The recordings of an announcement, whatever their extensions: paths below the folder.
    func files(of name: AnnouncementName) -> [FilePath] {
        let folder = FilePath(name.text).removingLastComponent()
        return ((try? root.pushing(folder).entries()) ?? []).map { folder.appending($0) }
            .filter { path in
                guard case .recording(name) = RecordingNaming(path) else { return false }
                return (try? root.pushing(path).stat())?.type == .regular
            }
            .sorted { $0.string < $1.string }
    }

    /// Moves a file into the folder; a file of the same name is replaced.
    ///
    /// - Parameter ending: the extension: small letters and digits.
    /// - Returns: its path below the folder.
    func put(_ file: FilePath, as name: AnnouncementName, ending: String) throws(StudioError) -> FilePath {
        let path = FilePath("\(name.text).\(ending)")
        // A scan must find it, and under this name.
        for folder in path.removingLastComponent().components where RecordingNaming.isIgnored(folder) {
            throw .impossiblePlace(name, folder: folder.string)
        }
        guard case .recording(name) = RecordingNaming(path), path.isRelative else {
            throw .impossiblePlace(name, folder: name.text)
        }
        try makeFolders(for: path, of: name)
        let target = root.pushing(path)
        Self.finish(file)
        do throws(Errno) {
            try file.rename(to: target)
        } catch {
            guard error == .improperLink else { throw .system(errno: error.rawValue, path: target.readable) }
            try moveAcrossDisks(file, to: target)
        }
        target.folder.synchronizeFolder()
        return path
    }

    /// Removes a recording: a link itself, not its target.
    func remove(_ path: FilePath) throws(StudioError) {
        let file = root.pushing(path)
        do throws(Errno) {
            try file.remove()
        } catch {
            throw .system(errno: error.rawValue, path: file.readable)
        }
        file.folder.synchronizeFolder()
    }

    /// The file of a recording, every link followed; nil if it no longer exists or is outside the folder.
    func file(at path: String) -> FilePath? {
        guard let home = root.resolved, let file = root.pushing(FilePath(path)).resolved, file.starts(with: home) else {
            return nil
        }
        return file
    }

    /// Scans do not follow links to folders, so recordings are not put behind any.
    private func makeFolders(for path: FilePath, of name: AnnouncementName) throws(StudioError) {
        var folder = root
        for component in path.removingLastComponent().components {
            folder.append(component)
            do throws(Errno) {
                try folder.makeFolder(permissions: FilePermissions(rawValue: 0o755))
            } catch {
                guard error == .notDirectory else { throw .system(errno: error.rawValue, path: folder.readable) }
            }
            guard (try? folder.stat(followTargetSymlink: false))?.type == .directory else {
                throw .impossiblePlace(name, folder: component.string)
            }
        }
    }

    /// Readable by others as recordings usually are, and on the disk before it has its name.
    private static func finish(_ file: FilePath) {
        guard let descriptor = try? FileDescriptor.reading(file) else { return }
        try? descriptor.setPermissions(FilePermissions(rawValue: 0o644))
        try? descriptor.synchronize()
        descriptor.closeQuietly()
    }

    /// The state folder is on another disk: copies the file beside its target first, under a name that scans ignore.
    private func moveAcrossDisks(_ file: FilePath, to target: FilePath) throws(StudioError) {
        let beside = target.removingLastComponent().appending(".\(UInt64.random(in: .min ... .max)).part")
        defer { beside.removeQuietly() }
        try Self.copy(file, to: beside, permissions: FilePermissions(rawValue: 0o644))
        do throws(Errno) {
            try beside.rename(to: target)
        } catch {
            throw .system(errno: error.rawValue, path: target.readable)
        }
    }

    /// Gives a file a second name, or copies it where that is not possible.
    static func keep(_ file: FilePath, as target: FilePath) throws(StudioError) {
        let isLink = (try? file.stat(followTargetSymlink: false))?.type == .symbolicLink
        // The target of a link may change and go.
        if !isLink, (try? file.link(as: target)) != nil { return }
        try copy(file, to: target, permissions: .ownerReadWrite)
    }

    /// Makes a second file, which is on the disk when this returns.
    static func copy(_ file: FilePath, to target: FilePath, permissions: FilePermissions) throws(StudioError) {
        do throws(Errno) {
            try file.copy(to: target, permissions: permissions)
        } catch {
            throw .system(errno: error.rawValue, path: file.readable)
        }
    }
}
