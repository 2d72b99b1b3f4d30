import CLinux
import Crypto
import Glibc
import LocalFiles
import Synchronization
import SystemPackage
import TelephoneAudio

/// The folder that holds the announcements, each under the hash of its content, and what is remembered about them.
///
/// `STATE/media/NAME-HASH`, a folder of its own for each recordings folder. Several processes may use it at once: files
/// are whole from the moment they have a name, equal names are equal files, and only who is alone in it deletes any.
final class MediaStore: Sendable {
    let folder: FilePath
    /// Locked, shared, for as long as the store is in use.
    private let lock: CInt

    /// - Throws: `Errno` where the folder cannot be made or written to.
    init(state: FilePath, recordings: FilePath) throws(Errno) {
        let media = state.appending("media")
        folder = media.appending(Self.key(of: recordings))
        for folder in [state, media, folder] { try Self.makeFolder(folder) }
        lock = folder.appending("lock").withPlatformString { open($0, O_RDWR | O_CREAT | O_CLOEXEC, 0o600) }
        guard lock >= 0 else { throw Errno(rawValue: errno) }
        flock(lock, LOCK_SH)
    }

    deinit { close(lock) }

    /// What tells a recordings folder from others in a file's name: `media-0123abcd`.
    static func key(of recordings: FilePath) -> String {
        let place = recordings.realPath ?? recordings
        let digest = SHA256.hash(data: Array(place.string.utf8)).hexadecimal
        let name =
            recordings.lastComponent.map { $0.string.filter { $0.isASCII && ($0.isLetter || $0.isNumber) } } ?? ""
        return "\(name.isEmpty ? "root" : name)-\(digest.prefix(8))"
    }

    /// Makes it and those above, closed to others.
    static func makeFolder(_ folder: FilePath) throws(Errno) {
        if folder.withPlatformString({ mkdir($0, 0o700) }) == 0 { return }
        let code = errno
        if code == ENOENT, !folder.removingLastComponent().isEmpty, folder.removingLastComponent() != folder {
            try makeFolder(folder.removingLastComponent())
            return try makeFolder(folder)
        }
        var status = stat()
        let isFolder = folder.withPlatformString { stat($0, &status) } == 0 && status.st_mode & S_IFMT == S_IFDIR
        guard code == EEXIST || isFolder else { throw Errno(rawValue: code) }
        guard isFolder else { throw Errno(rawValue: ENOTDIR) }
    }

    func path(of hash: String) -> FilePath { folder.appending("\(hash).wav") }

    /// A name for a file in the making.
    func newPath() -> FilePath { folder.appending(".new-\(getpid())-\(UInt64.random(in: 0 ... .max)).wav") }

    /// Takes over a finished file, once it is known to play, and gives it the name of its content.
    func adopt(_ file: FilePath, now: Int) throws(RecordingFailure) -> StoredFile {
        defer { _ = file.withPlatformString { unlink($0) } }
        let header: WaveHeader?
        let hash: String
        do {
            let source = try ByteSource(path: file)
            header = try WaveHeader(source)
            hash = try ContentHash(source).text
        } catch {
            guard case .system(let code, _) = error else { throw .unplayable("it is no WAV file") }
            throw .notStored(errno: code)
        }
        guard let header else { throw .unplayable("it is no WAV file") }
        let playability = Playability(header)
        guard playability.isKnownToPlay, header.dataOffset == 44 else {
            let reasons = playability.obstacles.map { "\($0)" } + playability.doubts.map { "\($0)" }
            throw .unplayable(reasons.joined(separator: ", "))
        }
        // On the disk before it has its name: whoever finds the name finds the sound.
        let written = file.withPlatformString { path in
            let descriptor = open(path, O_RDWR | O_CLOEXEC)
            guard descriptor >= 0 else { return false }
            defer { close(descriptor) }
            return fdatasync(descriptor) == 0
        }
        let target = path(of: hash)
        guard written, file.withPlatformString({ from in target.withPlatformString { rename(from, $0) } }) == 0 else {
            throw .notStored(errno: errno)
        }
        return StoredFile(hash: hash, size: header.fileBytes, samples: header.dataBytes / 2, modified: now)
    }

    /// The hashes of all files and their sizes.
    func files() -> [String: Int] {
        var files: [String: Int] = [:]
        for name in ((try? folder.entries()) ?? []).map(\.string) where name.hasSuffix(".wav") && !name.hasPrefix(".") {
            files[String(name.dropLast(4))] = FileStamp(of: folder.appending(name))?.size
        }
        return files
    }

    /// Deletes announcements, if nobody else uses the store; false otherwise.
    @discardableResult
    func remove(_ hashes: some Sequence<String>) -> Bool {
        ifAlone { for hash in hashes { _ = path(of: hash).withPlatformString { unlink($0) } } }
    }

    /// Deletes what nobody knows: unfinished files of processes that are gone, and announcements that are not in
    /// `known` and older than `before` (seconds since 1970).
    func removeOrphans(known: Set<String>, before: Int) {
        ifAlone {
            for name in ((try? folder.entries()) ?? []).map(\.string)
            where name.hasSuffix(".wav") || name.hasSuffix(".tmp") {
                let path = folder.appending(name)
                let isUnfinished = name.hasPrefix(".")
                let age = FileStamp(of: path).map { $0.modified / 1_000_000_000 } ?? Int.max
                if isUnfinished || (!known.contains(String(name.dropLast(4))) && age < before) {
                    _ = path.withPlatformString { unlink($0) }
                }
            }
        }
    }

    @discardableResult
    private func ifAlone(_ body: () -> Void) -> Bool {
        let isAlone = flock(lock, LOCK_EX | LOCK_NB) == 0
        if isAlone { body() }
        flock(lock, LOCK_SH)
        return isAlone
    }
}
