import Crypto
import Glibc
import LocalFiles
import SystemPackage
import TelephoneAudio
import Telephony

/// The folder that holds the announcements, each under the hash of its content, and the index.
///
/// `STATE/media/NAME-HASH`, one folder for each recordings folder. Several processes may use it at once: a file is whole from
/// the moment it has a name, equal names are equal files, and only a process that is alone in it deletes any.
final class MediaStore: Sendable {
    let folder: FilePath
    /// Held for as long as the store is in use.
    private let lock: SharedFileLock

    /// - Throws: `Errno` if the folder cannot be created or written to.
    init(state: FilePath, recordings: FilePath) throws(Errno) {
        folder = state.appending("media").appending(Self.key(of: recordings))
        try folder.makeFolders(permissions: .ownerReadWriteExecute)
        lock = try SharedFileLock(folder.appending("lock"))
    }

    /// Distinguishes recordings folders in a file's name: `media-0123abcd`.
    static func key(of recordings: FilePath) -> String {
        let path = recordings.resolved ?? recordings
        let digest = SHA256.hash(data: Array(path.string.utf8)).hexadecimal
        let name =
            recordings.lastComponent.map { $0.string.filter { $0.isASCII && ($0.isLetter || $0.isNumber) } } ?? ""
        return "\(name.isEmpty ? "root" : name)-\(digest.prefix(8))"
    }

    /// The path of the file with this hash.
    func path(of hash: String) -> FilePath { folder.appending("\(hash).wav") }

    /// A new path for an unfinished file.
    func newPath() -> FilePath { folder.appending(".new-\(getpid())-\(UInt64.random(in: 0 ... .max)).wav") }

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
            try file.rename(to: path(of: hash))
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
        var files: [String: Int] = [:]
        for name in entries where name.hasSuffix(".wav") && !name.hasPrefix(".") {
            files[String(name.dropLast(4))] = FileStamp(of: folder.appending(name))?.size
        }
        return files
    }

    /// Deletes files, if no one else uses the store.
    ///
    /// - Returns: whether that was so.
    @discardableResult
    func remove(_ hashes: some Sequence<String>) -> Bool {
        lock.ifAlone { for hash in hashes { path(of: hash).removeQuietly() } }
    }

    /// Deletes files that nothing refers to, if no one else uses the store: unfinished ones of processes that have ended, and
    /// announcements that are not in `known` and older than `before` (seconds since 1970).
    func removeOrphans(known: Set<String>, before: Int) {
        lock.ifAlone {
            for name in entries where name.hasSuffix(".wav") || name.hasSuffix(".tmp") {
                let path = folder.appending(name)
                let isUnfinished = name.hasPrefix(".")
                let modified = FileStamp(of: path).map { $0.modified / 1_000_000_000 } ?? Int.max
                if isUnfinished || (!known.contains(String(name.dropLast(4))) && modified < before) {
                    path.removeQuietly()
                }
            }
        }
    }

    private var entries: [String] { ((try? folder.entries()) ?? []).map(\.string) }
}
