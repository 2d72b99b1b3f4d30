/// Finds where a recording starts and stops to be heard.
///
/// Heard is a run of at least 50 ms in which every 10 ms block reaches `threshold`: a click is no beginning. Soft
/// consonants before the first and after the last such run live in the 80 ms and 200 ms that are kept around it.
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

    /// -50 dBFS, or 6 dB over the noise floor, or 40 dB under the active level, whichever is highest. But never less
    /// than 20 dB under the active level: in a recording without pauses the "floor" is soft speech, and a quiet one
    /// would lose its endings to the -50 dBFS.
    init(activeLevel: Double, noiseFloor: Double?) {
        let wanted = max(-50, activeLevel - 40, (noiseFloor ?? -.infinity) + 6)
        threshold = min(wanted, activeLevel - 20)
    }

    /// What is to be kept of the first `count` samples: everything, where nothing is heard long enough.
    ///
    /// Reads from the start up to the first sound, and from the end back to the last.
    func keptRange(of spool: SampleSpool, count: Int) throws(RecordingError) -> Range<Int> {
        let blocks = (count + Self.blockLength - 1) / Self.blockLength
        let chunk = 100
        let samples = UnsafeMutableBufferPointer<Float>.allocate(capacity: chunk * Self.blockLength)
        defer { samples.deallocate() }
        /// The first block of the first run, in the order given.
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

    /// `heard` with what is kept around it.
    static func widened(_ heard: Range<Int>, within count: Int) -> Range<Int> {
        max(0, heard.lowerBound - keptBefore)..<min(count, heard.upperBound + keptAfter)
    }

    private static func power(_ samples: UnsafeBufferPointer<Float>) -> Double {
        samples.isEmpty ? 0 : BlockPower.energy(of: samples).sum / Double(samples.count)
    }

    /// Counts the blocks in a row that reach a power.
    struct Run {
        let threshold: Double
        private var length = 0

        init(threshold: Double) {
            self.threshold = threshold
        }

        /// Whether this block is the last that a run of 50 ms needs.
        mutating func completes(with power: Double) -> Bool {
            length = power >= threshold ? length + 1 : 0
            return length == Trim.shortestRun
        }
    }
}
