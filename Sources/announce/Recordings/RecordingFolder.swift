import LocalFiles
import SystemPackage
import TelephoneAudio

/// The recordings in a folder and in the folders below it, ordered by name.
struct RecordingFolder {
    /// Relative to the folder.
    private(set) var recordings: [FilePath] = []
    /// Other files found, with the path of the folder.
    private(set) var others: [FilePath] = []

    private let root: FilePath
    private let excluded: FileIdentity?
    private let announcementsToo: Bool
    private var visited: Set<FileIdentity> = []

    /// - Parameters:
    ///   - except: a folder below it to skip: where announcements are written.
    ///   - announcementsToo: whether files made by this program are listed.
    init(_ root: FilePath, except: FilePath? = nil, announcementsToo: Bool = false) {
        self.root = root
        self.announcementsToo = announcementsToo
        excluded = except.flatMap { FileIdentity($0) }
        walk("")
    }

    private mutating func walk(_ folder: FilePath) {
        let path = folder.isEmpty ? root : root.pushing(folder)
        // Links may form a circle.
        guard let identity = FileIdentity(path), visited.insert(identity).inserted else { return }
        if let excluded, excluded == identity, !folder.isEmpty { return }
        for name in (try? path.entries()) ?? [] where !Self.isIgnored(name) {
            let relative = folder.appending(name)
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
        // An announcement made from a recording beside it is not itself a recording.
        if !announcementsToo, AnnouncementFile.note(at: path) != nil { return }
        if Self.isNamedAsSound(file) || Recording.isRecognized(at: path) {
            recordings.append(file)
        } else {
            others.append(path)
        }
    }

    /// Whether a name says that the file is hidden or still being written.
    private static func isIgnored(_ name: FilePath.Component) -> Bool {
        let text = name.string
        return text.hasPrefix(".") || text.hasSuffix("~") || text.hasSuffix(".tmp") || text.hasSuffix(".part")
    }

    /// Whether a file is named as audio. Such a file is a recording whatever it holds: a broken one is reported, not skipped.
    static func isNamedAsSound(_ file: FilePath) -> Bool {
        let suffixes: Set = [
            "wav", "wave", "aif", "aiff", "aifc", "au", "snd", "caf", "flac", "ogg", "oga", "opus", "mp3", "mp2", "m4a",
            "aac", "amr", "3gp", "wma", "w64", "rf64", "wv", "spx",
        ]
        return file.extension.map { suffixes.contains($0.lowercased()) } ?? false
    }
}
