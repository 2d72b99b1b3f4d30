/// Two-stage resampling: any rate above 8 kHz → 16 kHz by a short polyphase filter → 8 kHz by a sharp half-band filter.
///
/// In two stages each filter is cheap (Crochiere and Rabiner, "Multirate Digital Signal Processing", chapter 5): the
/// first runs at the recording's rate but is short, the second is long but runs at 16 kHz only, and as an FFT.
///
/// Work is cut into batches on a fixed grid that begins with the recording, so a recording split over several resamplers
/// comes out bit for bit as from one.
package final class FastResampler: Resampler {
    /// Samples at 8 kHz of one batch of the grid.
    package static let batch = HalfBandDecimator.batch

    /// Nil for recordings at 16 kHz.
    private let polyphase: PolyphaseFilter?
    private let decimator: HalfBandDecimator

    /// Input samples not used up yet, where there is a polyphase filter to take them; the first is input `inputStart`.
    private var input: SampleQueue
    private var inputStart: Int
    /// Samples at 16 kHz of the unfinished batch, and those of the next that came with its last ones.
    private var middle: SampleQueue
    private let finished: UnsafeMutableBufferPointer<Float>
    /// The unfinished batch, counted from the start of the recording.
    package private(set) var currentBatch: Int

    /// The first sample of the recording that this resampler needs.
    package let firstInput: Int

    /// A resampler whose first output is sample `batch * FastResampler.batch`; nil if the rate is at most 8 kHz or has
    /// so little in common with 16 kHz that a filter bank would not fit.
    ///
    /// - Parameter lead: how far the first input lies before the first output, in inputs.
    package init?(from rate: Int, lead: Double = 0, startingAt batch: Int = 0) {
        guard rate > telephoneRate else { return nil }
        if rate == PolyphaseFilter.outputRate && lead == 0 {
            polyphase = nil
        } else {
            guard let filter = PolyphaseFilter(from: rate, lead: lead) else { return nil }
            polyphase = filter
        }
        decimator = HalfBandDecimator(behindPolyphaseFilter: polyphase != nil)
        finished = .allocate(capacity: HalfBandDecimator.batch)
        currentBatch = batch
        let firstMiddle = 2 * batch * HalfBandDecimator.batch - HalfBandDecimator.overlap
        inputStart = polyphase?.firstInput(of: firstMiddle) ?? firstMiddle
        firstInput = max(0, inputStart)
        // A read more than a batch, where samples come at 16 kHz already.
        middle = SampleQueue(capacity: HalfBandDecimator.input + (polyphase == nil ? 16384 : 0))
        input = SampleQueue(capacity: polyphase == nil ? 0 : 16384)
        // Silence before the recording begins.
        let silence = firstInput - inputStart
        if polyphase == nil { middle.append(silence: silence) } else { input.append(silence: silence) }
    }

    deinit {
        input.deallocate()
        middle.deallocate()
        finished.deallocate()
    }

    package func reserve(_ frames: Int) -> UnsafeMutablePointer<Float> {
        polyphase == nil ? middle.room(frames) : input.room(frames)
    }

    package func commit(_ frames: Int, output: Output) throws {
        if polyphase == nil { middle.append(frames) } else { input.append(frames) }
        while fillMiddle() {
            try emit(FastResampler.batch, output: output)
        }
    }

    package func finish(at end: Int, output: Output) throws {
        // Silence after the end: enough for the last sample's filter, then whole batches of nothing but it.
        let tail = (polyphase?.taps ?? 0) + 1
        reserve(tail).update(repeating: 0, count: tail)
        try commit(tail, output: output)
        while currentBatch * FastResampler.batch < end {
            middle.append(silence: HalfBandDecimator.input - middle.count)
            try emit(min(FastResampler.batch, end - currentBatch * FastResampler.batch), output: output)
        }
    }

    /// Brings input to 16 kHz until the batch is complete (true) or the input is used up.
    private func fillMiddle() -> Bool {
        if let polyphase, middle.count < HalfBandDecimator.input {
            let missing = HalfBandDecimator.input - middle.count
            let room = UnsafeMutableBufferPointer(start: middle.room(missing), count: missing)
            let filtered = polyphase.run(from: middleIndex, input: input.samples, inputStart: inputStart, into: room)
            middle.append(filtered)
            let used = min(max(polyphase.firstInput(of: middleIndex) - inputStart, 0), input.count)
            input.drop(used)
            inputStart += used
        }
        return middle.count >= HalfBandDecimator.input
    }

    /// The place at 16 kHz of the next sample of the batch.
    private var middleIndex: Int {
        2 * currentBatch * HalfBandDecimator.batch - HalfBandDecimator.overlap + middle.count
    }

    /// Halves the batch, hands out `count` samples of it and begins the next with the overlap they share.
    private func emit(_ count: Int, output: Output) throws {
        guard let source = middle.samples.baseAddress, let target = finished.baseAddress else { return }
        decimator.run(source, into: target)
        try output(currentBatch * FastResampler.batch, UnsafeBufferPointer(rebasing: finished[..<count]))
        middle.drop(HalfBandDecimator.input - 2 * HalfBandDecimator.overlap)
        currentBatch += 1
    }
}

/// Samples in order, with room for more behind them. Its owner deallocates it.
private struct SampleQueue {
    private var memory: UnsafeMutableBufferPointer<Float>
    private(set) var count = 0

    init(capacity: Int) { memory = .allocate(capacity: capacity) }

    var samples: UnsafeBufferPointer<Float> { UnsafeBufferPointer(rebasing: memory[..<count]) }

    /// Returns room for `more` samples behind the others; `append` then counts in those that were written.
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

    /// Removes the first samples.
    mutating func drop(_ first: Int) {
        count -= first
        if let start = memory.baseAddress { start.update(from: start + first, count: count) }
    }

    func deallocate() { memory.deallocate() }
}
