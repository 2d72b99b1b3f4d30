import Glibc
import LocalFiles
import SystemPackage
package import TelephoneAudio

/// Why a recording is not published.
package enum RecordingFailure: Error, Hashable, Sendable {
    /// It cannot be converted.
    case refused(RecordingError)
    /// Its announcement could not be written by the worker process.
    case notWritten(OutputError)
    /// The worker process was ended by a signal of this number.
    case crashed(signal: Int)
    /// Converting took longer than this many seconds.
    case tookTooLong(seconds: Int)
    /// Converting needed more than this many bytes.
    case usedTooMuchMemory(bytes: Int)
    /// The worker process ended with this status and without a result; `words` is what it wrote to standard error.
    case unintelligible(status: Int, words: String)
    /// The worker process cannot be started: an `errno` value.
    case noConverter(errno: CInt)
    /// The converted file is not one that the telephone network is known to play.
    case unplayable(UnplayableReason)
    /// The command that was to clean it did not.
    case notCleaned(CleaningFailure)
    /// The recording, or a published file, cannot be read: an `errno` value.
    case unreadable(errno: CInt)
    /// The announcement cannot be stored in the state folder: an `errno` value.
    case notStored(errno: CInt)

    /// Whether the same recording fails in the same way whenever the same program tries it, so that trying is pointless.
    /// A lack of memory, time, space or a decoder may be over the next time.
    var isLasting: Bool {
        guard case .refused(let error) = self else { return false }
        return switch error {
        case .empty, .notAudio, .noAudioTrack, .noSuchTrack, .hasHeader, .noDecoder, .noSamples, .rateOutOfRange,
            .channelCountOutOfRange, .noSuchChannel:
            true
        case .needsFFmpeg, .undecodable, .tooLong, .crashed, .system: false
        }
    }

    /// Whether trying again is worth it while the program runs: the machine was to blame, not the recording.
    var isOfTheMachine: Bool {
        switch self {
        case .noConverter, .unreadable, .notStored, .refused(.system), .notWritten(.system), .notCleaned(.notRun): true
        case .refused, .notWritten, .notCleaned, .crashed, .tookTooLong, .usedTooMuchMemory, .unintelligible,
            .unplayable:
            false
        }
    }

    /// A sentence for people, without the recording's name.
    package var message: String {
        switch self {
        // Unlike `announce convert`, the library keeps temporary data beside the announcements.
        case .refused(.system(let code, .spool)):
            "converting it needs temporary space in the state folder: \(Errno(rawValue: code).reason). Free some space there, or "
                + "move the state folder with --state."
        case .refused(let error): error.sentence
        // The name of an unfinished file means nothing to people.
        case .notWritten(let error): error.sentence(naming: "its announcement")
        case .crashed(let signal): RecordingError.crashed(signal: signal).sentence
        case .tookTooLong(let seconds): "its conversion took longer than \(seconds) seconds and was stopped."
        case .usedTooMuchMemory(let bytes):
            "its conversion needed more than the \(bytes >> 20) MiB of memory allowed, and was stopped."
        case .unintelligible(let status, let words):
            "the converter failed (status \(status))\(words.isEmpty ? "" : ": " + words)."
        case .noConverter(let code): "the converter cannot be started: \(Errno(rawValue: code).reason)."
        case .unplayable(let reason): "the converted file would not play on the telephone: \(reason)."
        case .notCleaned(let failure): "the command of `clean` \(failure.message)."
        case .unreadable(let code): "it cannot be read: \(Errno(rawValue: code).reason)."
        case .notStored(let code):
            "its announcement cannot be stored in the state folder: \(Errno(rawValue: code).reason)."
        }
    }
}

/// Why a converted file is not one that the telephone network is known to play.
package enum UnplayableReason: Hashable, Sendable, CustomStringConvertible {
    case notWAV
    /// It is a WAV file, but not in the format that the network expects.
    case unlike([PlayObstacle], [PlayDoubt])
    /// More samples than a WAV header can hold.
    case tooManySamples(Int)

    package var description: String {
        switch self {
        case .notWAV: "it is not a WAV file"
        case .unlike(let obstacles, let doubts):
            (obstacles.map { "\($0)" } + doubts.map { "\($0)" }).joined(separator: ", ")
        case .tooManySamples(let count): "\(count) samples are more than a WAV header can declare"
        }
    }
}
