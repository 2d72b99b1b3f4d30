import CallFlow
import Hosting
import LocalFiles
import MediaLibrary
import SystemPackage
import Telephony

extension LibraryProblem {
    /// The problem as `announce check` reports it; nil if it concerns only a running server.
    ///
    /// - Parameters:
    ///   - used: announcements that some call may play; problems of others are warnings.
    ///   - folder: the folder of recordings as printed.
    func report(used: Set<AnnouncementName>, folder: FilePath) -> CheckedProject.Problem? {
        func at(_ path: String) -> String { folder.appending(path).readable }
        switch self {
        case .failed(let name, let path, let failure):
            return .recording(used.contains(name) ? .error : .warning, path: at(path), sentence: failure.message)
        case .notSpoken(let name, let failure, _):
            return .recording(
                used.contains(name) ? .error : .warning, path: name.text,
                sentence: "its text is not spoken: \(failure.message). Start or install the engine, or record it.")
        case .sameName(_, let paths):
            return .recording(.error, path: at(paths.first ?? ""), sentence: message)
        case .badName(let path, _), .beingWritten(let path), .linkOut(let path):
            // The message begins with the path, which the report prints before it.
            let rest = message.hasPrefix(path) ? "it" + message.dropFirst(path.count) : message
            return .recording(.warning, path: at(path), sentence: rest)
        case .folder(let path, let code):
            return .recording(
                used.isEmpty ? .warning : .error, path: FilePath(path).nearby.readable,
                sentence: code == Errno.noSuchFileOrDirectory.rawValue
                    ? "the recordings folder does not exist. Create it, or correct `recordings: folder`."
                    : "the folder cannot be read: \(Errno(rawValue: code).reason).")
        case .notJoined(let prompt, let failure):
            return .recording(.error, path: prompt.description, sentence: failure.message)
        case .notRemembered(let path, _), .storedElsewhere(let path, _):
            return .recording(.warning, path: path, sentence: message)
        case .partsMissing, .notWatched, .onNetwork, .fileLost, .notShared:
            // The parts have problems of their own; nothing is watched, shared, or looked at again, during a check.
            return nil
        }
    }
}

extension RecordingState {
    /// The warnings about a recording as `announce check` reports them.
    ///
    /// - Parameter folder: the folder of recordings as printed.
    func warnings(folder: FilePath) -> [CheckedProject.Problem] {
        findings.filter(\.isWarning).map {
            .recording(.warning, path: folder.appending(path).readable, sentence: $0.sentence)
        }
    }
}

extension StateFolderError: ReportableError {
    var sentence: String { StateFolder.OpenError.system(Errno(rawValue: self.errno), FilePath(path)).sentence }
}
