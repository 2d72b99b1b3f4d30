public import FoundationEssentials
import Glibc
import LocalFiles
import SystemPackage
import Telephony

// Names and reasons come from the recording or the system; the program that prints them leaves out control characters.

extension RecordingError: LocalizedError, CustomStringConvertible {
    /// What is wrong with the recording, in a sentence for people that does not name it: "the file is empty. Was it copied
    /// completely?"
    public var description: String {
        switch self {
        case .empty:
            "the file is empty. Was it copied completely?"
        case .notAudio(let kind?):
            "this is \(kind), not a recording."
        case .notAudio(nil):
            "this file contains no sound: its format is unknown, or it is damaged at the start."
        case .noAudioTrack(let format):
            "this \(format) file contains pictures but no sound. Export it again with its sound."
        case .noSuchTrack(let number):
            "it has no audio track \(number)."
        case .hasHeader(let format):
            "its header says that it is \(format)."
        case .noDecoder(let format):
            format.sentence
        case .needsFFmpeg(let format):
            "\(format) is decoded by ffmpeg, which is not installed. Install it (apt-get install ffmpeg), "
                + "or save the recording as 16-bit WAV, FLAC or MP3."
        case .undecodable(let format, let reason):
            "the \(format) decoder rejects this file: \(reason.withoutFullStop). Export the recording again, as 16-bit WAV, FLAC or MP3."
        case .noSamples(let format):
            "the \(format) file opens but contains no samples. Was the recording finished and copied completely?"
        case .rateOutOfRange(let rate):
            "its header declares \(rate) Hz; only 1 kHz to 1.536 MHz can be converted. The header is probably damaged."
        case .channelCountOutOfRange(let count):
            "its header declares \(count) channels; only 1 to 1024 can be converted. The header is probably damaged."
        case .tooLong(let longest, let seconds?):
            "it is \(durationText(seconds)) long; recordings may be \(durationText(longest)) long."
        case .tooLong(let longest, nil):
            "it is longer than the \(durationText(longest)) that recordings may be."
        case .noSuchChannel(.only(let wanted), let channels):
            "there is no channel \(wanted): the recording has \(channels == 1 ? "one" : "\(channels)")."
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

    /// The description.
    public var errorDescription: String? { description }

    /// The error's kind, as JSON output names it. Part of the interface: programs compare it.
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

extension String {
    /// Without the full stop and control characters that decoders end their messages with.
    fileprivate var withoutFullStop: String {
        var text = self
        while let last = text.last, last == "." || last.isWhitespace { text.removeLast() }
        return text
    }
}
