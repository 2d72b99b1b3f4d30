import Glibc

/// Measures what only the recording itself shows, before it is resampled: clipping, DC, and the energy above the
/// telephone's band.
struct SourceMeter: Sendable {
    /// Hz: the upper end of the telephone's band (ITU-T G.712).
    static let bandEdge = 3400.0
    /// Consecutive samples at full scale that count as clipping: a peak that just fits reaches it once or twice.
    static let shortestClip = 3

    private let fullScale: Float
    /// Eighth-order Butterworth high-pass, 48 dB per octave (steeper close to half the rate); nil if half the rate is
    /// below the edge.
    private var cascade: [Biquad]?
    /// Collects samples, so that results do not depend on the size of the pieces.
    private var buffer = [Float](repeating: 0, count: 4096)
    private var waiting = 0

    private(set) var count = 0
    /// The first sample: the filters start as if it had been constant before, since DC that is switched on is a click.
    private var first: Double?
    private var sum = 0.0
    private var squares = 0.0
    private var highSquares = 0.0
    private var clipped = 0
    private var touching = (sign: Float(0), samples: 0)

    init(sampleRate: Int, fullScale: Float) {
        self.fullScale = fullScale
        let edge = Self.bandEdge / Double(sampleRate)
        guard edge < 0.499 else { return }
        let k = tan(.pi * edge)
        cascade = (0..<4).map { section in
            // The poles of a Butterworth filter lie evenly on a half circle; bilinear transform with the edge prewarped.
            let damping = 2 * sin(.pi * Double(2 * section + 1) / 16)
            let norm = 1 / (1 + damping * k + k * k)
            return Biquad(
                Biquad.Coefficients(
                    b0: norm, b1: -2 * norm, b2: norm,
                    a1: 2 * (k * k - 1) * norm, a2: (1 - damping * k + k * k) * norm
                ))
        }
    }

    /// Takes samples at the recording's rate, in pieces of any size. What is not a number counts as silence.
    mutating func push(_ samples: UnsafeBufferPointer<Float>) {
        var start = 0
        while start < samples.count {
            let end = min(samples.count, start + buffer.count - waiting)
            for index in start..<end {
                let sample = samples[index]
                buffer[waiting + index - start] = sample.isFinite ? sample : 0
            }
            waiting += end - start
            start = end
            if waiting == buffer.count { measure() }
        }
    }

    private mutating func measure() {
        let block = buffer
        block.withUnsafeBufferPointer { block in
            let samples = UnsafeBufferPointer(rebasing: block[..<waiting])
            measureLevels(samples)
            measureClipping(samples)
        }
        count += waiting
        waiting = 0
    }

    private mutating func measureLevels(_ samples: UnsafeBufferPointer<Float>) {
        var (sum, squares, high) = (SIMD4<Double>.zero, SIMD4<Double>.zero, SIMD4<Double>.zero)
        // An array outside the loop, registers inside it.
        var filters = cascade.map { ($0[0], $0[1], $0[2], $0[3]) }
        let first = first ?? samples.first.map(Double.init) ?? 0
        self.first = first
        for start in stride(from: 0, to: samples.count, by: 4) {
            var x = SIMD4<Double>.zero
            for lane in 0..<min(4, samples.count - start) { x[lane] = Double(samples[start + lane]) }
            sum += x
            squares += x * x
            guard filters != nil else { continue }
            if let y = filters?.0.next(x - first), let y = filters?.1.next(y), let y = filters?.2.next(y),
                let y = filters?.3.next(y)
            {
                high += y * y
            }
        }
        self.sum += sum.sum()
        self.squares += squares.sum()
        highSquares += high.sum()
        if let filters {
            var sections = [filters.0, filters.1, filters.2, filters.3]
            for index in sections.indices { sections[index].settle() }
            cascade = sections
        }
    }

    private mutating func measureClipping(_ samples: UnsafeBufferPointer<Float>) {
        var (clipped, touching) = (clipped, touching)
        for sample in samples {
            let sign: Float = sample >= fullScale ? 1 : sample <= -fullScale ? -1 : 0
            if sign == 0 {
                touching = (0, 0)
                continue
            }
            touching = sign == touching.sign ? (sign, touching.samples + 1) : (sign, 1)
            if touching.samples == Self.shortestClip {
                clipped += Self.shortestClip
            } else if touching.samples > Self.shortestClip {
                clipped += 1
            }
        }
        (self.clipped, self.touching) = (clipped, touching)
    }

    /// The measurements, as if the signal ended here.
    var result: (samples: Int, clipped: Int, mean: Double, energyAboveBand: Double?) {
        var finished = self
        finished.measure()
        guard finished.count > 0 else { return (0, 0, 0, nil) }
        let number = Double(finished.count)
        let mean = finished.sum / number
        // All energy but that of DC, which is inaudible.
        let whole = finished.squares / number - mean * mean
        let isMeasurable = cascade != nil && whole > 1e-15
        let share = finished.highSquares / number / whole
        return (finished.count, finished.clipped, mean, isMeasurable ? Decibel.ofPower(max(1e-12, share)) : nil)
    }
}
