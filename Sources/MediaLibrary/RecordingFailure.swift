/// Why a recording is not published.
package enum RecordingFailure: Error, Hashable, Sendable, Codable {
    /// The converter says so: a word for machines, and a sentence for people.
    case refused(code: String, message: String)
    /// The converter was ended by a signal of this number.
    case crashed(signal: Int)
    /// It took longer than this many seconds.
    case tookTooLong(seconds: Int)
    /// It wanted more than this many bytes.
    case usedTooMuchMemory(bytes: Int)
    /// The converter ended with this status and without a word that is understood.
    case unintelligible(status: Int, words: String)
    /// The converter cannot be started: an `errno` value.
    case noConverter(errno: CInt)
    /// What came out is no file that the telephone network is known to play.
    case unplayable(String)
    /// The recording cannot be read: an `errno` value.
    case unreadable(errno: CInt)
    /// The state folder does not take the announcement: an `errno` value.
    case notStored(errno: CInt)

    /// Whether the same recording fails in the same way whenever it is tried by the same program, so that there is no
    /// sense in trying. Lack of memory, time, room or a decoder may be over the next time.
    var isLasting: Bool {
        guard case .refused(let code, _) = self else { return false }
        return [
            "empty", "not-audio", "no-samples", "rate-out-of-range", "channel-count-out-of-range", "no-such-channel",
        ].contains(code)
    }

    /// Whether it is worth trying again while the program runs: not the recording was to blame but the machine.
    var isOfTheMachine: Bool {
        switch self {
        case .noConverter, .unreadable, .notStored: true
        case .refused(let code, _): code == "system"
        case .crashed, .tookTooLong, .usedTooMuchMemory, .unintelligible, .unplayable: false
        }
    }

    /// One sentence for people, without the recording's name.
    package var message: String {
        switch self {
        case .refused(_, let message): message
        case .crashed(let signal): "the decoder crashed (signal \(signal)). Try to export the recording again."
        case .tookTooLong(let seconds): "converting it took longer than \(seconds) seconds and was given up."
        case .usedTooMuchMemory(let bytes):
            "converting it took more memory than the \(bytes >> 20) MiB allowed, and was given up."
        case .unintelligible(let status, let words):
            "the converter failed (status \(status))\(words.isEmpty ? "" : ": " + words)."
        case .noConverter(let code): "the converter cannot be started: \(systemReason(code))."
        case .unplayable(let obstacle): "the converted file would not play on the telephone: \(obstacle)."
        case .unreadable(let code): "it cannot be read: \(systemReason(code))."
        case .notStored(let code): "its announcement cannot be stored in the state folder: \(systemReason(code))."
        }
    }
}
