import Glibc
import LocalFiles
import Synchronization
package import SystemPackage
package import Telephony

/// Keeps a second server out of a state folder: two would write one call log, and apply overrides to two sets of calls.
///
/// Held until `release()` or the end of the process, however it ends.
///
/// Its file tells others which process it is and, below, the public address of its tunnel.
package final class ServerLock: Sendable {
    private let lock: Mutex<FileLock?>

    /// - Throws: `StateFolder.OpenError.inUse` with the process ID of the server that has the lock.
    init(in folder: StateFolder) throws(StateFolder.OpenError) {
        let path = StateFiles(in: folder.path).path(of: .serverLock)
        do throws(Errno) {
            guard let taken = try FileLock(ifFree: path) else { throw Errno.wouldBlock }
            // On a full disk the lock has no process ID, which is only shown.
            try? taken.write("\(getpid())\n")
            lock = Mutex(taken)
        } catch .wouldBlock {
            throw .inUse(folder.path, process: Self.process(path))
        } catch {
            throw .system(error, path)
        }
    }

    /// Takes over the lock of a server whose place this one takes.
    init(adopting taken: FileLock) { lock = Mutex(taken) }

    /// Writes into the file that this process has the lock.
    func publishProcess() { lock.withLock { try? $0?.write("\(getpid())\n") } }

    /// The lock itself; nil if this server has none.
    var held: FileLock? { lock.withLock { $0 } }

    /// Takes the lock as far as that is possible in a folder that cannot be written.
    ///
    /// - Throws: `StateFolder.OpenError.inUse` if a server is known to have it.
    init(inUnwritable folder: StateFolder) throws(StateFolder.OpenError) {
        let path = StateFiles(in: folder.path).path(of: .serverLock)
        do throws(Errno) {
            guard let taken = try FileLock(ifFree: path, creates: false, isReadOnly: true) else {
                throw Errno.wouldBlock
            }
            lock = Mutex(taken)
        } catch .wouldBlock {
            throw .inUse(folder.path, process: Self.process(path))
        } catch {
            lock = Mutex(nil)
        }
    }

    /// Takes the lock in a folder that can be written by now.
    ///
    /// - Throws: `StateFolder.OpenError`.
    func take(in folder: StateFolder) throws(StateFolder.OpenError) {
        // A lock that was taken without writing is released first: it excludes every other.
        release()
        let other = try ServerLock(in: folder)
        let taken = other.lock.withLock { taken in
            defer { taken = nil }
            return taken
        }
        lock.withLock { $0 = taken }
    }

    func release() { lock.withLock { $0 = nil } }

    /// Writes the public address of the server's tunnel into the file. Without it, others take that of the configuration.
    func publish(_ address: PublicURL) {
        lock.withLock { lock in
            do throws(Errno) { try lock?.write("\(getpid())\n\(address)\n") } catch {}
        }
    }

    /// The public address of the tunnel of the server that uses the folder; nil if there is no such server, or it has none.
    package static func tunnelAddress(in folder: FilePath) -> PublicURL? {
        let path = StateFiles(in: folder).path(of: .serverLock)
        // A lock that can be taken belongs to no server any more.
        let isFree: Bool
        do throws(Errno) { isFree = try FileLock(ifFree: path, creates: false) != nil } catch { return nil }
        guard !isFree, let bytes = try? SmallFile.read(path, upTo: 4096) else { return nil }
        let lines = bytes.split(separator: UInt8(ascii: "\n"))
        return lines.count == 2 ? try? PublicURL(String(decoding: lines[1], as: UTF8.self)) : nil
    }

    /// Throws `StateFolder.OpenError.inUse` if a server uses the folder, which may not exist.
    static func check(_ folder: FilePath) throws(StateFolder.OpenError) {
        let path = StateFiles(in: folder).path(of: .serverLock)
        let isFree: Bool
        do throws(Errno) { isFree = try FileLock(ifFree: path, creates: false) != nil } catch { return }
        if !isFree { throw .inUse(folder, process: process(path)) }
    }

    private static func process(_ path: FilePath) -> Int? {
        guard let bytes = try? SmallFile.read(path, upTo: 4096) else { return nil }
        return Int(String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self))
    }
}
