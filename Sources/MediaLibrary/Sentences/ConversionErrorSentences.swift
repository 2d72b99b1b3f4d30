import Glibc
import LocalFiles
import SystemPackage
package import TelephoneAudio

// Errors say what is wrong, where, and what to do next. Paths and reasons come from outside and are shown without control
// characters.

extension RecordingError {
    /// One sentence for people, without the name of what it is about.
    package var sentence: String {
        switch self {
        case .empty:
            "the file is empty. Was it copied completely?"
        case .notAudio(let kind?):
            "this is \(kind), not a recording."
        case .notAudio(nil):
            "no sound was found in this file: its format is unknown or it is damaged at the start."
        case .needsFFmpeg(let format):
            "\(format) is read through ffmpeg, which is not installed. Install it (apt-get install ffmpeg), "
                + "or save the recording as WAV, FLAC or MP3."
        case .undecodable(let format, let reason):
            "the \(format) decoder refuses this file: \(reason.trimmingSentence). Try to export the recording again."
        case .noSamples(let format):
            "the \(format) file opens but holds not a single sample. Was the recording finished and copied completely?"
        case .rateOutOfRange(let rate):
            "its header says \(rate) Hz; recordings from 1 kHz to 1.536 MHz can be converted. The header is probably damaged."
        case .channelCountOutOfRange(let count):
            "its header says \(count) channels; 1 to 1024 can be converted. The header is probably damaged."
        case .noSuchChannel(.only(let wanted), let channels):
            "there is no channel \(wanted): the recording has \(channels == 1 ? "one" : "\(channels)"). Leave --channel out to mix all."
        case .noSuchChannel(.mix, _):
            "the recording has no channels."
        case .system(let code, let action):
            switch action {
            case .open where code == ETIMEDOUT: "it is a pipe into which nobody writes."
            case .open: "it cannot be opened: \(Errno(rawValue: code).reason)."
            case .read: "reading stopped: \(Errno(rawValue: code).reason)."
            case .spool:
                "there is no room for temporary data: \(Errno(rawValue: code).reason). Point TMPDIR to a folder with space, or free some."
            case .startDecoder: "ffmpeg could not be started: \(Errno(rawValue: code).reason)."
            }
        }
    }

    /// The error's kind, as JSON output names it.
    package var code: String {
        switch self {
        case .empty: "empty"
        case .notAudio: "not-audio"
        case .needsFFmpeg: "needs-ffmpeg"
        case .undecodable: "undecodable"
        case .noSamples: "no-samples"
        case .rateOutOfRange: "rate-out-of-range"
        case .channelCountOutOfRange: "channel-count-out-of-range"
        case .noSuchChannel: "no-such-channel"
        case .system: "system"
        }
    }
}

extension OutputError {
    /// One sentence for people.
    package var sentence: String {
        let path =
            switch self {
            case .exists(let path), .isFolder(let path), .system(_, _, let path): path.readable
            case .tooLong: ""
            }
        return sentence(naming: path)
    }

    /// One sentence for people.
    ///
    /// - Parameter name: what to call the file that was to be written.
    package func sentence(naming name: String) -> String {
        switch self {
        case .exists:
            "\(name) exists already and was left alone. --force replaces it; --output names another file."
        case .isFolder:
            "\(name) is a folder. Name a file in it, or end its name with / to let announce choose."
        case .tooLong(let samples):
            "\(samples) samples are more than a WAV header can say (37 hours). Split the recording, or use --raw."
        case .system(let code, let action, _):
            switch action {
            case .create: "\(name) cannot be created: \(Errno(rawValue: code).reason)."
            case .write: "\(name) could not be written: \(Errno(rawValue: code).reason). Nothing half-written was left."
            case .publish: "\(name) could not be put in place: \(Errno(rawValue: code).reason)."
            }
        }
    }

    /// The error's kind, as JSON output names it.
    package var code: String {
        switch self {
        case .exists: "exists"
        case .isFolder: "is-folder"
        case .tooLong: "too-long"
        case .system: "system"
        }
    }
}

extension String {
    /// Without the full stop and control characters that decoders end their messages with.
    fileprivate var trimmingSentence: String {
        var text = self
        while let last = text.last, last == "." || last.isWhitespace { text.removeLast() }
        return text
    }
}
