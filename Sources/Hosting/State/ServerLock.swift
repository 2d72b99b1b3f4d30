import Glibc
import LocalFiles
import Synchronization
import SystemPackage

/// Keeps a second server out of a state folder: two would write one call log, and apply overrides to two sets of calls.
///
/// Held until `release()` or the end of the process, however it ends.
final class ServerLock: Sendable {
    private let lock: Mutex<FileLock?>

    /// - Throws: `StateFolder.OpenError.inUse` with the process ID of the server that has the lock.
    init(in folder: StateFolder) throws(StateFolder.OpenError) {
        let path = StateFiles(in: folder.path).path(of: .serverLock)
        do throws(Errno) {
            guard let taken = try FileLock(ifFree: path) else { throw Errno.wouldBlock }
            try taken.write("\(getpid())\n")
            lock = Mutex(taken)
        } catch .wouldBlock {
            throw .inUse(folder.path, process: Self.process(path))
        } catch {
            throw .system(error, path)
        }
    }

    func release() { lock.withLock { $0 = nil } }

    /// Throws `StateFolder.OpenError.inUse` if a server uses the folder, which may not exist.
    static func check(_ folder: FilePath) throws(StateFolder.OpenError) {
        let path = StateFiles(in: folder).path(of: .serverLock)
        let isFree: Bool
        do throws(Errno) { isFree = try FileLock(ifFree: path, creates: false) != nil } catch { return }
        if !isFree { throw .inUse(folder, process: process(path)) }
    }

    private static func process(_ path: FilePath) -> Int? {
        guard let bytes = try? SmallFile.read(path, upTo: 32) else { return nil }
        return Int(String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self))
    }
}
