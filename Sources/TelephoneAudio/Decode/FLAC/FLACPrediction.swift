/// Makes samples of what subframes tell (RFC 9639 sections 9.2.2 to 9.2.6), in place.
///
/// Two channels at a time, one in each half of a register: each sample has to wait for the one before, but not for its
/// neighbour. A channel on its own goes with itself.
struct FLACPrediction {
    private let first: Channel
    private let second: Channel
    private let blockSize: Int

    struct Channel {
        let subframe: FLACSubframe
        let samples: UnsafeMutablePointer<Int32>
    }

    /// Restores the samples of two channels, or of one that is given twice.
    static func restore(_ first: Channel, _ second: Channel, blockSize: Int) {
        let prediction = FLACPrediction(first: first, second: second, blockSize: blockSize)
        switch (first.subframe.coding, second.subframe.coding) {
        case (.predicted, .predicted): prediction.restorePair()
        case (.predicted, _): FLACPrediction(first: first, second: first, blockSize: blockSize).restorePair()
        case (_, .predicted): FLACPrediction(first: second, second: second, blockSize: blockSize).restorePair()
        default: break
        }
        first.finish(blockSize)
        if second.samples != first.samples { second.finish(blockSize) }
    }

    private func restorePair() {
        let isNarrow = max(first.subframe.bitsPerSample, second.subframe.bitsPerSample) <= 17
        switch (max(first.subframe.order, second.subframe.order), isNarrow) {
        case (...4, true): restore(FLACNarrowPair<4>.self)
        case (...8, true): restore(FLACNarrowPair<8>.self)
        case (...12, true): restore(FLACNarrowPair<12>.self)
        case (...16, true): restore(FLACNarrowPair<16>.self)
        case (_, true): restore(FLACNarrowPair<32>.self)
        case (...4, false): restore(FLACWidePair<4>.self)
        case (...8, false): restore(FLACWidePair<8>.self)
        case (...12, false): restore(FLACWidePair<12>.self)
        case (...16, false): restore(FLACWidePair<16>.self)
        case (_, false): restore(FLACWidePair<32>.self)
        }
    }

    @inline(__always)
    private func restore<Pair: FLACPredictedPair>(_: Pair.Type) {
        let start = min(Pair.taps, blockSize)
        first.restore(upTo: start)
        if second.samples != first.samples { second.restore(upTo: start) }
        var pair = Pair(first.subframe, second.subframe)
        for index in 0..<start { pair.take(first.samples[index], second.samples[index]) }
        for index in start..<blockSize {
            let folded = (UInt32(bitPattern: first.samples[index]), UInt32(bitPattern: second.samples[index]))
            (first.samples[index], second.samples[index]) = pair.next(folded.0, folded.1)
        }
    }
}

extension FLACPrediction.Channel {
    /// Restores samples behind the first `order` ones, one by one.
    fileprivate func restore(upTo end: Int) {
        var index = subframe.order
        while index < end {
            var sum = 0
            for tap in 0..<subframe.order {
                sum &+= Int(subframe.coefficients[tap]) &* Int(samples[index - 1 - tap])
            }
            let residual = unfolded(UInt32(bitPattern: samples[index]))
            samples[index] = Int32(truncatingIfNeeded: sum >> subframe.shift &+ Int(residual))
            index += 1
        }
    }

    fileprivate func finish(_ blockSize: Int) {
        if subframe.coding == .constant { samples.update(repeating: samples[0], count: blockSize) }
        guard subframe.wastedBits > 0 else { return }
        for index in 0..<blockSize { samples[index] &<<= Int32(truncatingIfNeeded: subframe.wastedBits) }
    }

    private func unfolded(_ folded: UInt32) -> Int32 {
        Int32(bitPattern: folded &>> 1 ^ (0 &- folded & 1))
    }
}
