import CallLog
import LocalFiles
import Logging

private let callLogName = StateFiles.Entry.callLog.rawValue

extension CallLogError {
    /// Why the log cannot be written, and what to do.
    fileprivate var reason: String {
        switch self {
        case .diskFull: "the disk is full. Make room; it goes on by itself."
        case .locked: "another program has \(callLogName) locked. End it; it goes on by itself."
        case .readOnly: "\(callLogName) in the state folder is read-only. Permit writing; it goes on by itself."
        case .cannotOpen: "\(callLogName) in the state folder cannot be opened. Check the folder; it goes on by itself."
        case .damaged:
            "\(callLogName) in the state folder is damaged and cannot be moved aside. Move it; a new one is begun."
        case .newer: "a newer announce has written \(callLogName). Run that one, or move the file away."
        case .missing: "there is no \(callLogName) yet."
        case .other(let words): "\(words). It is tried again and again."
        }
    }
}

extension CallLogStatus {
    /// Warnings for `/health`; calls are answered all the same.
    var warnings: [String] {
        var warnings: [String] = []
        if case .failing(_, let fault) = condition {
            warnings.append("The call log is not written: \(fault.reason) \(queued) entries wait.")
        }
        if dropped > 0 { warnings.append("\(dropped) entries of the call log were lost since the start.") }
        for path in setAside { warnings.append("The call log was damaged, and moved to \(path.readable).") }
        return warnings
    }
}

extension Logger {
    /// Logs a change in the writing of the call log.
    func log(_ incident: CallLogIncident) {
        switch incident {
        case .failing(let fault): error("The call log is not written: \(fault.reason) Calls are answered all the same.")
        case .resumed(dropped: 0): notice("The call log is written again; nothing is missing in it")
        case .resumed(let dropped): warning("The call log is written again; \(dropped) entries are missing in it")
        case .setAside(let path):
            error("The call log was damaged. It is kept as \(path.nearby.readable), and a new one was begun.")
        }
    }
}
