import Glibc

/// The first stage of the resampler: any rate to 16 kHz by a polyphase FIR filter (Crochiere and Rabiner, "Multirate
/// Digital Signal Processing", 1983, chapter 3).
///
/// With 16000 / rate = L / M in lowest terms, output q is the dot product of the prototype's phase q mod L with the
/// inputs around q x M / L. The rows of the bank are these phases in the order in which outputs need them, rather than by
/// phase: the bank is read from start to end, over and over.
///
/// Rows are padded to whole SIMD vectors, and the cycle to a multiple of four outputs, so that four outputs are computed
/// together and leave as one vector. The four rows that takes lie interleaved, a vector of each in turn.
final class PolyphaseFilter {
    /// Hz.
    static let outputRate = 16000
    /// Coefficients of the largest bank (16 MiB); rates that need more are left to libsamplerate.
    private static let largestBank = 1 << 22

    /// Coefficients per row, a multiple of four.
    let taps: Int
    /// Outputs after which rows repeat, a multiple of four.
    private let cycle: Int
    /// Inputs that a cycle advances by.
    private let inputsPerCycle: Int
    /// First input of each row, counted from the input its cycle begins at.
    private let offsets: UnsafeMutablePointer<Int>
    private let bank: UnsafeRawPointer

    /// Prepares the bank for `rate`; nil if the rate has so little in common with 16 kHz that the bank would be too
    /// large.
    ///
    /// - Parameter lead: how far the first input lies before output 0, in inputs.
    init?(from rate: Int, lead: Double) {
        let divisor = greatestCommonDivisor(rate, Self.outputRate)
        let phases = Self.outputRate / divisor
        let step = rate / divisor
        let repeats = phases.isMultiple(of: 4) ? 1 : phases.isMultiple(of: 2) ? 2 : 4
        let halfWidth = Double(rate) * PrototypeFilter.length / 2
        taps = (Int(2 * halfWidth) + 1 + 3) & ~3
        cycle = phases * repeats
        inputsPerCycle = step * repeats
        guard cycle * taps <= Self.largestBank else { return nil }

        offsets = .allocate(capacity: cycle)
        let bank = UnsafeMutableRawPointer.allocate(byteCount: cycle * taps * 4, alignment: 16)
        self.bank = UnsafeRawPointer(bank)
        // Neighbouring taps are one input apart: their cosines follow from the first by rotation, without a call of the C
        // library per coefficient.
        let turn = 2 * Double.pi / (2 * halfWidth)
        let (stepCosine, stepSine) = (cos(turn), sin(turn))
        for row in 0..<cycle {
            let center = Double(row * step) / Double(phases) + lead
            let first = Int((center - halfWidth).rounded(.up))
            offsets[row] = first
            var cosine = cos(turn * (Double(first) - center))
            var sine = sin(turn * (Double(first) - center))
            for tap in 0..<taps {
                let inside = Double(first + tap) - center <= halfWidth
                let coefficient = inside ? Float(PrototypeFilter.value(cosine: cosine) / Double(rate)) : 0
                let place = row / 4 * 4 * taps + tap / 4 * 16 + row % 4 * 4 + tap % 4
                bank.storeBytes(of: coefficient, toByteOffset: place * 4, as: Float.self)
                (cosine, sine) = (cosine * stepCosine - sine * stepSine, sine * stepCosine + cosine * stepSine)
            }
        }
    }

    deinit {
        offsets.deallocate()
        bank.deallocate()
    }

    /// The first input that output `index` uses; may be negative, which means silence before the start.
    func firstInput(of index: Int) -> Int {
        let row = index.modulo(cycle)
        return (index - row) / cycle * inputsPerCycle + offsets[row]
    }

    /// Computes outputs from `index` (a multiple of four) on while `room` lasts and `input`, whose first sample is
    /// input `inputStart`, reaches far enough. Returns how many, a multiple of four.
    func run(
        from index: Int, input: UnsafeBufferPointer<Float>, inputStart: Int,
        into output: UnsafeMutableBufferPointer<Float>
    ) -> Int {
        guard let source = input.baseAddress, let target = output.baseAddress else { return 0 }
        var row = index.modulo(cycle)
        var base = (index - row) / cycle * inputsPerCycle - inputStart
        let lastStart = input.count - taps
        let (offsets, bank, cycle, inputsPerCycle) = (offsets, bank, cycle, inputsPerCycle)
        let (rowBytes, room) = (taps &* 4, output.count &- 4)
        var done = 0
        // Wrapping arithmetic: none of this can overflow, and the checks would be a third of the work.
        while done <= room, base &+ offsets[row &+ 3] <= lastStart {
            var coefficients = bank + (row &* rowBytes)
            let input0 = UnsafeRawPointer(source + (base &+ offsets[row]))
            let input1 = UnsafeRawPointer(source + (base &+ offsets[row &+ 1]))
            let input2 = UnsafeRawPointer(source + (base &+ offsets[row &+ 2]))
            let input3 = UnsafeRawPointer(source + (base &+ offsets[row &+ 3]))
            var (sum0, sum1, sum2, sum3) = (SIMD4<Float>(), SIMD4<Float>(), SIMD4<Float>(), SIMD4<Float>())
            var at = 0
            while at < rowBytes {
                sum0 += input0.loadUnaligned(fromByteOffset: at, as: SIMD4<Float>.self) * coefficients.quad(0)
                sum1 += input1.loadUnaligned(fromByteOffset: at, as: SIMD4<Float>.self) * coefficients.quad(1)
                sum2 += input2.loadUnaligned(fromByteOffset: at, as: SIMD4<Float>.self) * coefficients.quad(2)
                sum3 += input3.loadUnaligned(fromByteOffset: at, as: SIMD4<Float>.self) * coefficients.quad(3)
                coefficients += 64
                at &+= 16
            }
            let sums01 = SIMD8(lowHalf: sum0, highHalf: sum1)
            let sums23 = SIMD8(lowHalf: sum2, highHalf: sum3)
            let pairs = SIMD8(lowHalf: sums01.evenHalf + sums01.oddHalf, highHalf: sums23.evenHalf + sums23.oddHalf)
            UnsafeMutableRawPointer(target + done).storeBytes(of: pairs.evenHalf + pairs.oddHalf, as: SIMD4<Float>.self)
            done &+= 4
            row &+= 4
            if row == cycle {
                row = 0
                base &+= inputsPerCycle
            }
        }
        return done
    }
}

extension UnsafeRawPointer {
    /// Four aligned coefficients.
    @inline(__always)
    fileprivate func quad(_ number: Int) -> SIMD4<Float> {
        load(fromByteOffset: number &* 16, as: SIMD4<Float>.self)
    }
}

private func greatestCommonDivisor(_ a: Int, _ b: Int) -> Int {
    b == 0 ? a : greatestCommonDivisor(b, a % b)
}

extension Int {
    /// The remainder that is never negative.
    fileprivate func modulo(_ divisor: Int) -> Int {
        let rest = self % divisor
        return rest < 0 ? rest + divisor : rest
    }
}
