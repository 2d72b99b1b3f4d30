/// A note about a recording or its conversion that did not stop the work.
///
/// Findings are values: they are collected, compared in tests, and turned into sentences by the command line.
/// Times are seconds from the start of the recording.
public enum Finding: Hashable, Sendable, Codable {
    // The recording
    /// Decoding ended before the recording did. `expected` is the recording's length, nil if unknown.
    case stoppedEarly(at: Double, expected: Double?, cause: Damage)
    /// Damaged data was skipped: at which time, how many bytes, and how many seconds of sound, each nil if unknown.
    case skippedDamage(at: Double?, bytes: Int?, lost: Double?)
    /// The header declares a length that the file does not hold; the sound in the file was used.
    case headerLies(claimed: Double, found: Double)
    /// The file is so many bytes shorter than its header says.
    case cutShort(missingBytes: Int)
    /// Bytes after the audio that no decoder understood.
    case unreadBytes(Int)
    /// Several recordings in one file (concatenated MP3, chained Ogg), converted one after the other.
    case joinedStreams(Int)
    /// NaN or infinite samples, replaced by silence.
    case nonFiniteSamples(Int)

    // The sound as the caller hears it
    /// Every sample is zero.
    case silent
    /// The active level in dB below full scale (RMS) is so low that a caller will hardly hear anything. The level is nil if
    /// it is too low to be measured, below -70.
    case quiet(activeLevel: Double?)
    /// The announcement is over before a caller notices it.
    case tooShort(seconds: Double)
    /// Sounds in the first minute that a menu takes for key presses (DTMF), in order, and the time of the first.
    case keyTones(keys: String, at: Double)
    /// Samples over full scale, saturated.
    case clipped(samples: Int)

    // The conversion
    /// The two channels cancel each other; one of them was used instead of their sum.
    case antiPhase(used: ChannelChoice)
    /// The target level was not reached: the ceiling or the largest gain came first.
    case levelNotReached(wanted: Double, reached: Double, because: LevelLimit)
    /// Too little speech to measure a level: left unchanged, or lowered to the ceiling.
    case tooShortToLevel
    /// Silence cut at the ends, in seconds.
    case trimmed(start: Double, end: Double)
    /// The fast resampler does not cover this rate; libsamplerate was used.
    case resampledBySinc(rate: Int)

    /// How much a finding matters.
    public enum Severity: String, Hashable, Sendable, Codable, CaseIterable {
        /// For information; nothing is lost.
        case note
        /// The caller may hear less than the recording holds, or something else than intended.
        case warning
    }

    /// The damage that ended a recording early.
    public enum Damage: Hashable, Sendable, Codable {
        /// The file ends in the middle.
        case truncated
        /// The decoder for `codec` met data it cannot read.
        case damagedData(codec: String)
        /// The decoder's own message.
        case decoder(String)
    }

    /// What kept a level from being reached.
    public enum LevelLimit: String, Hashable, Sendable, Codable {
        case ceiling, largestGain
    }

    /// How much this finding matters.
    public var severity: Severity {
        switch self {
        case .joinedStreams, .trimmed, .resampledBySinc, .levelNotReached, .tooShortToLevel: .note
        case .stoppedEarly, .skippedDamage, .headerLies, .cutShort, .unreadBytes, .nonFiniteSamples, .silent, .quiet,
            .tooShort, .keyTones, .clipped, .antiPhase:
            .warning
        }
    }

    /// Returns the same finding in a stream that begins `seconds` later.
    func later(by seconds: Double) -> Finding {
        switch self {
        case .stoppedEarly(let at, let expected, let cause):
            .stoppedEarly(at: at + seconds, expected: expected.map { $0 + seconds }, cause: cause)
        case .skippedDamage(let at?, let bytes, let lost):
            .skippedDamage(at: at + seconds, bytes: bytes, lost: lost)
        default:
            self
        }
    }
}
