/// Finds the first and the last sound of a recording.
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
    /// Reads from the start up to the first sound, and from the end back to the last.
    func keptRange(of spool: SampleSpool, count: Int) throws(RecordingError) -> Range<Int> {
        let blocks = (count + Self.blockLength - 1) / Self.blockLength
        let chunk = 100
        let samples = UnsafeMutableBufferPointer<Float>.allocate(capacity: chunk * Self.blockLength)
        defer { samples.deallocate() }
        /// Returns the first block of the first run, in the order given.
        func firstRun(backwards: Bool) throws(RecordingError) -> Int? {
            var run = Run(threshold: Decibel.power(threshold))
            for start in stride(from: 0, to: blocks, by: chunk) {
                let size = min(chunk, blocks - start)
                let first = backwards ? blocks - start - size : start
                let offset = first * Self.blockLength
                let wanted = min(size * Self.blockLength, count - offset)
                let got = try spool.read(at: offset, into: UnsafeMutableBufferPointer(rebasing: samples[..<wanted]))
                for step in 0..<size {
                    let block = backwards ? size - 1 - step : step
                    let bounds = (block * Self.blockLength..<(block + 1) * Self.blockLength).clamped(to: 0..<got)
                    if run.completes(with: Self.power(UnsafeBufferPointer(rebasing: samples[bounds]))) {
                        let back = Self.shortestRun - 1
                        return first + block + (backwards ? back : -back)
                    }
                }
            }
            return nil
        }
        guard let first = try firstRun(backwards: false), let last = try firstRun(backwards: true) else {
            return 0..<count
        }
        return Self.widened(first * Self.blockLength..<(last + 1) * Self.blockLength, within: count)
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
