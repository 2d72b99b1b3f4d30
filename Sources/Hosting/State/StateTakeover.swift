import LocalFiles
import SystemPackage

/// Moves the state that all projects shared up to version 0.1 into the folder of one of them, the first whose server starts.
///
/// Promises that nothing is lost or split: the new owner is written down before the first file is moved, and a takeover that
/// was cut off is completed by the next server that starts, whichever its project is. The account's files stay. Files are
/// renamed and never replaced. Does not start while another program uses the shared announcements.
struct StateTakeover {
    private let shared: FilePath
    private let own: FilePath

    init(from shared: FilePath, to own: FilePath) {
        self.shared = shared
        self.own = own
    }

    /// Whether there is shared state that this project would take over.
    var isPossible: Bool { owner == nil && !own.exists && !entries.isEmpty }

    /// Takes over what is there.
    ///
    /// - Returns: the folder that the shared state was moved to, which is another project's if its takeover was cut off; nil
    ///   if nothing was moved.
    func run() throws(StateFolder.OpenError) -> FilePath? {
        guard owner != nil || isPossible else { return nil }
        let lock: FileLock
        do throws(Errno) { lock = try FileLock(shared.appending(".takeover-lock")) } catch {
            throw .system(error, shared)
        }
        defer { withExtendedLifetime(lock) {} }
        // Another server may have been faster.
        guard owner != nil || isPossible else { return nil }
        try ServerLock.check(shared)
        if let user = announcementsInUse { throw .inUse(user, process: nil) }
        do throws(Errno) { return try move() } catch { throw .system(error, shared) }
    }

    private func move() throws(Errno) -> FilePath {
        let target = shared.appending(owner ?? own.lastComponent?.string ?? "")
        try SmallFile.write((target.lastComponent?.string ?? "").utf8, to: ownerFile, mode: .owner)
        try target.makeFolders(permissions: .ownerReadWriteExecute)
        for name in entries {
            do throws(Errno) {
                try shared.appending(name).renameNew(to: target.appending(name))
            } catch .fileExists {
                // Both stay where they are.
            }
        }
        target.synchronizeFolder()
        try ownerFile.remove()
        shared.synchronizeFolder()
        return target
    }

    private var ownerFile: FilePath { shared.appending(".taken-over-by") }

    /// The name of the folder that a takeover has begun to fill.
    private var owner: String? {
        guard let bytes = try? SmallFile.read(ownerFile, upTo: 4096), !bytes.isEmpty else { return nil }
        return FilePath(bytes: bytes).lastComponent?.string
    }

    /// The names to move. The call log comes after its write-ahead log: a reader in between finds none rather than half of it.
    private var entries: [FilePath.Component] {
        let names = ((try? shared.entries()) ?? []).filter { name in
            StateFiles.Entry.allCases.contains { entry in
                guard !entry.isOfAccount else { return false }
                return name.string == entry.rawValue || entry == .callLog && name.string.hasPrefix(entry.rawValue)
            }
        }
        return names.sorted { ($0.string.count, $0.string) > ($1.string.count, $1.string) }
    }

    /// A folder of shared announcements that another program uses now.
    private var announcementsInUse: FilePath? {
        let media = StateFiles(in: shared).path(of: .media)
        return ((try? media.entries()) ?? []).map { media.appending($0) }.first { folder in
            do throws(Errno) {
                return try FileLock(ifFree: folder.appending("lock"), creates: false) == nil
            } catch {
                return false
            }
        }
    }
}
