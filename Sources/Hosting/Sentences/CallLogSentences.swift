import CallLog
import LocalFiles
import Logging

private let callLogName = StateFiles.Entry.callLog.rawValue

extension CallLogError {
    /// Why the log cannot be written, and what to do.
    fileprivate var reason: String {
        switch self {
        case .diskFull: "the disk is full. Free some space; writing then resumes by itself."
        case .locked: "another program has locked \(callLogName). Stop it; writing then resumes by itself."
        case .readOnly:
            "\(callLogName) in the state folder is read-only. Make it writable; writing then resumes by itself."
        case .cannotOpen:
            "\(callLogName) in the state folder cannot be opened. Check the folder; writing then resumes by itself."
        case .damaged:
            "\(callLogName) in the state folder is damaged and cannot be moved aside. Move it, and a new one is created."
        case .newer: "it was written by a newer announce. Run that version, or move \(callLogName) away."
        case .missing: "\(callLogName) does not exist yet."
        case .noConnection(let words): "the database cannot be reached (\(words)). Writing resumes by itself."
        case .other(let words): "\(words). Writing is retried."
        }
    }
}

extension CallLogStatus {
    /// Warnings for `/health`; calls are still answered.
    var warnings: [String] {
        var warnings: [String] = []
        if case .failing(_, let fault) = condition {
            warnings.append("The call log cannot be written: \(fault.reason) \(queued) entries are waiting.")
        }
        if dropped > 0 { warnings.append("\(dropped) entries of the call log were lost since the start.") }
        for path in setAside { warnings.append("The call log was damaged and moved to \(path.readable).") }
        return warnings
    }
}

extension Logger {
    /// Logs a change in the writing of the call log.
    func log(_ incident: CallLogIncident) {
        switch incident {
        case .failing(let fault): error("The call log cannot be written: \(fault.reason) Calls are still answered.")
        case .resumed(dropped: 0): notice("The call log is being written again; no entries were lost")
        case .resumed(let dropped): warning("The call log is being written again; \(dropped) entries were lost")
        case .setAside(let path):
            error("The call log was damaged. It was kept as \(path.nearby.readable), and a new one was created.")
        }
    }
}
