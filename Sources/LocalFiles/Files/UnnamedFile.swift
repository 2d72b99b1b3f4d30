import CLinux
import Glibc
package import SystemPackage

/// A file without a name until it is complete.
///
/// It has no name until `publish`, so neither a crash, nor `kill -9`, nor a full disk leaves anything behind (open(2),
/// `O_TMPFILE`). On file systems without such files (NFS, some overlays) it has a hidden name that ends in `.tmp`, removed
/// on every way out but `kill -9`. Its bytes may be written in any order and by several threads.
package final class UnnamedFile: Sendable {
    /// For reading and writing; closed with this object.
    package let descriptor: FileDescriptor
    /// The hidden name, where the file system needs one.
    private let hidden: FilePath?

    /// - Parameters:
    ///   - folder: where it will be published, or at least on the same file system.
    ///   - permissions: reduced by the umask.
    ///   - isForPublishing: `false` for scratch space that never gets a name: it is then unlinked at once where it needs one.
    ///   - triesNameless: `false` does as on file systems without nameless files, whatever this one can; for tests.
    package init(
        in folder: FilePath, permissions: FilePermissions = .ownerReadWrite, isForPublishing: Bool = true,
        triesNameless: Bool = true
    ) throws(Errno) {
        let options: FileDescriptor.OpenOptions = [.init(rawValue: announce_o_tmpfile), .closeOnExec]
        do throws(Errno) {
            guard triesNameless else { throw .notSupported }
            descriptor = try .opening(
                folder, .readWrite, isForPublishing ? options : options.union(.exclusiveCreate), permissions)
            hidden = nil
        } catch {
            // Kernels and file systems that don't know the flag answer with one of these; ENOENT also stands for a folder
            // that is missing, which then is what creating the hidden file reports.
            let unsupported: Set<Errno> = [.notSupported, .isDirectory, .invalidArgument, .noSuchFileOrDirectory]
            guard unsupported.contains(error) || error.rawValue == EOPNOTSUPP, folder.exists else { throw error }
            let name = folder.appending(hiddenName())
            descriptor = try .creating(name, permissions: permissions)
            hidden = isForPublishing ? name : nil
            if !isForPublishing { name.removeQuietly() }
        }
    }

    deinit {
        descriptor.closeQuietly()
        hidden?.removeQuietly()
    }

    /// Gives the file its name, in one step.
    ///
    /// Does not bring it to the disk first: call `descriptor.synchronize()` before where a power failure would matter.
    ///
    /// - Parameter replacing: whether a file of that name is replaced.
    /// - Throws: `Errno.fileExists` if the name is taken and not to be replaced.
    package func publish(as target: FilePath, replacing: Bool) throws(Errno) {
        if let hidden {
            return replacing ? try hidden.rename(to: target) : try hidden.renameNew(to: target)
        }
        do throws(Errno) {
            try link(as: target)
        } catch {
            guard error == .fileExists, replacing else { throw error }
            // linkat(2) never replaces a name, and a name can be replaced only by another name.
            let step = target.folder.appending(hiddenName())
            try link(as: step)
            do throws(Errno) {
                try step.rename(to: target)
            } catch {
                step.removeQuietly()
                throw error
            }
        }
    }

    private func link(as path: FilePath) throws(Errno) {
        let linked = path.withPlatformString {
            linkat(AT_FDCWD, "/proc/self/fd/\(descriptor.rawValue)", AT_FDCWD, $0, AT_SYMLINK_FOLLOW)
        }
        guard linked == 0 else { throw .last }
    }
}
