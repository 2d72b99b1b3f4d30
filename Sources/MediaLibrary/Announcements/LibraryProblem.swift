import Glibc
import LocalFiles
import SystemPackage
package import Telephony

/// Something that needs attention.
package enum LibraryProblem: Hashable, Sendable {
    /// A recording is not published; `path` is below the recordings folder.
    case failed(name: AnnouncementName, path: String, RecordingFailure)
    /// A text is not spoken; `isHeard`: what was spoken of an earlier one is still published.
    case notSpoken(AnnouncementName, SpeechFailure, isHeard: Bool)
    /// Several recordings have one name; what was published under it before stays.
    case sameName(AnnouncementName, paths: [String])
    /// A file whose name, without its extension, no announcement can have; nil if it is not UTF-8.
    case badName(path: String, AnnouncementName.ParseError?)
    /// A program has the file open for writing.
    case beingWritten(path: String)
    /// A link out of the recordings folder, which is not followed.
    case linkOut(path: String)
    /// The recordings folder or one below it cannot be read; what was published of it stays. An `errno` value.
    case folder(path: String, errno: CInt)
    /// The system does not report changes in a folder, so that it is looked at every few seconds; an `errno` value.
    case notWatched(path: String, errno: CInt)
    /// The same, since the folder is on a network file system.
    case onNetwork(path: String)
    /// A joined prompt lacks these parts, and is published without them.
    case partsMissing(Prompt, [AnnouncementName])
    /// A prompt could not be joined.
    case notJoined(Prompt, RecordingFailure)
    /// The index cannot be saved, so that the next start converts recordings again. An `errno` value.
    case notRemembered(path: String, errno: CInt)
    /// Announcements cannot be stored where they belong, and are kept in another folder meanwhile, if there is any. An
    /// `errno` value.
    case storedElsewhere(path: String, errno: CInt)
    /// The file of something that is published has gone or was changed; it is made again if its recording is there.
    case fileLost(Prompt)

    /// Announcements cannot be brought to the depot.
    case notShared(DepotFault)

    /// Whether callers hear nothing where they should.
    package var silencesCalls: Bool { if case .fileLost = self { true } else { false } }

    /// Whether other instances may lack what this one publishes.
    package var isOfDepot: Bool { if case .notShared = self { true } else { false } }

    /// A sentence for people.
    package var message: String {
        switch self {
        case .failed(_, let path, let failure):
            "\(path): \(failure.message)"
        case .notSpoken(let name, let failure, let isHeard):
            "the text of \(name) is not spoken: \(failure.message). "
                + (isHeard ? "What was spoken before is still heard. " : "")
                + "It is tried again every minute; a recording \(name) makes engines unnecessary."
        case .sameName(let name, let paths):
            "\(paths.joined(separator: " and ")) both make the announcement \(name). Rename or remove one."
        case .badName(let path, let reason):
            "\(path) cannot be an announcement: \(reason?.words ?? "its name is not UTF-8"). Rename it."
        case .beingWritten(let path):
            "\(path) is still being written and will be converted once it is complete."
        case .linkOut(let path):
            "\(path) is a link out of the recordings folder and is not followed. Copy the recording."
        case .folder(let path, ENOENT):
            "the recordings folder \(path) does not exist. It will be read once it does."
        case .folder(let path, let code):
            "the folder \(path) cannot be read: \(Errno(rawValue: code).reason)."
        case .notWatched(let path, let code):
            "changes in \(path) are not reported by the system (\(Errno(rawValue: code).reason)), so it is looked at every "
                + "few seconds."
                + (code == ENOSPC ? " Raise fs.inotify.max_user_watches." : "")
                + (code == EMFILE ? " Raise fs.inotify.max_user_instances." : "")
        case .onNetwork(let path):
            "\(path) is on a network file system, which does not report changes, so it is looked at every few seconds."
        case .partsMissing(let prompt, let parts) where parts.count == prompt.parts.count:
            "\(prompt) is not played: none of its parts is published."
        case .partsMissing(let prompt, let parts):
            "\(prompt) is played without \(parts.map(\.text).joined(separator: " and ")), which is not published."
        case .notJoined(let prompt, let failure):
            "\(prompt) could not be joined: \(failure.message)"
        case .notRemembered(let path, let code):
            "\(path) cannot be written: \(Errno(rawValue: code).reason). Until it can, a start converts everything again."
        case .storedElsewhere(let path, let code):
            "announcements cannot be stored in \(path): \(Errno(rawValue: code).reason). Until they can, they are kept in a "
                + "temporary folder and lost with a restart."
        case .notShared(let fault):
            "announcements cannot be stored where all instances find them: \(fault.message). They are served from here, and "
                + "stored there as soon as that is possible."
        case .fileLost(let prompt):
            "the file of the announcement \(prompt) has gone from the state folder or was changed. It is made again if "
                + "its recording is there."
        }
    }
}

extension AnnouncementName.ParseError {
    fileprivate var words: String {
        switch self {
        case .empty: "its name is empty"
        case .impossibleCharacter(let character): "its name contains \(String(reflecting: String(character)))"
        case .impossibleFolder(let folder): "it is in a folder named \(String(reflecting: folder))"
        case .tooLong(let bytes): "its name has \(bytes) bytes, more than 200"
        }
    }
}

extension DepotFault {
    /// Part of a sentence for people.
    package var message: String {
        switch self {
        case .unreachable(let host, let reason): "\(host): \(reason)"
        case .refused(let status, let code) where status == 401 || status == 403:
            "the store answers \(status), so check the key and its rights\(code.isEmpty ? "" : " (\(code))")"
        case .refused(let status, let code): "the store answers \(status)\(code.isEmpty ? "" : " (\(code))")"
        case .database(let message): "the database answers: \(message)"
        case .file(let code): Errno(rawValue: code).reason
        }
    }
}
