import Glibc
import LocalFiles
import SystemPackage

/// Why a text could not be spoken: what each engine had to say.
package struct SpeechFailure: Error, Hashable, Sendable {
    package struct Attempt: Hashable, Sendable {
        /// As the configuration names it.
        package let engine: String
        package let fault: SpeechFault

        package init(_ engine: String, _ fault: SpeechFault) { (self.engine, self.fault) = (engine, fault) }
    }

    /// In the order in which they were asked.
    package let attempts: [Attempt]

    package init(_ attempts: [Attempt]) { self.attempts = attempts }

    /// Part of a sentence for people: `wyoming: 127.0.0.1:10200 cannot be reached (connection refused); espeak …`.
    package var message: String { attempts.map { "\($0.engine) \($0.fault.message)" }.joined(separator: "; ") }
}

/// Why one engine gave no sound that can be an announcement.
package enum SpeechFault: Error, Hashable, Sendable {
    /// There is no such program.
    case notInstalled(program: String)
    /// Why no connection comes about.
    case unreachable(reason: String)
    /// It has not finished after so many seconds.
    case tookTooLong(seconds: Int)
    /// It stopped before the sound was complete.
    case endedEarly
    /// A program ended with this status; `words` is the start of what it wrote to standard error.
    case exited(status: Int, words: String)
    /// A program was ended by a signal.
    case crashed(signal: Int)
    /// A server answered with a status other than 200, or with an error; `words` is the start of it.
    case refused(status: Int?, words: String)
    /// The environment variable with its key is not set.
    case noKey(variable: String)
    /// It answered with something that is no sound.
    case notSound(words: String)
    /// It answered with silence.
    case silent
    /// It answered with more than so many bytes.
    case tooLarge(bytes: Int)
    /// What it said cannot be converted.
    case notConverted(RecordingFailure)
    /// It cannot be kept in the state folder: an `errno` value.
    case notStored(errno: CInt)
    /// The library is ending.
    case stopped

    /// The rest of a sentence that begins with the engine.
    package var message: String {
        switch self {
        case .notInstalled(let program): "is not installed: there is no program \(program)"
        case .unreachable(let reason): "cannot be reached (\(reason))"
        case .tookTooLong(let seconds): "has not finished after \(seconds) seconds"
        case .endedEarly: "stopped before its sound was complete"
        case .exited(let status, ""): "failed with status \(status)"
        case .exited(let status, let words): "failed with status \(status): \(words)"
        case .crashed(let signal): "was ended by signal \(signal)"
        case .refused(let status?, ""): "answered with status \(status)"
        case .refused(let status?, let words): "answered with status \(status): \(words)"
        case .refused(nil, let words): "refused: \(words)"
        case .noKey(let variable): "has no key: the environment variable \(variable) is not set"
        case .notSound(""): "answered without sound"
        case .notSound(let words): "answered with something that is no sound: \(words)"
        case .silent: "answered with silence: check its voice"
        case .tooLarge(let bytes): "answered with more than \(bytes >> 20) MiB"
        case .notConverted(let failure):
            // A sentence of its own, whose full stop would stand in the middle.
            "gave sound that cannot be converted: "
                + (failure.message.hasSuffix(".") ? String(failure.message.dropLast()) : failure.message)
        case .notStored(let code):
            "spoke, but its sound cannot be stored in the state folder: \(Errno(rawValue: code).reason)"
        case .stopped: "was stopped"
        }
    }
}
