/// The telephone's own road: any rate from 8 kHz up → 16 kHz by a short filter → 8 kHz by one sharp halving.
///
/// Work is cut into batches on a fixed grid that starts with the recording, so a recording split over several
/// resamplers comes out bit for bit as from one.
package final class FastResampler: Resampler {
    /// Samples at 8 kHz of one batch of the grid.
    package static let batch = SharpHalving.batch

    private let short: ShortFilter?
    private let sharp: SharpHalving

    /// Input samples not used up yet, where there is a short filter to take them; the first is input `inputStart`.
    private var input: SampleQueue
    private var inputStart: Int
    /// Samples at 16 kHz of the batch in the making, and of the next those that came with its last ones.
    private var middle: SampleQueue
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
        finished = .allocate(capacity: SharpHalving.batch)
        currentBatch = batch
        let firstMiddle = 2 * batch * SharpHalving.batch - SharpHalving.margin
        inputStart = short?.firstInput(of: firstMiddle) ?? firstMiddle
        firstInput = max(0, inputStart)
        // A read more than a batch, where samples come at 16 kHz already.
        middle = SampleQueue(capacity: SharpHalving.input + (short == nil ? 16384 : 0))
        input = SampleQueue(capacity: short == nil ? 0 : 16384)
        // Silence before the recording begins.
        let silence = firstInput - inputStart
        if short == nil { middle.append(silence: silence) } else { input.append(silence: silence) }
    }

    deinit {
        input.deallocate()
        middle.deallocate()
        finished.deallocate()
    }

    package func reserve(_ frames: Int) -> UnsafeMutablePointer<Float> {
        short == nil ? middle.room(frames) : input.room(frames)
    }

    package func commit(_ frames: Int, output: Output) throws {
        if short == nil { middle.append(frames) } else { input.append(frames) }
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
            middle.append(silence: SharpHalving.input - middle.count)
            try emit(min(FastResampler.batch, end - currentBatch * FastResampler.batch), output: output)
        }
    }

    /// Brings input to 16 kHz until the batch is complete (true) or the input is used up.
    private func fillMiddle() -> Bool {
        if let short, middle.count < SharpHalving.input {
            let missing = SharpHalving.input - middle.count
            let room = UnsafeMutableBufferPointer(start: middle.room(missing), count: missing)
            let filtered = short.run(from: middleIndex, input: input.samples, inputStart: inputStart, into: room)
            middle.append(filtered)
            let used = min(max(short.firstInput(of: middleIndex) - inputStart, 0), input.count)
            input.drop(used)
            inputStart += used
        }
        return middle.count >= SharpHalving.input
    }

    /// The place at 16 kHz of the next sample of the batch.
    private var middleIndex: Int {
        2 * currentBatch * SharpHalving.batch - SharpHalving.margin + middle.count
    }

    /// Halves the batch, hands out `count` samples of it and begins the next with the margin they share.
    private func emit(_ count: Int, output: Output) throws {
        guard let source = middle.samples.baseAddress, let target = finished.baseAddress else { return }
        sharp.run(source, into: target)
        try output(currentBatch * FastResampler.batch, UnsafeBufferPointer(rebasing: finished[..<count]))
        middle.drop(SharpHalving.input - 2 * SharpHalving.margin)
        currentBatch += 1
    }
}

/// Samples one behind the other, with room for more behind them. Whoever owns it deallocates it.
private struct SampleQueue {
    private var memory: UnsafeMutableBufferPointer<Float>
    private(set) var count = 0

    init(capacity: Int) { memory = .allocate(capacity: capacity) }

    var samples: UnsafeBufferPointer<Float> { UnsafeBufferPointer(rebasing: memory[..<count]) }

    /// Room for `more` samples behind those there are, which `append` makes some of them.
    mutating func room(_ more: Int) -> UnsafeMutablePointer<Float> {
        if memory.count < count + more {
            let larger = UnsafeMutableBufferPointer<Float>.allocate(capacity: count + more)
            _ = larger.moveInitialize(fromContentsOf: memory[..<count])
            memory.deallocate()
            memory = larger
        }
        return memory.baseAddress.unsafelyUnwrapped + count
    }

    /// Counts in samples that were written to the room behind the others.
    mutating func append(_ written: Int) { count += written }

    mutating func append(silence: Int) {
        room(silence).update(repeating: 0, count: silence)
        count += silence
    }

    /// Takes the first away.
    mutating func drop(_ first: Int) {
        count -= first
        if let start = memory.baseAddress { start.update(from: start + first, count: count) }
    }

    func deallocate() { memory.deallocate() }
}
