import LocalFiles
import MediaLibrary
import SystemPackage
import TelephoneAudio

/// The recordings in a folder and in the folders below it, ordered by name.
struct RecordingFolder {
    /// Relative to the folder.
    private(set) var recordings: [FilePath] = []
    /// Everything else, with the path of the folder.
    private(set) var passedOver = PassedOver()

    private let root: FilePath
    private let excluded: FileIdentity?
    private let announcementsToo: Bool
    private let rawFormat: RawFormat?
    private var visited: Set<FileIdentity> = []
    /// Looks into files that are not named as sound; started for the first.
    private var recognition: ConfinedRecognition?

    /// - Parameters:
    ///   - except: a folder below it to skip: where announcements are written.
    ///   - announcementsToo: whether files made by this program are listed.
    ///   - rawFormat: the format of recordings without a header, known by their names alone; nil for all other recordings.
    init(
        _ root: FilePath, except: FilePath? = nil, announcementsToo: Bool = false, rawFormat: RawFormat? = nil
    ) {
        self.rawFormat = rawFormat
        self.root = root
        self.announcementsToo = announcementsToo
        excluded = except.flatMap { FileIdentity($0) }
        walk("")
        recognition = nil
    }

    private mutating func walk(_ folder: FilePath) {
        let path = folder.isEmpty ? root : root.pushing(folder)
        // Links may form a circle.
        guard let identity = FileIdentity(path), visited.insert(identity).inserted else { return }
        if let excluded, excluded == identity, !folder.isEmpty { return }
        let names: [FilePath.Component]
        do throws(Errno) {
            names = try path.entries()
        } catch {
            passedOver.unreadable.append(PassedOver.UnreadableFolder(path: path, errno: error))
            return
        }
        for name in names {
            guard !Self.isIgnored(name) else {
                if !name.string.hasPrefix(".") { passedOver.unfinished += 1 }
                continue
            }
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
        if !announcementsToo, AnnouncementFile.note(at: path) != nil {
            passedOver.announcements += 1
            return
        }
        if isRecording(file, at: path) { recordings.append(file) } else { passedOver.others.append(path) }
    }

    private mutating func isRecording(_ file: FilePath, at path: FilePath) -> Bool {
        if let rawFormat { return file.extension.flatMap(RawFormat.init(fileNameExtension:)) == rawFormat }
        if Self.isNamedAsSound(file) { return true }
        let recognition = recognition ?? ConfinedRecognition()
        self.recognition = recognition
        return recognition.recognizes(path)
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
            "aac", "amr", "3gp", "wma", "w64", "rf64", "wv", "spx", "m4b", "mka", "ape", "tta", "mpc", "ac3", "dts",
            "dss",
            "ds2", "qta",
        ]
        return file.extension.map { suffixes.contains($0.lowercased()) || RawFormat(fileNameExtension: $0) != nil }
            ?? false
    }
}
