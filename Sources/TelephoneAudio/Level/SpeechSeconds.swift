import Glibc

/// One second of sound, or the rest at the end.
///
/// A second of speech goes to and fro between vowels, which have their power below 1.5 kHz, and consonants, which have it above; and
/// it has gaps. Music and tones have less of both. After J. Saunders, "Real-time discrimination of broadcast speech/music" (ICASSP
/// 1996), and E. Scheirer and M. Slaney, "Construction and evaluation of a robust multifeature speech/music discriminator" (ICASSP
/// 1997). The limits are those of Asterisk's prompts by four voices in four languages, and of its music.
struct SpeechSecond: Sendable {
    private var powers = [Double](repeating: 0, count: Self.length)
    /// dB above 1.5 kHz relative to all.
    private var tilts = [Double](repeating: 0, count: Self.length)
    private(set) var count = 0

    /// Hops of 8 ms.
    static let length = 125
    /// dB below full scale (RMS) that there is no sound below.
    private static let softest = -60.0
    /// dB of tilt that a second without gaps counts less than one that is all gaps.
    private static let gapWeight = 6.0

    var isComplete: Bool { count == Self.length }

    mutating func clear() { count = 0 }

    mutating func add(_ power: Double, high: Double) {
        powers[count] = power
        tilts[count] = Decibel.ofPower(max(high, 1e-12) / max(power, 1e-12))
        count += 1
    }

    /// How much like speech it is: the standard deviation of the tilt in dB where there is sound, and more with more gaps; nil
    /// without sound.
    var likeness: Double? {
        let powers = powers[..<count]
        let mean = powers.reduce(0, +) / Double(max(1, count))
        guard mean > Decibel.power(Self.softest) else { return nil }
        var (gaps, sounding, sum, squares) = (0, 0, 0.0, 0.0)
        for (power, tilt) in zip(powers, tilts) {
            if power < mean / 4 { gaps += 1 }
            guard power > mean / 100 else { continue }
            sounding += 1
            sum += tilt
            squares += tilt * tilt
        }
        let average = sum / Double(max(1, sounding))
        let deviation = max(0, squares / Double(max(1, sounding)) - average * average).squareRoot()
        return deviation + Self.gapWeight * Double(gaps) / Double(count)
    }
}

/// The seconds of a recording: whether they are speech all in all.
struct SpeechSeconds: Sendable {
    private var sounding = 0
    private var speechLike = 0
    /// Seconds in a row that are not like speech: the last ones, and the most.
    private var run = 0
    private var longestRun = 0
    /// How much like speech the only one is.
    private var likeness: Double?

    /// What 95 of 100 seconds of speech reach, and 9 of music.
    private static let speech = 6.1
    /// What short words reach, and tones do not.
    private static let word = 3.9
    /// The share of seconds that must be speech.
    private static let leastShare = 0.5
    /// Seconds in a row that are clearly anything else: a jingle.
    private static let jingle = 3
    /// What 98 of 100 seconds of speech reach, and 17 of music.
    private static let clearlyNot = 5.3

    mutating func add(_ second: SpeechSecond) {
        guard let likeness = second.likeness else {
            run = 0
            return
        }
        self.likeness = likeness
        sounding += 1
        if likeness >= Self.speech { speechLike += 1 }
        run = likeness < Self.clearlyNot ? run + 1 : 0
        longestRun = max(longestRun, run)
    }

    /// Takes what is left at the end, if it is most of a second or all there is.
    mutating func end(with rest: SpeechSecond) {
        if rest.count > SpeechSecond.length / 2 || sounding == 0 { add(rest) }
    }

    var areSpeech: Bool {
        switch sounding {
        case 0: false
        case 1: (likeness ?? 0) >= Self.word
        default: Double(speechLike) >= Self.leastShare * Double(sounding) && longestRun < Self.jingle
        }
    }
}
