import Glibc
import LocalFiles
import MediaLibrary
import SystemPackage

/// What engines have spoken, a file each, in a folder of its own. Neural engines never say a text twice in the same way: what is
/// kept here is what makes a text one announcement.
///
/// Several processes can use one folder at once: a sound gets its name when it is complete, and the first one stays.
struct SpeechCache: Sendable {
    let folder: FilePath
    /// Seconds since 1970.
    let now: @Sendable () -> Int

    /// Seconds after which a sound that is in no use goes.
    private static let keeps = 90 * 24 * 3600
    /// Seconds after which the draft of a process that was killed goes.
    private static let keepsDrafts = 3600
    private static let suffix = ".sound"

    func path(of key: SpeechKey) -> FilePath { folder.appending(key.text + Self.suffix) }

    /// The sound of a key, if it is there.
    func sound(of key: SpeechKey) -> FilePath? {
        let path = path(of: key)
        return FileStamp(of: path).map { $0.size > 0 } == true ? path : nil
    }

    /// A new file for an engine, empty.
    func makeDraft() throws(SpeechFault) -> FilePath {
        do throws(Errno) {
            try folder.makeFolders(permissions: .ownerReadWriteExecute)
            let draft = folder.appending(".\(getpid())-\(UInt64.random(in: .min ... .max)).wav")
            try FileDescriptor.creating(draft).closeQuietly()
            return draft
        } catch {
            throw .notStored(errno: error.rawValue)
        }
    }

    /// Keeps a draft as the sound of a key, unless there is one by now.
    func keep(_ draft: FilePath, as key: SpeechKey) throws(SpeechFault) -> FilePath {
        let path = path(of: key)
        do throws(Errno) {
            let file = OwnedDescriptor(try .reading(draft))
            try file.descriptor.synchronize()
            do throws(Errno) {
                try draft.renameNew(to: path)
            } catch .fileExists {
                draft.removeQuietly()
            }
            folder.synchronizeFolder()
            return path
        } catch {
            throw .notStored(errno: error.rawValue)
        }
    }

    /// Removes sounds that have not been in use for long, and what processes that were killed have left.
    func forget(except used: Set<FilePath>) {
        for name in (try? folder.entries()) ?? [] {
            let path = folder.appending(name)
            guard !used.contains(path), let stamp = FileStamp(of: path) else { continue }
            let age = now() - stamp.modified / 1_000_000_000
            let isDraft = name.string.hasPrefix(".") && name.string.hasSuffix(".wav")
            if isDraft && age > Self.keepsDrafts || name.string.hasSuffix(Self.suffix) && age > Self.keeps {
                path.removeQuietly()
            }
        }
    }

    // MARK: Versions

    /// The version that an engine had when it was asked last: where it cannot be reached, what it has spoken is found by it.
    func version(of engine: String) -> String {
        guard let bytes = try? SmallFile.read(versionPath(of: engine), upTo: 4096) else { return "" }
        return String(decoding: bytes, as: UTF8.self)
    }

    func remember(_ version: String, of engine: String) {
        guard self.version(of: engine) != version else { return }
        try? SmallFile.write(version.utf8, to: versionPath(of: engine), mode: .owner)
    }

    private func versionPath(of engine: String) -> FilePath {
        let key = SpeechKey(SpeechRequest(text: "", language: "", voice: nil, rate: 1), engine: engine, version: "")
        return folder.appending(key.text + ".version")
    }
}
