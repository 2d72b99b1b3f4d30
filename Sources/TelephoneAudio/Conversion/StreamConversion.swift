/// One stream of a recording through decoder, downmix and resampler into sinks, in one go or split over workers.
struct StreamConversion: Sendable {
    let recording: Recording
    let stream: Recording.Stream
    var channels: ChannelChoice
    let resampler: ResamplerChoice
    /// The announcement's sample that the stream begins at.
    let start: Int
    /// Makes a sink for each worker.
    let makeSink: @Sendable () -> any MonoSink
    let progress: @Sendable (Conversion.Progress) -> Void

    /// Converts the stream.
    ///
    /// - Parameter workers: how many threads may take part.
    /// - Throws: `RecordingError`, `CancellationError`, and what sinks throw.
    func run(workers: Int) async throws -> ConvertedSound {
        let mix = try channels == .mix && mayMixInDecoder()
        // The reference resampler is given the whole band.
        let decoder = try recording.decoder(for: stream, mix: mix, fullBand: resampler == .libsamplerate)
        let rate = Double(decoder.format.sampleRate)
        let limit = try LengthLimit(recording.longest, for: decoder, after: Double(start) / Double(telephoneRate))
        if let frames = decoder.length.frames { progress(.expects(seconds: Double(frames) / rate)) }
        if case .exact(let frames) = decoder.length, workers > 1, resampler == .fast,
            Double(frames) / rate >= shortestSplit,
            let sound = try await split(over: workers, frames: frames, rate: decoder.format.sampleRate, mix: mix, limit)
        {
            return sound
        }
        return try convert(decoder, limit)
    }

    /// Below this much sound, in seconds, a second thread costs more than it saves. Samples that only need reading are
    /// converted at ten thousand times their speed, and two threads then mostly wait for memory.
    private var shortestSplit: Double {
        switch stream {
        case .sndFile, .headerless: 20 * 60
        default: 20
        }
    }

    /// The whole stream in one go.
    private func convert(_ decoder: any Decoder, _ limit: LengthLimit?) throws -> ConvertedSound {
        let resampler = try makeResampler(
            from: decoder.format.sampleRate, lead: decoder.deliveredLead, choice: resampler)
        let pass = try DecodingPass(
            decoder, channels: channels, resampler: resampler, sink: makeSink(), start: start, limit: limit)
        try pass.run(progress)
        let samples = decoder.telephoneLength(delivered: pass.frames)
        let statistics = try pass.finish(at: samples)
        var findings = decoder.findings
        if pass.downmix.nonFinite > 0 { findings.append(.nonFiniteSamples(pass.downmix.nonFinite)) }
        if self.resampler == .fast, resampler is SincResampler {
            findings.append(.resampledBySinc(rate: decoder.format.sampleRate))
        }
        return ConvertedSound(
            format: decoder.recorded, samples: samples,
            recordedDuration: Double(pass.frames) / Double(decoder.format.sampleRate),
            channelMeter: pass.downmix.meter, findings: findings, statistics: statistics)
    }
}

extension Decoder {
    /// `lead` in delivered frames.
    fileprivate var deliveredLead: Double {
        lead * Double(format.sampleRate) / Double(recorded.sampleRate)
    }

    /// Samples at 8 kHz of a stream of which `frames` frames were delivered in all.
    func telephoneLength(delivered frames: Int) -> Int {
        if let recordedFrames, let whole = length.frames, frames == whole {
            return TelephoneAudio.telephoneLength(of: recordedFrames, at: recorded.sampleRate)
        }
        return TelephoneAudio.telephoneLength(of: frames, at: format.sampleRate)
    }
}

// MARK: Split over workers

extension StreamConversion {
    /// The stream cut into as many parts as there are workers; nil if it turns out not to be what its length
    /// promised, so that it must be read in one go.
    ///
    /// Parts are whole batches of the resampler's grid, which begins with the recording: each worker seeks to what its
    /// first batch needs, and computes every batch exactly as a single worker would.
    private func split(
        over workers: Int, frames: Int, rate: Int, mix: Bool, _ limit: LengthLimit?
    ) async throws -> ConvertedSound? {
        let samples = telephoneLength(of: frames, at: rate)
        let batches = (samples + FastResampler.batch - 1) / FastResampler.batch
        let bounds = (0...workers).map { batches * $0 / workers }
        let stretches = zip(bounds, bounds.dropFirst()).filter { $0 < $1 }
        var parts = [ConvertedSound?](repeating: nil, count: stretches.count)
        try await withThrowingTaskGroup(of: (Int, ConvertedSound?).self) { group in
            for (number, (from, to)) in stretches.enumerated() {
                group.addTask {
                    // What a decoder cannot seek past, it may still read from the start.
                    do {
                        return (number, try part(from..<to, isLast: to == batches, frames: frames, mix: mix, limit))
                    } catch is RecordingError {
                        return (number, nil)
                    }
                }
            }
            // Measurements add up in the order of the parts, not in that in which workers finish.
            for try await (number, sound) in group { parts[number] = sound }
        }
        let complete = parts.compactMap { $0 }
        guard complete.count == parts.count, var whole = complete.first else { return nil }
        for other in complete.dropFirst() { whole.addMeasurements(of: other) }
        return whole
    }

    /// One worker's batches; nil if anything is not as the length promised.
    private func part(
        _ batches: Range<Int>, isLast: Bool, frames: Int, mix: Bool, _ limit: LengthLimit?
    ) throws -> ConvertedSound? {
        let decoder = try recording.decoder(for: stream, mix: mix)
        let rate = decoder.format.sampleRate
        guard
            let resampler = FastResampler(
                from: rate, lead: decoder.deliveredLead, startingAt: batches.lowerBound)
        else { return nil }
        if resampler.firstInput > 0 { try decoder.seek(to: resampler.firstInput) }
        let pass = try DecodingPass(
            decoder, channels: channels, resampler: resampler, sink: makeSink(), start: start,
            limit: limit?.after(resampler.firstInput))
        let reachedEnd =
            isLast
            ? try pass.run(progress) : try pass.run(progress, while: { resampler.currentBatch < batches.upperBound })
        if isLast, resampler.firstInput + pass.frames != frames { return nil }
        guard reachedEnd == isLast, decoder.findings.isEmpty, pass.downmix.nonFinite == 0 else { return nil }
        let samples = decoder.telephoneLength(delivered: frames)
        let statistics = try pass.finish(at: isLast ? samples : nil)
        return ConvertedSound(
            format: decoder.recorded, samples: samples, recordedDuration: Double(frames) / Double(rate),
            channelMeter: pass.downmix.meter, findings: [], statistics: statistics)
    }
}

// MARK: Mixing in the decoder

extension StreamConversion {
    /// Whether both channels were measured to have sound and not to cancel each other, so that the decoder may mix them.
    ///
    /// Only MPEG and Opus decoders save work by it. Both channels are decoded at eight places of the stream; where that
    /// is silent, or shorter than worth the trouble, nothing is known and they stay apart.
    private func mayMixInDecoder() throws -> Bool {
        switch stream {
        case .mpeg, .opus: break
        default: return false
        }
        let decoder = try recording.decoder(for: stream, mix: false)
        guard decoder.format.channels.count == 2 else { return false }
        guard case .exact(let frames) = decoder.length, frames > 20 * decoder.format.sampleRate else { return false }
        var downmix = try Downmix(decoder.format, layout: decoder.layout, choice: .mix)
        let block = SampleBlock(for: decoder, frames: 4096)
        var mono = [Float](repeating: 0, count: block.frames + 3)
        for place in 0..<8 {
            guard (try? decoder.seek(to: frames / 8 * place + frames / 16)) != nil else { return false }
            let count = try decoder.read(block.frames, into: block)
            mono.withUnsafeMutableBufferPointer { mono in
                if let base = mono.baseAddress { downmix.mix(count, of: block, into: base) }
            }
        }
        return downmix.meter?.isClearlyInPhase == true
    }
}
