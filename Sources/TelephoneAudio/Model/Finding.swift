/// A note or warning about a recording or its conversion that did not stop the conversion.
///
/// ``Conversion`` and ``Inspector`` report the same findings about the sound of the same recording. Findings are values
/// without text: the program that uses the library phrases them. Times are seconds from the start of the recording.
public enum Finding: Hashable, Sendable, Codable {
    // The recording
    /// Decoding ended before the recording did. `expected` is the recording's duration; nil if unknown.
    case stoppedEarly(at: Double, expected: Double?, cause: Damage)
    /// Damaged data was skipped: at which time, how many bytes, and how many seconds of sound, each nil if unknown.
    case skippedDamage(at: Double?, bytes: Int?, lost: Double?)
    /// The header declares another duration than the file contains; all sound in the file was used.
    case headerLies(claimed: Double, found: Double)
    /// The file is shorter than its header declares.
    case cutShort(missingBytes: Int)
    /// Bytes after the sound that were ignored.
    case unreadBytes(Int)
    /// Several recordings in one file (concatenated MP3, chained Ogg), converted one after the other.
    case joinedStreams(Int)
    /// Time stamps jump ahead without sound: first at which time, and by how many seconds in all. The pause is left out.
    case timestampGap(at: Double, seconds: Double)
    /// The time stamps cannot be true, so none of them was used to trim sound; all of it was used.
    case wrongTimestamps
    /// The audio track that was used, since an earlier one has a codec that cannot be decoded.
    case otherTrack(used: Int, unreadable: Int)
    /// The audio track that was used is silent, and another one is not.
    case silentTrack(used: Int, sounding: Int)
    /// The number of samples that were NaN or infinite, and were replaced by silence.
    case nonFiniteSamples(Int)

    // The sound as the caller hears it
    /// Every sample is zero.
    case silent
    /// The active level in dB below full scale (RMS) is so low that a caller will hardly hear anything. The level is nil if
    /// it is too low to be measured, below -70.
    case quiet(activeLevel: Double?)
    /// The announcement is shorter than a spoken word (0.3 s).
    case tooShort(seconds: Double)
    /// Sounds in the first minute that a menu takes for key presses (DTMF), in order, and the time of the first.
    case keyTones(keys: String, at: Double)
    /// The number of samples over full scale, which were saturated.
    case clipped(samples: Int)

    /// The mean of the sound as a fraction of full scale, with its sign: DC, which no caller hears, but which takes up room.
    case dcOffset(Double, isRemoved: Bool)
    /// Noise in the pauses, in dB below full scale (RMS), that a caller hears and that can be taken out.
    case steadyNoise(Double)
    /// The speech is this many dB louder than the noise in its pauses: fewer than 15.
    case noisy(speechOverNoise: Double)

    // The conversion
    /// The two channels cancel each other; one of them was used instead of their sum.
    case antiPhase(used: ChannelChoice)
    /// The mix of more than two channels cancels itself; this one was used instead.
    case channelsCancel(used: ChannelChoice)
    /// Only one of several channels has sound, so it was used instead of their sum, which is quieter.
    case oneChannel(used: ChannelChoice, of: Int)
    /// The target level was not reached: the ceiling or the largest gain came first. `reached` is in dB, as the target is
    /// measured.
    case levelNotReached(wanted: LevelTarget, reached: Double, because: LevelLimit)
    /// The gain raised the noise in the pauses by more than 10 dB, to this level in dB below full scale (RMS).
    case noiseRaised(by: Double, to: Double)
    /// Too little sound to measure a level, which was left unchanged or lowered to the ceiling.
    case tooShortToLevel
    /// Noise in the pauses was lowered from one level to another, in dB below full scale (RMS), each nil if nothing is as steady as
    /// noise; the hum of mains of this frequency in Hz was taken out.
    case cleaned(from: Double?, to: Double?, hum: Int?)
    /// It was left as it is, although it was to be cleaned; never `cleaned`.
    case notCleaned(because: CleanReport.Outcome)
    /// Speech was made easier to understand: consonants raised by `presence` dB, loud syllables lowered by `compression` dB against
    /// soft ones.
    case polished(presence: Double, compression: Double)
    /// It was left as it is, although polish was asked for; never `polished`.
    case notPolished(because: PolishReport.Outcome)
    /// Seconds of silence that were cut at the start and the end.
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
        /// Peaks would have exceeded -3 dBTP, even with 6 dB taken off them.
        case ceiling
        /// More than +20 dB would have been needed.
        case largestGain
    }

    /// How much this finding matters.
    public var severity: Severity {
        switch self {
        case .levelNotReached(let wanted, let reached, _): wanted.level - reached > 3 ? .warning : .note
        case .joinedStreams, .otherTrack, .wrongTimestamps, .oneChannel, .trimmed, .resampledBySinc, .tooShortToLevel,
            .dcOffset, .noiseRaised, .polished, .notPolished, .cleaned, .notCleaned,
            .steadyNoise:
            .note
        case .stoppedEarly, .skippedDamage, .headerLies, .cutShort, .unreadBytes, .nonFiniteSamples, .silent, .quiet,
            .tooShort, .keyTones, .clipped, .antiPhase, .channelsCancel, .timestampGap, .silentTrack, .noisy:
            .warning
        }
    }

    /// The channel that was used instead of the mix of all; nil for findings about anything else.
    public var usedChannel: ChannelChoice? {
        switch self {
        case .antiPhase(let used), .channelsCancel(let used), .oneChannel(let used, _): used
        default: nil
        }
    }

    /// Returns the same finding about a target level that was not reached, with the level that was.
    func reaching(_ level: Double) -> Finding {
        guard case .levelNotReached(let wanted, _, let limit) = self else { return self }
        return .levelNotReached(wanted: wanted, reached: level, because: limit)
    }

    /// Returns the same finding in a stream that begins `seconds` later.
    func later(by seconds: Double) -> Finding {
        switch self {
        case .stoppedEarly(let at, let expected, let cause):
            .stoppedEarly(at: at + seconds, expected: expected.map { $0 + seconds }, cause: cause)
        case .skippedDamage(let at?, let bytes, let lost):
            .skippedDamage(at: at + seconds, bytes: bytes, lost: lost)
        case .timestampGap(let at, let length):
            .timestampGap(at: at + seconds, seconds: length)
        default:
            self
        }
    }
}
