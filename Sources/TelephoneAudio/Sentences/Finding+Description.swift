import Telephony

extension Finding: CustomStringConvertible {
    /// The finding as one sentence for people, without a full stop: "the file is 200 bytes shorter than its header declares: the
    /// end is missing".
    public var description: String {
        switch self {
        case .stoppedEarly(let at, let expected, let cause):
            "stopped at \(durationText(at))" + (expected.map { " of about \(durationText($0))" } ?? "")
                + ": \(cause.words)"
        case .skippedDamage(let at, let bytes, let lost):
            "damaged data was skipped"
                + [
                    at.map { " at \(durationText($0))" }, bytes.map { " (\($0) bytes)" },
                    lost.map { ", \(secondsText($0)) of sound are missing" },
                ]
                .compactMap { $0 }.joined()
        case .headerLies(let claimed, let found):
            "the header declares \(durationText(claimed)), the file contains \(durationText(found)); all of it was used"
        case .cutShort(let missing):
            "the file is \(missing) bytes shorter than its header declares: the end is missing"
        case .unreadBytes(let count):
            "\(count) bytes after the sound were ignored"
        case .joinedStreams(let count):
            "\(count) recordings in one file, converted one after the other"
        case .timestampGap(let at, let seconds):
            "the time stamps jump ahead by \(secondsText(seconds)) at \(durationText(at)): sound is missing there, or a pause, which was left out"
        case .wrongTimestamps:
            "the time stamps do not fit the sound and were ignored; all of the sound was used"
        case .otherTrack(let used, let unreadable):
            "audio track \(used) was used: no decoder reads the codec of track \(unreadable)"
        case .silentTrack(let used, let sounding):
            "audio track \(used) is silent, track \(sounding) is not"
        case .nonFiniteSamples(let count):
            "\(count) samples were not numbers (NaN, infinite or absurdly large) and became silence"
        case .silent:
            "only digital silence: callers hear nothing"
        case .antiPhase(let used):
            "the two channels cancel each other (their phase is inverted), so only the \(used.words) was used"
        case .channelsCancel(let used):
            "the channels cancel each other when mixed (the phase of some is inverted), so only \(used.numbered) was used"
        case .oneChannel(let used, let count):
            "only \(count == 2 ? "the \(used.words)" : used.numbered) has sound, so it was used alone"
        case .quiet(let level?):
            "very quiet: \(decibelText(level + 3)) dBm0; speech should be near -19 dBm0. Record it louder, or normalize its level"
        case .quiet(nil):
            "too quiet to hear: below -67 dBm0; speech should be near -19 dBm0. Record it again, louder"
        case .tooShort(let seconds):
            "only \(secondsText(seconds)) long: callers will miss it. Was the recording cut off?"
        case .keyTones(let keys, let at):
            keys.count == 1
                ? "key tone \(keys) at \(durationText(at)): a menu takes it for a key press"
                : "key tones \(Self.list(keys)) from \(durationText(at)): a menu takes them for key presses"
        case .clipped(let samples):
            "\(samples) \(samples == 1 ? "sample was" : "samples were") over full scale and cut off"
        case .levelNotReached(let wanted, let reached, let because):
            "the level is \(decibelText(reached + wanted.measure.offset)) \(wanted.measure.unit) instead of \(decibelText(wanted.level + wanted.measure.offset)): \(because.words)"
        case .tooShortToLevel:
            "too little sound to measure a level (under 0.1 s above -67 dBm0), so it was not raised"
        case .dcOffset(let mean, isRemoved: true):
            "a DC offset of \(decimalText(mean * 100, 1)) % of full scale was removed"
        case .dcOffset(let mean, isRemoved: false):
            "DC offset of \(decimalText(mean * 100, 1)) % of full scale"
        case .noisy(let over):
            "the speech is only \(decibelText(over)) dB louder than the noise in its pauses; callers need 15. Record it closer to the microphone, or in a quieter room"
        case .noiseRaised(let gain, let level):
            "the noise in the pauses was raised by \(decibelText(gain)) dB, to \(decibelText(level + 3)) dBm0"
        case .steadyNoise(let level):
            "steady noise at \(decibelText(level + 3)) dBm0 in the pauses: cleaning takes most of it out"
        case .cleaned(let from, let to, let hum):
            "cleaned: "
                + [
                    from.map { from in
                        "steady noise from \(decibelText(from + 3)) to "
                            + (to.map { "\(decibelText($0 + 3)) dBm0" } ?? "below what can be measured")
                    }, hum.map { "hum of \($0) Hz taken out" },
                ].compactMap { $0 }.joined(separator: ", ")
        case .notCleaned(let because): "not cleaned: \(because.words)"
        case .polished(let presence, let compression):
            "polished: "
                + [
                    presence > 0 ? "consonants +\(decibelText(presence)) dB" : nil,
                    compression > 0 ? "loud syllables -\(decibelText(compression)) dB against soft ones" : nil,
                ].compactMap { $0 }.joined(separator: ", ")
        case .notPolished(let because): "not polished: \(because.words)"
        case .trimmed(let start, let end):
            "cut \(secondsText(start)) of silence at the start and \(secondsText(end)) at the end"
        case .resampledBySinc(let rate):
            "\(rate) Hz was resampled by libsamplerate, as the fast resampler does not support it"
        }
    }

    /// The finding's kind, as JSON output names it.
    package var code: String {
        switch self {
        case .stoppedEarly: "stopped-early"
        case .skippedDamage: "skipped-damage"
        case .headerLies: "header-lies"
        case .cutShort: "cut-short"
        case .unreadBytes: "unread-bytes"
        case .joinedStreams: "joined-streams"
        case .timestampGap: "timestamp-gap"
        case .wrongTimestamps: "wrong-timestamps"
        case .otherTrack: "other-track"
        case .silentTrack: "silent-track"
        case .nonFiniteSamples: "non-finite-samples"
        case .silent: "silent"
        case .antiPhase, .channelsCancel: "anti-phase"
        case .oneChannel: "one-channel"
        case .quiet: "quiet"
        case .tooShort: "too-short"
        case .keyTones: "key-tones"
        case .clipped: "clipped"
        case .levelNotReached: "level-not-reached"
        case .tooShortToLevel: "too-short-to-level"
        case .dcOffset: "dc-offset"
        case .noisy: "noisy"
        case .noiseRaised: "noise-raised"
        case .steadyNoise: "steady-noise"
        case .cleaned: "cleaned"
        case .notCleaned: "not-cleaned"
        case .polished: "polished"
        case .notPolished: "not-polished"
        case .trimmed: "trimmed"
        case .resampledBySinc: "resampled-by-sinc"
        }
    }

    /// Seconds from the start of the recording, where the finding has a place.
    package var place: Double? {
        switch self {
        case .stoppedEarly(let at, _, _): at
        case .skippedDamage(let at, _, _): at
        case .timestampGap(let at, _): at
        case .keyTones(_, let at): at
        default: nil
        }
    }

    /// Keys listed at most.
    private static let mostKeys = 10

    private static func list(_ keys: String) -> String {
        keys.prefix(mostKeys).map(String.init).joined(separator: ", ") + (keys.count > mostKeys ? ", …" : "")
    }
}

extension Finding.Damage {
    fileprivate var words: String {
        switch self {
        case .truncated: "the file ends there"
        case .damagedData(let codec): "damaged \(codec) data"
        case .decoder(let words): words
        }
    }
}

extension Finding.LevelLimit {
    fileprivate var words: String {
        switch self {
        case .ceiling: "its peaks would have exceeded -3 dBTP, although up to 6 dB were taken off them"
        case .largestGain: "more than +20 dB would have been needed"
        }
    }
}

extension CleanReport.Outcome {
    fileprivate var words: String {
        switch self {
        case .cleaned: "done"
        case .alreadyClean: "there is no steady noise or hum in it that a caller could hear"
        case .notSpeech: "this is music or tones, or has music under it"
        }
    }
}

extension PolishReport.Outcome {
    fileprivate var words: String {
        switch self {
        case .polished: "done"
        case .alreadyClear: "this speech is bright and dense already"
        case .notSpeech: "this is music or tones, or has music under it"
        case .tooShort: "there is less than a word of sound in it"
        }
    }
}

extension ChannelChoice {
    /// "left channel", for two-channel recordings.
    package var words: String {
        switch self {
        case .mix: "mix"
        case .only(1): "left channel"
        case .only(2): "right channel"
        case .only(let number): "channel \(number)"
        }
    }

    /// "channel 1", for recordings of any number of channels.
    package var numbered: String {
        switch self {
        case .mix: "mix"
        case .only(let number): "channel \(number)"
        }
    }
}
