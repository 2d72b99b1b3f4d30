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
        case .sameName(_, let paths):
            return .recording(.error, path: at(paths.first ?? ""), sentence: message)
        case .badName(let path, _), .beingWritten(let path), .linkOut(let path):
            return .recording(.warning, path: at(path), sentence: message)
        case .folder(let path, _):
            return .recording(used.isEmpty ? .warning : .error, path: at(path), sentence: message)
        case .notJoined(let prompt, let failure):
            return .recording(.error, path: prompt.description, sentence: failure.message)
        case .notRemembered(let path, _):
            return .recording(.warning, path: path, sentence: message)
        case .partsMissing, .notWatched:
            // The parts have problems of their own; nothing is watched during a check.
            return nil
        }
    }
}

extension StateFolderError: ReportableError {
    var sentence: String { StateFolder.OpenError.system(Errno(rawValue: self.errno), FilePath(path)).sentence }
}
