import LocalFiles
import SystemPackage
import Telephony

/// Why a command did not clean a recording.
package enum CleaningFailure: Error, Hashable, Sendable {
    /// It could not be started, or its output not stored: an `errno` value.
    case notRun(errno: CInt)
    /// It ended with this status; `words` is what it wrote to standard error.
    case failed(status: Int, words: String)
    case ended(signal: Int, words: String)
    case tookTooLong(seconds: Int)
    /// It wrote more than any recording has.
    case tooMuch
    /// What it wrote cannot be read as a recording.
    case unreadable
    /// Its sound has another length, in seconds.
    case otherLength(Double, expected: Double)
    case silent
}

extension CleaningFailure {
    /// Part of a sentence for people.
    var message: String {
        switch self {
        case .notRun(let code): "could not be run: \(Errno(rawValue: code).reason)"
        case .failed(let status, let words): "failed with status \(status)\(words.isEmpty ? "" : ": " + words)"
        case .ended(let signal, let words): "was ended by signal \(signal)\(words.isEmpty ? "" : ": " + words)"
        case .tookTooLong(let seconds): "took longer than \(seconds) seconds and was stopped"
        case .tooMuch: "wrote more than any recording has"
        case .unreadable: "wrote nothing that is a recording"
        case .otherLength(let seconds, let expected):
            "made \(secondsText(seconds)) s of \(secondsText(expected)) s; it must not change the length"
        case .silent: "made it silent"
        }
    }
}
