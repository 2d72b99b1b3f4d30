import CLinux
import Glibc
package import SystemPackage

/// Opens a file in `folder` that has no name: it goes when its descriptor does, however the process ends.
///
/// On file systems without such files it has a hidden name for an instant.
///
/// - Returns: a descriptor for reading and writing, or -1 with `errno` set.
func openNamelessFile(in folder: FilePath) -> CInt {
    let descriptor = folder.withPlatformString {
        open($0, announce_o_tmpfile | O_RDWR | O_EXCL | O_CLOEXEC, 0o600)
    }
    // Older kernels say EISDIR where they do not know the flag.
    guard descriptor < 0, [EOPNOTSUPP, EISDIR, EINVAL].contains(errno) else { return descriptor }
    return openThenUnlink(in: folder)
}

/// What stands in for a nameless file.
func openThenUnlink(in folder: FilePath) -> CInt {
    let name = folder.appending(hiddenName())
    return name.withPlatformString { name in
        let descriptor = open(name, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0o600)
        if descriptor >= 0 { unlink(name) }
        return descriptor
    }
}

/// Hidden, and ending as what a watcher of recordings ignores.
func hiddenName() -> String {
    ".announce-\(getpid())-\(UInt32.random(in: 0 ... .max)).tmp"
}

/// `$TMPDIR`, or /var/tmp, which unlike /tmp is rarely kept in memory.
package func temporaryFolder() -> FilePath {
    getenv("TMPDIR").map { FilePath(platformString: $0) } ?? "/var/tmp"
}
