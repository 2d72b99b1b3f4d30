import Glibc
import LocalFiles
import SystemPackage
package import TelephoneAudio
import Telephony

// Errors say what is wrong, where, and what to do next. Paths and reasons come from outside and are shown without control
// characters.

extension RecordingError {
    /// A sentence for people, without the name of what it is about.
    package var sentence: String {
        switch self {
        case .empty:
            "the file is empty. Was it copied completely?"
        case .notAudio(let kind?):
            "this is \(kind), not a recording."
        case .notAudio(nil):
            "this file contains no sound: its format is unknown, or it is damaged at the start. If it is a telephone system's file "
                + "without a header, name its format: announce convert --from \(RawFormat.choices)."
        case .noAudioTrack(let format):
            "this \(format) file contains pictures but no sound. Export it again with its sound."
        case .noSuchTrack(let number):
            "it has no audio track \(number). Omit --track to use the first."
        case .hasHeader(let format):
            "its header says that it is \(format). --from is for files without a header: omit it."
        case .noDecoder(let format):
            format.sentence
        case .needsFFmpeg(let format):
            "\(format) is decoded by ffmpeg, which is not installed. Install it (apt-get install ffmpeg), "
                + "or save the recording as 16-bit WAV, FLAC or MP3."
        case .undecodable(let format, let reason):
            "the \(format) decoder rejects this file: \(reason.trimmingSentence). Export the recording again, as 16-bit WAV, FLAC or MP3."
        case .noSamples(let format):
            "the \(format) file opens but contains no samples. Was the recording finished and copied completely?"
        case .rateOutOfRange(let rate):
            "its header declares \(rate) Hz; only 1 kHz to 1.536 MHz can be converted. The header is probably damaged."
        case .channelCountOutOfRange(let count):
            "its header declares \(count) channels; only 1 to 1024 can be converted. The header is probably damaged."
        case .tooLong(let longest, let seconds?):
            "it is \(durationText(seconds)) long; recordings may be \(durationText(longest)) long. \(Self.allowLonger)"
        case .tooLong(let longest, nil):
            "it is longer than the \(durationText(longest)) that recordings may be. \(Self.allowLonger)"
        case .noSuchChannel(.only(let wanted), let channels):
            "there is no channel \(wanted): the recording has \(channels == 1 ? "one" : "\(channels)"). Omit --channel to mix all."
        case .noSuchChannel(.mix, _):
            "the recording has no channels."
        case .crashed(Int(SIGSYS)):
            "its decoder tried something that no decoder does, and was stopped. The recording may be an attack: delete it."
        case .crashed(0): "the decoder ended without a result. Export the recording again."
        case .crashed(let signal): "the decoder crashed (signal \(signal)). Export the recording again."
        case .system(let code, let action):
            switch action {
            case .open where code == ETIMEDOUT: "it is a pipe, and no data arrived in time."
            case .open: "it cannot be opened: \(Errno(rawValue: code).reason)."
            case .read: "reading stopped: \(Errno(rawValue: code).reason)."
            case .spool:
                "temporary data cannot be written: \(Errno(rawValue: code).reason). Free some space in the output folder and where TMPDIR points."
            case .startDecoder: "ffmpeg could not be started: \(Errno(rawValue: code).reason)."
            }
        }
    }

    private static let allowLonger =
        "Split it, or allow more: --longest, or `longest` under `recordings` in announce.yaml."

    /// The error's kind, as JSON output names it.
    package var code: String {
        switch self {
        case .empty: "empty"
        case .notAudio: "not-audio"
        case .noAudioTrack: "no-audio-track"
        case .noSuchTrack: "no-such-track"
        case .hasHeader: "has-header"
        case .noDecoder: "no-decoder"
        case .needsFFmpeg: "needs-ffmpeg"
        case .undecodable: "undecodable"
        case .noSamples: "no-samples"
        case .rateOutOfRange: "rate-out-of-range"
        case .channelCountOutOfRange: "channel-count-out-of-range"
        case .tooLong: "longer-than-allowed"
        case .noSuchChannel: "no-such-channel"
        case .crashed: "decoder-crashed"
        case .system: "system"
        }
    }
}

extension ClosedFormat {
    fileprivate var sentence: String {
        switch self {
        case .ds2:
            "DS2 is a format of dictation machines that only their makers' programs read. Export it there as WAV or MP3 "
                + "(Olympus: ODMS or DSS Player; Philips: SpeechExec; Grundig: DigtaSoft)."
        case .silk:
            "SILK is the format of WeChat and QQ voice messages, which only those read. Play it there and record it, or convert it "
                + "with a SILK decoder to WAV."
        case .optimFROG:
            "OptimFROG is read by its own program only. Convert it to WAV with `ofr --decode`."
        }
    }
}

extension RawFormat {
    /// All formats, as `--from` takes them: "gsm|alaw|…".
    package static let choices = allCases.map(\.rawValue).joined(separator: "|")
}

extension OutputError {
    /// A sentence for people.
    package var sentence: String {
        let path =
            switch self {
            case .exists(let path), .isFolder(let path), .system(_, _, let path): path.readable
            case .tooLong: ""
            }
        return sentence(naming: path)
    }

    /// A sentence for people.
    ///
    /// - Parameter name: what to call the output file.
    package func sentence(naming name: String) -> String {
        switch self {
        case .exists:
            "\(name) already exists and was not changed. Overwrite it with --force, or name another file with --output."
        case .isFolder:
            "\(name) is a folder. Name a file in it, or end the name with / to write into it."
        case .tooLong(let samples):
            "\(samples) samples do not fit into a WAV file (at most 37 hours). Split the recording, or use --raw."
        case .system(let code, let action, _):
            switch action {
            case .create: "\(name) cannot be created: \(Errno(rawValue: code).reason)."
            case .write: "\(name) could not be written: \(Errno(rawValue: code).reason). No partial file was left."
            case .publish: "\(name) could not be renamed into place: \(Errno(rawValue: code).reason)."
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
