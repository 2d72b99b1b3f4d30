/// The telephone's own road: any rate from 8 kHz up → 16 kHz by a short filter → 8 kHz by one sharp halving.
///
/// Work is cut into batches on a fixed grid that starts with the recording, so a recording split over several
/// resamplers comes out bit for bit as from one.
package final class FastResampler: Resampler {
    /// Samples at 8 kHz of one batch of the grid.
    package static let batch = SharpHalving.batch

    private let short: ShortFilter?
    private let sharp: SharpHalving

    /// Input samples not used up yet; the first is input `inputStart`.
    private var input: UnsafeMutableBufferPointer<Float>
    private var inputStart: Int
    private var inputCount = 0
    /// Samples at 16 kHz of the batch in the making.
    private let middle: UnsafeMutableBufferPointer<Float>
    private var middleCount = 0
    private let finished: UnsafeMutableBufferPointer<Float>
    /// The batch in the making, counted from the start of the recording.
    package private(set) var currentBatch: Int

    /// The first sample of the recording that this resampler is to be given.
    package let firstInput: Int

    /// A resampler whose first output is sample `batch * FastResampler.batch`; nil where the rate is below 8 kHz or has
    /// so little in common with 16 kHz that a filter bank would not fit.
    ///
    /// - Parameter lead: where the first input lies before the first output, in inputs.
    package init?(from rate: Int, lead: Double = 0, startingAt batch: Int = 0) {
        guard rate > telephoneRate else { return nil }
        if rate == ShortFilter.outputRate && lead == 0 {
            short = nil
        } else {
            guard let filter = ShortFilter(from: rate, lead: lead) else { return nil }
            short = filter
        }
        sharp = SharpHalving(withShortFilter: short != nil)
        middle = .allocate(capacity: SharpHalving.input)
        finished = .allocate(capacity: SharpHalving.batch)
        currentBatch = batch
        let firstMiddle = 2 * batch * SharpHalving.batch - SharpHalving.margin
        inputStart = short?.firstInput(of: firstMiddle) ?? firstMiddle
        firstInput = max(0, inputStart)
        // Silence before the recording begins.
        inputCount = firstInput - inputStart
        input = .allocate(capacity: inputCount + 16384)
        input.baseAddress?.update(repeating: 0, count: inputCount)
    }

    deinit {
        input.deallocate()
        middle.deallocate()
        finished.deallocate()
    }

    package func reserve(_ frames: Int) -> UnsafeMutablePointer<Float> {
        if input.count < inputCount + frames {
            let larger = UnsafeMutableBufferPointer<Float>.allocate(capacity: inputCount + frames)
            _ = larger.moveInitialize(fromContentsOf: input[..<inputCount])
            input.deallocate()
            input = larger
        }
        return input.baseAddress.unsafelyUnwrapped + inputCount
    }

    package func commit(_ frames: Int, output: Output) throws {
        inputCount += frames
        while fillMiddle() {
            try emit(FastResampler.batch, output: output)
        }
    }

    package func finish(at end: Int, output: Output) throws {
        // Silence after the end: enough for the last sample's filter, then whole batches of nothing but it.
        let tail = (short?.taps ?? 0) + 1
        reserve(tail).update(repeating: 0, count: tail)
        try commit(tail, output: output)
        while currentBatch * FastResampler.batch < end {
            if let rest = middle.baseAddress {
                (rest + middleCount).update(repeating: 0, count: middle.count - middleCount)
            }
            try emit(min(FastResampler.batch, end - currentBatch * FastResampler.batch), output: output)
        }
    }

    /// Brings input to 16 kHz until the batch is complete (true) or the input is used up.
    private func fillMiddle() -> Bool {
        let known = UnsafeBufferPointer(rebasing: input[..<inputCount])
        let room = UnsafeMutableBufferPointer(rebasing: middle[middleCount...])
        let used: Int
        if let filtered = short?.run(
            from: middleIndex, input: known, inputStart: inputStart, into: room)
        {
            middleCount += filtered
            used = (short?.firstInput(of: middleIndex) ?? 0) - inputStart
        } else {
            used = min(room.count, known.count)
            room.baseAddress?.update(from: known.baseAddress.unsafelyUnwrapped, count: used)
            middleCount += used
        }
        let dropped = min(max(used, 0), inputCount)
        if let start = input.baseAddress {
            start.update(from: start + dropped, count: inputCount - dropped)
        }
        inputCount -= dropped
        inputStart += dropped
        return middleCount == middle.count
    }

    /// The place at 16 kHz of the next sample of the batch.
    private var middleIndex: Int {
        2 * currentBatch * SharpHalving.batch - SharpHalving.margin + middleCount
    }

    /// Halves the batch, hands out `count` samples of it and begins the next with the margin they share.
    private func emit(_ count: Int, output: Output) throws {
        guard let source = middle.baseAddress, let target = finished.baseAddress else { return }
        sharp.run(source, into: target)
        try output(currentBatch * FastResampler.batch, UnsafeBufferPointer(rebasing: finished[..<count]))
        let shared = 2 * SharpHalving.margin
        source.update(from: source + (middle.count - shared), count: shared)
        middleCount = shared
        currentBatch += 1
    }
}
