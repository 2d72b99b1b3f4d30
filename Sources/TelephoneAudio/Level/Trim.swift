/// Finds the first and the last sound of a recording, above 300 Hz: neither DC nor hum is sound.
///
/// Sound is a run of at least 50 ms in which every 10 ms block reaches `threshold`: a click does not count. 80 ms before
/// the first and 200 ms after the last such run are kept, which hold the soft consonants around them.
struct Trim {
    /// RMS in dB below full scale.
    let threshold: Double

    /// 10 ms.
    static let blockLength = 80
    /// 50 ms, in blocks.
    static let shortestRun = 5
    /// 80 ms.
    static let keptBefore = 640
    /// 200 ms.
    static let keptAfter = 1600

    /// The threshold is -50 dBFS, 6 dB above the noise floor, or 40 dB below the active level, whichever is highest, but
    /// at least 20 dB below the active level: in a recording without pauses the "noise floor" is soft speech, and a quiet
    /// one would lose its endings to the -50 dBFS.
    init(activeLevel: Double, noiseFloor: Double?) {
        let wanted = max(-50, activeLevel - 40, (noiseFloor ?? -.infinity) + 6)
        threshold = min(wanted, activeLevel - 20)
    }

    /// Returns what to keep of the first `count` samples: all of them if no sound is long enough.
    ///
    /// Reads from the start up to the first sound, and from the end back to the last: backwards through the filter as
    /// well, so that what rings on in it lies on the side of the sound.
    func keptRange(of spool: SampleSpool, count: Int) throws(RecordingError) -> Range<Int> {
        let chunk = 100 * Self.blockLength
        let samples = UnsafeMutableBufferPointer<Float>.allocate(capacity: chunk)
        defer { samples.deallocate() }
        /// Returns the first block of the first run, in the order given.
        func firstRun(backwards: Bool) throws(RecordingError) -> Int? {
            var run = Run(threshold: Decibel.power(threshold))
            var filter = SpeechBand.Filter()
            // Blocks begin at multiples of their length, so that of the end may be incomplete.
            let chunks = (count + chunk - 1) / chunk
            for number in 0..<chunks {
                let start = (backwards ? chunks - 1 - number : number) * chunk
                let wanted = UnsafeMutableBufferPointer(rebasing: samples[..<min(chunk, count - start)])
                var got = UnsafeMutableBufferPointer(rebasing: samples[..<(try spool.read(at: start, into: wanted))])
                if backwards { got.reverse() }
                filter.process(got)
                if backwards { got.reverse() }
                let blocks = (got.count + Self.blockLength - 1) / Self.blockLength
                for step in 0..<blocks {
                    let block = backwards ? blocks - 1 - step : step
                    let bounds = block * Self.blockLength..<min(got.count, (block + 1) * Self.blockLength)
                    if run.completes(with: Self.power(UnsafeBufferPointer(rebasing: got[bounds]))) {
                        let back = Self.shortestRun - 1
                        return start / Self.blockLength + block + (backwards ? back : -back)
                    }
                }
            }
            return nil
        }
        guard let first = try firstRun(backwards: false), let last = try firstRun(backwards: true) else {
            return 0..<count
        }
        let end = min(count, (last + 1) * Self.blockLength)
        return Self.widened(min(first * Self.blockLength, end)..<end, within: count)
    }

    /// Returns `sound` with what is kept around it.
    static func widened(_ sound: Range<Int>, within count: Int) -> Range<Int> {
        max(0, sound.lowerBound - keptBefore)..<min(count, sound.upperBound + keptAfter)
    }

    private static func power(_ samples: UnsafeBufferPointer<Float>) -> Double {
        samples.isEmpty ? 0 : BlockPower.energy(of: samples).sum / Double(samples.count)
    }

    /// Counts consecutive blocks that reach a power.
    struct Run {
        let threshold: Double
        private var length = 0

        init(threshold: Double) {
            self.threshold = threshold
        }

        /// Whether this block completes a run of 50 ms.
        mutating func completes(with power: Double) -> Bool {
            length = power >= threshold ? length + 1 : 0
            return length == Trim.shortestRun
        }
    }
}
