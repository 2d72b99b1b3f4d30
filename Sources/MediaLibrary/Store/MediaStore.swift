import Crypto
import Glibc
import LocalFiles
import Synchronization
import SystemPackage
import TelephoneAudio
import Telephony

/// The folder that holds the announcements, each under the hash of its content, and the index.
///
/// `STATE/media/NAME-HASH`, one folder for each recordings folder. Several processes may use it at once: a file is whole from
/// the moment it has a name, equal names are equal files, and only a process that is alone in it deletes any.
///
/// Where that folder cannot be written, a spare one takes its place until it can (`returnHome`); what is in the first is used
/// all the same.
final class MediaStore: Sendable {
    /// Where the files belong.
    let home: FilePath
    /// Makes a folder to use while `home` cannot be written; nil: there is none.
    private let spare: (@Sendable () -> FilePath?)?
    private let place: Mutex<Place>

    private struct Place {
        /// Where files are stored now.
        var folder: FilePath
        /// Held for as long as the store is in use.
        var lock: SharedFileLock?
        /// Why `home` is not used; nil: it is.
        var fault: Errno?
        /// The hashes of files in `home` while another folder is used.
        var atHome: Set<String> = []
        /// The folder as it was when its files were last looked at.
        var looked: FileStamp?
    }

    /// - Parameter spare: makes a folder to use if the store's own cannot be written.
    /// - Throws: `Errno` if the folder cannot be created or written to, and there is no spare one.
    init(
        state: FilePath, recordings: FilePath, spare: (@Sendable () -> FilePath?)? = nil
    ) throws(Errno) {
        let home = state.appending("media").appending(Self.key(of: recordings))
        self.home = home
        self.spare = spare
        let opened: Place
        do throws(Errno) {
            opened = try Self.open(home, checks: spare != nil)
        } catch {
            guard let spare else { throw error }
            opened = Self.away(from: home, spare(), error)
        }
        place = Mutex(opened)
    }

    /// Opens the folder, which is made if it is missing.
    ///
    /// - Parameter checks: whether it must have room for files.
    private static func open(_ folder: FilePath, checks: Bool) throws(Errno) -> Place {
        try folder.makeFolders(permissions: .ownerReadWriteExecute)
        let lock = try SharedFileLock(folder.appending("lock"))
        if checks { try folder.checkWritable() }
        return Place(folder: folder, lock: lock)
    }

    /// The place that is used instead of `home`.
    private static func away(from home: FilePath, _ spare: FilePath?, _ fault: Errno) -> Place {
        var place = Place(folder: home, fault: fault, atHome: Set(files(in: home).keys))
        guard let folder = spare?.appending(home.lastComponent?.string ?? "media") else { return place }
        if let opened = try? open(folder, checks: false) { (place.folder, place.lock) = (folder, opened.lock) }
        return place
    }

    // MARK: Where it is

    /// Where files are stored now.
    var folder: FilePath { place.withLock(\.folder) }

    /// Why files are not stored where they belong; nil if they are.
    var fault: Errno? { place.withLock(\.fault) }

    /// Where the index may be, the best first.
    var indexFolders: [FilePath] { folder == home ? [home] : [folder, home] }

    /// Makes the folder again if it was removed.
    ///
    /// - Returns: whether it was.
    @discardableResult
    func restoreFolder() -> Bool {
        guard !folder.isFolder else { return false }
        let restored: Place
        do throws(Errno) {
            restored = try Self.open(folder, checks: false)
        } catch {
            guard let spare else { return true }
            restored = Self.away(from: home, spare(), error)
        }
        place.withLock { place in
            let fault = restored.fault ?? place.fault
            place = restored
            place.fault = fault
        }
        return true
    }

    /// Uses the folder where the files belong, if it can be written again, and copies there what was stored elsewhere. The
    /// spare folder keeps its files: answers may still name them.
    ///
    /// - Returns: whether it is used from now on, and was not before.
    func returnHome() -> Bool {
        guard fault != nil, let opened = try? Self.open(home, checks: true) else { return false }
        let away = folder
        if away != home {
            for hash in Self.files(in: away).keys {
                let target = home.appending("\(hash).wav")
                if target.exists { continue }
                let copy = home.appending(Self.newName())
                do throws(Errno) {
                    try away.appending("\(hash).wav").copy(to: copy, permissions: .ownerReadWrite)
                    try copy.rename(to: target)
                } catch {
                    copy.removeQuietly()
                    return false
                }
            }
        }
        place.withLock { $0 = opened }
        return true
    }

    /// Uses the spare folder from now on if the one in use can no longer be written.
    ///
    /// - Returns: whether it could be written before, and no longer.
    func leaveUnwritable() -> Bool {
        guard let spare, fault == nil else { return false }
        do throws(Errno) {
            try folder.checkWritable()
            return false
        } catch {
            let away = Self.away(from: home, spare(), error)
            place.withLock { $0 = away }
            return away.folder != home
        }
    }

    /// Distinguishes recordings folders in a file's name: `media-0123abcd`.
    static func key(of recordings: FilePath) -> String {
        let path = recordings.resolved ?? recordings
        let digest = SHA256.hash(data: Array(path.string.utf8)).hexadecimal
        let name =
            recordings.lastComponent.map { $0.string.filter { $0.isASCII && ($0.isLetter || $0.isNumber) } } ?? ""
        return "\(name.isEmpty ? "root" : name)-\(digest.prefix(8))"
    }

    // MARK: Files

    /// The path of the file with this hash.
    func path(of hash: String) -> FilePath { FilePath(pathText(of: hash)) }

    /// The same as text: the library needs thousands at once, and `FilePath` parses what it appends.
    func pathText(of hash: String) -> String {
        place.withLock { $0.atHome.contains(hash) ? home : $0.folder }.string + "/\(hash).wav"
    }

    /// A new path for an unfinished file.
    func newPath() -> FilePath { folder.appending(Self.newName()) }

    private static func newName() -> String { ".new-\(getpid())-\(UInt64.random(in: 0 ... .max)).wav" }

    /// Whether the store has this file, whole.
    func contains(_ file: StoredFile) -> Bool { FileStamp(of: path(of: file.hash))?.size == file.size }

    /// Takes over a finished file once it is known to play, and gives it the name of its content. Consumes the file.
    func adopt(_ file: FilePath, now: Int) throws(RecordingFailure) -> StoredFile {
        defer { file.removeQuietly() }
        let header: WaveHeader?
        let hash: String
        do {
            let source = try ByteSource(path: file)
            header = try WaveHeader(source)
            hash = try ContentHash(source).text
        } catch {
            guard case .system(let code, _) = error else { throw .unplayable(.notWAV) }
            throw .notStored(errno: code)
        }
        guard let header else { throw .unplayable(.notWAV) }
        let playability = Playability(header)
        guard playability.isKnownToPlay, header.dataOffset == 44 else {
            throw .unplayable(.unlike(playability.obstacles, playability.doubts))
        }
        do throws(Errno) {
            // On the disk before it has its name: the index trusts the name alone.
            let descriptor = try FileDescriptor.reading(file)
            defer { descriptor.closeQuietly() }
            try descriptor.synchronize()
            // Beside the unfinished one: what was in the first folder and has gone from there is stored here now.
            try file.rename(to: file.removingLastComponent().appending("\(hash).wav"))
            place.withLock { _ = $0.atHome.remove(hash) }
        } catch {
            throw .notStored(errno: error.rawValue)
        }
        return StoredFile(hash: hash, size: header.fileBytes, samples: header.dataBytes / 2, modified: now)
    }

    /// Gives a file of another store a second name in this one.
    ///
    /// - Returns: whether the store has the file now.
    func link(_ path: FilePath, as file: StoredFile) -> Bool {
        // Fails harmlessly if the store has the same content already.
        try? path.link(as: self.path(of: file.hash))
        return contains(file)
    }

    /// The sizes of all files, by hash.
    func files() -> [String: Int] {
        let (folder, isAway) = place.withLock { ($0.folder, $0.folder != home) }
        let files = Self.files(in: folder)
        return isAway ? files.merging(Self.files(in: home)) { first, _ in first } : files
    }

    /// The sizes of all files, by hash, if any may have come or gone since the last call; nil otherwise. A file that was
    /// changed in its place is not noticed.
    func changedFiles() -> [String: Int]? {
        let folder = folder
        let stamp = FileStamp(of: folder)
        // Another fault may be that the first folder comes and goes.
        let isKnown = place.withLock { place in
            defer { place.looked = stamp }
            return place.looked == stamp && stamp != nil && place.fault == nil
        }
        return isKnown ? nil : files()
    }

    private static func files(in folder: FilePath) -> [String: Int] {
        var files: [String: Int] = [:]
        for (name, size) in folder.fileSizes() where name.hasSuffix(".wav") && !name.hasPrefix(".") {
            files[String(name.dropLast(4))] = size
        }
        return files
    }

    /// Deletes files, if no one else uses the store.
    ///
    /// - Returns: whether that was so.
    @discardableResult
    func remove(_ hashes: some Sequence<String>) -> Bool {
        ifAlone { folder in for hash in hashes { folder.appending("\(hash).wav").removeQuietly() } }
    }

    /// Deletes files that nothing refers to, if no one else uses the store: unfinished ones of processes that have ended, and
    /// announcements that are not in `known` and older than `before` (seconds since 1970).
    func removeOrphans(known: Set<String>, before: Int) {
        ifAlone { folder in
            for name in Self.entries(of: folder) where name.hasSuffix(".wav") || name.hasSuffix(".tmp") {
                let path = folder.appending(name)
                let isUnfinished = name.hasPrefix(".")
                let modified = FileStamp(of: path).map { $0.modified / 1_000_000_000 } ?? Int.max
                if isUnfinished || (!known.contains(String(name.dropLast(4))) && modified < before) {
                    path.removeQuietly()
                }
            }
        }
    }

    @discardableResult
    private func ifAlone(_ body: (FilePath) -> Void) -> Bool {
        let (folder, lock) = place.withLock { ($0.folder, $0.lock) }
        return lock?.ifAlone { body(folder) } ?? false
    }

    private static func entries(of folder: FilePath) -> [String] { ((try? folder.entries()) ?? []).map(\.string) }
}
