import Glibc

/// Finds the sounds in an 8 kHz signal that a telephone would take for key presses, with the tolerances of ITU-T Q.24
/// (table A.1, the values of AT&T).
///
/// Frequencies up to 1.5 % off are accepted and 3.5 % off refused, 40 ms are enough and 20 ms too little, the column's
/// tone may be 4 dB louder than the row's or 8 dB softer, and each must reach -36 dBFS. Speech and music are not taken for
/// keys because nearly all energy must be in the two tones, steadily, and hardly any in their overtones.
package struct DTMFDetector: Sendable {
    /// Mean square of the softer tone: -36 dBFS.
    private static let smallestPower: Float = 2.5e-4
    /// Column over row: 4 dB, and 0.5 dB for the error that noise causes.
    private static let largestTwist: Float = 2.82
    /// Column over row: -8 dB, with the same margin.
    private static let smallestTwist: Float = 0.141
    /// Midway between what must be accepted and what must be refused.
    private static let largestDeviation: Float = 0.025
    /// The share of all energy that the two tones must have: 7.5 dB above the rest. White noise 15 dB down leaves 97 %.
    private static let smallestShare: Float = 0.85
    /// The same for a key that is already held down: a syllable spoken meanwhile must not make two presses of one.
    private static let heldShare: Float = 0.5
    /// What an overtone may have, relative to the two tones: -12 dB.
    private static let largestOvertone: Float = 0.06
    /// Consecutive windows: they accept tones from 30 ms on, or from 24 ms depending on where they begin.
    private static let shortestRun = 3
    /// A shorter pause, 26 ms by the windows around it, does not end a press.
    private static let longestGap = 5 * DTMFSpectrum.hop
    /// The same in seconds, between the end of one sound and the start of the next.
    static let longestPause = 0.026
    /// Tones kept at most, so that memory does not grow with the recording.
    package static let toneLimit = 100

    /// Where a press begins and ends in its first and last window: the first counts when the tone fills 74 % of it,
    /// and 50 % are enough to hold the key.
    private static let (beginning, end) = (53, 102)

    private struct Press: Sendable {
        var key: Int
        /// The first samples of the first and the last window.
        var first: Int
        var last: Int
    }

    /// The latest samples; from `start` on, the hop before the current window and the window.
    private var buffer = [Float](repeating: 0, count: 2048)
    private var start = 0
    private var filled = DTMFSpectrum.window
    /// The number of the window's first sample; silence precedes the start.
    private var position = DTMFSpectrum.hop - DTMFSpectrum.window
    /// The spectrum of the previous window; nil if it was not computed.
    private var earlier: DTMFSpectrum?
    /// Correlations of the second and the third hop of the window.
    private var middle = (HopCorrelation(), HopCorrelation())
    private var run: (press: Press, windows: Int)?
    private var presses: [Press] = []

    /// Starts in silence.
    package init() {}

    /// Takes 8 kHz samples, in pieces of any size.
    package mutating func push(_ samples: UnsafeBufferPointer<Float>) {
        var taken = 0
        while taken < samples.count {
            let count = min(samples.count - taken, buffer.count - filled)
            buffer.withUnsafeMutableBufferPointer { buffer in
                _ = UnsafeMutableBufferPointer(rebasing: buffer[filled...]).update(
                    fromContentsOf: UnsafeBufferPointer(rebasing: samples[taken..<taken + count]))
            }
            taken += count
            filled += count
            while filled - start >= DTMFSpectrum.hop + DTMFSpectrum.window { measure() }
            guard filled == buffer.count else { continue }
            buffer.withUnsafeMutableBufferPointer { buffer in
                for index in start..<filled { buffer[index - start] = buffer[index] }
            }
            filled -= start
            start = 0
        }
    }

    /// The key presses so far, as if the signal ended here; the first hundred.
    package var tones: [DTMFTone] {
        var finished = self
        let count = position + filled - start - DTMFSpectrum.hop
        let silence = [Float](repeating: 0, count: 2 * DTMFSpectrum.window)
        silence.withUnsafeBufferPointer { finished.push($0) }
        return finished.presses.map { tone in
            let start = max(0, tone.first + Self.beginning - DTMFSpectrum.hop / 2)
            let end = min(count, tone.last + Self.end + DTMFSpectrum.hop / 2)
            return DTMFTone(
                key: DTMFSpectrum.keys[tone.key], at: Double(start) / 8000, duration: Double(end - start) / 8000)
        }
    }

    private mutating func measure() {
        let held = presses.last.flatMap { position - $0.last <= Self.longestGap ? $0.key : nil }
        let (pressed, spectrum) = buffer.withUnsafeBufferPointer { buffer -> (Int?, DTMFSpectrum?) in
            guard let base = buffer.baseAddress else { return (nil, nil) }
            let window = base + start + DTMFSpectrum.hop
            middle = (middle.1, HopCorrelation(of: window + 2 * DTMFSpectrum.hop))
            // Most windows of speech and music are refused here, at a tenth of a spectrum's cost.
            guard held != nil || (middle.0 + middle.1).mayBeKey else { return (nil, nil) }
            let energy = DTMFSpectrum.energy(of: window)
            guard energy >= Self.smallestPower else { return (nil, nil) }
            let spectrum = DTMFSpectrum(window)
            return (key(in: spectrum, of: window, energy: energy, held: held), spectrum)
        }
        earlier = spectrum
        add(pressed)
        start += DTMFSpectrum.hop
        position += DTMFSpectrum.hop
    }

    /// Returns the key whose tones fill the window, or half of it if the key is held down.
    ///
    /// - Parameter window: its samples, which those of the previous window precede.
    private func key(
        in spectrum: DTMFSpectrum, of window: UnsafePointer<Float>, energy: Float, held: Int?
    ) -> Int? {
        func loudest(of range: Range<Int>) -> Int {
            range.reduce(range.lowerBound) { spectrum.powers[$1] > spectrum.powers[$0] ? $1 : $0 }
        }
        let (row, column) = (loudest(of: 0..<4), loudest(of: 4..<8))
        let key = row * 4 + column - 4
        let share = energy * (key == held ? Self.heldShare : Self.smallestShare)
        // A tone between two of the filters is at most five times as strong as either shows it.
        guard 5 * (spectrum.powers[row] + spectrum.powers[column]) >= share else { return nil }
        let earlier = earlier ?? DTMFSpectrum(window - DTMFSpectrum.hop)
        func power(of index: Int) -> Float? {
            let deviation = spectrum.deviation(of: index, since: earlier)
            guard abs(deviation) <= Self.largestDeviation * DTMFSpectrum.frequencies[index] else { return nil }
            let power = spectrum.powers[index] / DTMFSpectrum.response(at: deviation)
            return power >= Self.smallestPower ? power : nil
        }
        guard let rowPower = power(of: row), let columnPower = power(of: column) else { return nil }
        let both = rowPower + columnPower
        guard columnPower <= rowPower * Self.largestTwist, columnPower >= rowPower * Self.smallestTwist, both >= share
        else { return nil }
        let overtones = DTMFSpectrum(window, at: .overtones).powers
        guard max(overtones[row], overtones[column]) <= both * Self.largestOvertone else { return nil }
        return key
    }

    /// Joins windows of the same key into one press.
    private mutating func add(_ key: Int?) {
        guard let key else {
            run = nil
            return
        }
        var windows = 1
        var current = Press(key: key, first: position, last: position)
        if let run, run.press.key == key {
            windows = run.windows + 1
            current.first = run.press.first
        }
        run = (current, windows)
        if let last = presses.last, last.key == key, position - last.last <= Self.longestGap {
            presses[presses.count - 1].last = position
        } else if windows == Self.shortestRun, presses.count < Self.toneLimit {
            presses.append(current)
        }
    }
}
