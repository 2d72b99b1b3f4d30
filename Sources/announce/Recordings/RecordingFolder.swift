import Glibc
import SystemPackage
import TelephoneAudio

/// The recordings in a folder and the folders below it, in the order of their names.
struct RecordingFolder {
    /// Relative to the folder.
    private(set) var recordings: [FilePath] = []
    /// What lies beside them and is no recording.
    private(set) var others: [FilePath] = []

    private let root: FilePath
    private let excluded: FileIdentity?
    private let announcementsToo: Bool
    private var visited: Set<FileIdentity> = []

    /// - Parameters:
    ///   - except: a folder below that is not looked into: where the announcements go.
    ///   - announcementsToo: whether files that were made by this program are listed.
    init(_ root: FilePath, except: FilePath? = nil, announcementsToo: Bool = false) {
        self.root = root
        self.announcementsToo = announcementsToo
        excluded = except.flatMap { FileIdentity($0) }
        walk("")
    }

    private mutating func walk(_ folder: FilePath) {
        let path = folder.isEmpty ? root : root.pushing(folder)
        // Links may lead in circles.
        guard let identity = FileIdentity(path), visited.insert(identity).inserted else { return }
        if let excluded, excluded == identity, !folder.isEmpty { return }
        for name in path.entries ?? [] where !Self.isIgnored(name) {
            let relative = folder.pushing(name)
            guard let entry = FileIdentity(root.pushing(relative)) else { continue }
            if entry.isFolder {
                walk(relative)
            } else if entry.isRegular {
                take(relative)
            }
        }
    }

    private mutating func take(_ file: FilePath) {
        let path = root.pushing(file)
        // An announcement made of a recording beside it is no recording.
        if !announcementsToo, AnnouncementFile.note(at: path) != nil { return }
        if Self.isNamedAsSound(file) || Recording.isRecognized(at: path) {
            recordings.append(file)
        } else {
            others.append(path)
        }
    }

    /// Hidden files and those still being written, by their names.
    private static func isIgnored(_ name: FilePath) -> Bool {
        let text = name.string
        return text.hasPrefix(".") || text.hasSuffix("~") || text.hasSuffix(".tmp") || text.hasSuffix(".part")
    }

    /// Files that call themselves sound are taken at their word, so that a broken one is named and not passed over.
    private static func isNamedAsSound(_ file: FilePath) -> Bool {
        let suffixes: Set = [
            "wav", "wave", "aif", "aiff", "aifc", "au", "snd", "caf", "flac", "ogg", "oga", "opus", "mp3", "mp2", "m4a",
            "aac", "amr", "3gp", "wma", "w64", "rf64", "wv", "spx",
        ]
        return file.extension.map { suffixes.contains($0.lowercased()) } ?? false
    }
}
