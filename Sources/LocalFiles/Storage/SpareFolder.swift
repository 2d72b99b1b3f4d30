import Glibc
package import SystemPackage

/// A folder of this process alone, for files that cannot be stored where they belong: in memory where the system has such a
/// place (`/dev/shm`), else among the temporary files. Mode 0700, under a name that no one can guess; removed with the object.
///
/// One that a killed process has left is removed by the next object.
package final class SpareFolder: Sendable {
    package let path: FilePath
    /// Tells the folder of a process that runs from one that was left behind.
    private let lock: FileLock

    private static let prefix = "announce-spare-"

    /// - Throws: the `Errno` of the last place that was tried.
    package init() throws(Errno) {
        var failure = Errno.noSuchFileOrDirectory
        for place in ["/dev/shm", temporaryFolder(), "/var/tmp", "/tmp"] as [FilePath] {
            Self.removeAbandoned(in: place)
            let path = place.appending("\(Self.prefix)\(getpid())-\(UInt64.random(in: .min ... .max))")
            do throws(Errno) {
                // mkdir(2) follows no link and takes nothing that exists: not even a folder that another user put there.
                guard path.withPlatformString({ mkdir($0, 0o700) }) == 0 else { throw .last }
                do throws(Errno) {
                    try path.checkWritable()
                    lock = try FileLock(path.appending("lock"))
                } catch {
                    path.removeAll()
                    throw error
                }
                self.path = path
                return
            } catch {
                failure = error
            }
        }
        throw failure
    }

    deinit { remove() }

    /// Removes the folder now, as at the end of a process.
    package func remove() { path.removeAll() }

    private static func removeAbandoned(in place: FilePath) {
        for name in (try? place.entries()) ?? [] where name.string.hasPrefix(prefix) {
            let path = place.appending(name)
            guard let status = try? path.stat(followTargetSymlink: false), status.type == .directory,
                status.userID.rawValue == geteuid()
            else { continue }
            do throws(Errno) {
                // One that is being made has no lock yet, and stays.
                guard let lock = try FileLock(ifFree: path.appending("lock"), creates: false) else { continue }
                withExtendedLifetime(lock) { path.removeAll() }
            } catch {}
        }
    }
}
