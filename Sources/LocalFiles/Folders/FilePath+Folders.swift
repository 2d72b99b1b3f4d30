import CLinux
import Glibc
package import SystemPackage

extension FilePath {
    /// The names of a folder's entries, sorted, without `.` and `..`.
    package func entries() throws(Errno) -> [FilePath.Component] {
        var names: [(text: String, name: FilePath.Component)] = []
        try forEachEntry { _, bytes in
            guard let name = FilePath.Component(platformString: bytes), name.kind == .regular else { return }
            // Each name is turned into text once, not for every comparison.
            names.append((name.string, name))
        }
        return names.sorted { $0.text < $1.text }.map(\.name)
    }

    /// The sizes of the folder's files, in bytes, by name; of links their targets'. Empty if the folder cannot be read.
    package func fileSizes() -> [String: Int] {
        var sizes: [String: Int] = [:]
        try? forEachEntry { folder, name in
            var status = Glibc.stat()
            guard Glibc.fstatat(folder, name, &status, 0) == 0, status.st_mode & S_IFMT == S_IFREG else { return }
            sizes[String(cString: name)] = Int(status.st_size)
        }
        return sizes
    }

    /// - Parameter body: is called with the folder's descriptor and the name of each entry, `.` and `..` among them.
    private func forEachEntry(_ body: (CInt, UnsafePointer<CChar>) -> Void) throws(Errno) {
        guard let directory = withPlatformString({ opendir($0) }) else { throw .last }
        defer { closedir(directory) }
        let folder = dirfd(directory)
        // readdir(3) tells an error from the end only by errno.
        errno = 0
        while let entry = readdir(directory) {
            withUnsafePointer(to: &entry.pointee.d_name) { tuple in
                tuple.withMemoryRebound(to: CChar.self, capacity: 256) { body(folder, $0) }
            }
            errno = 0
        }
        let code = errno
        guard code == 0 else { throw Errno(rawValue: code) }
    }

    /// Creates the folder and those above it that are missing; a folder that exists stays as it is.
    ///
    /// - Parameter permissions: of every folder created, reduced by the umask.
    /// - Throws: `Errno.notDirectory` if something else has the name.
    package func makeFolders(permissions: FilePermissions) throws(Errno) {
        if isEmpty || isFolder { return }
        let parent = removingLastComponent()
        if parent != self { try parent.makeFolders(permissions: permissions) }
        try makeFolder(permissions: permissions)
        // What is put into it survives a power failure only if its own name does.
        folder.synchronizeFolder()
    }

    /// Creates the folder in one that exists; a folder that exists stays as it is.
    ///
    /// - Throws: `Errno.notDirectory` if something else has the name.
    package func makeFolder(permissions: FilePermissions) throws(Errno) {
        guard withPlatformString({ mkdir($0, permissions.rawValue) }) != 0 else { return }
        let error = Errno.last
        guard error == .fileExists else { throw error }
        guard isFolder else { throw .notDirectory }
    }

    /// Removes a file, or a folder with everything in it, as far as that is possible. Links are removed, not followed.
    package func removeAll() {
        if withPlatformString({ unlink($0) }) == 0 { return }
        let error = Errno.last
        // POSIX has EPERM for a folder, Linux EISDIR.
        guard error == .isDirectory || error == .notPermitted else { return }
        for name in (try? entries()) ?? [] { appending(name).removeAll() }
        _ = withPlatformString { rmdir($0) }
    }

    /// Removes the folder if it is empty.
    package func removeIfEmpty() { _ = withPlatformString { rmdir($0) } }

    /// Brings everything that was written on the folder's file system to the disk (syncfs(2)): for many new files, in a fraction of
    /// the time that they take one by one.
    package func synchronizeFileSystem() throws(Errno) {
        let descriptor = try FileDescriptor.opening(self, .readOnly, [.directory, .closeOnExec])
        defer { descriptor.closeQuietly() }
        guard announce_call(Int(SYS_syncfs), UInt(descriptor.rawValue), 0, 0, 0) == 0 else { throw .last }
    }

    /// Brings the folder's names to the disk, so that a rename before it survives a power failure; where that is not
    /// possible (some network file systems refuse), the rename stands all the same.
    package func synchronizeFolder() {
        guard let descriptor = try? FileDescriptor.opening(self, .readOnly, [.directory, .closeOnExec]) else { return }
        try? descriptor.synchronize()
        descriptor.closeQuietly()
    }
}
