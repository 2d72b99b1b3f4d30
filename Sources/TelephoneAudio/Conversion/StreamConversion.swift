/// One stream of a recording on its way through decoder, downmix and resampler into a sink.
struct StreamConversion: Sendable {
    let recording: Recording
    let stream: Recording.Stream
    let channels: ChannelChoice
    let resampler: ResamplerChoice
    /// The announcement's sample that the stream begins at.
    let start: Int
    let makeSink: @Sendable () -> any MonoSink
    let progress: @Sendable (Conversion.Progress) -> Void

    func run(workers: Int, shortestSplit: Double) async throws -> StreamResult {
        let mix = try channels == .mix && mayMixInDecoder()
        // The reference engine is given all there is.
        let decoder = try recording.decoder(for: stream, mix: mix, fullBand: resampler == .libsamplerate)
        let rate = Double(decoder.format.sampleRate)
        if let frames = decoder.length.frames { progress(.expects(seconds: Double(frames) / rate)) }
        if case .exact(let frames) = decoder.length, workers > 1, resampler == .fast,
            Double(frames) / rate >= shortestSplit,
            let result = try await split(over: workers, frames: frames, rate: decoder.format.sampleRate, mix: mix)
        {
            return result
        }
        return try convert(decoder)
    }

    /// Whether the channels were heard not to cancel, so that the decoder may mix them.
    ///
    /// Only MPEG and Opus decoders gain by it. Both channels are decoded at eight places of the stream; where that is
    /// silent, or shorter than the trouble, nothing is known and they stay apart.
    private func mayMixInDecoder() throws -> Bool {
        switch stream {
        case .mpeg, .opus: break
        default: return false
        }
        let decoder = try recording.decoder(for: stream, mix: false)
        guard decoder.format.channels.count == 2 else { return true }
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
        return downmix.phase?.isClearlyInPhase == true
    }

    /// The whole stream in one go.
    private func convert(_ decoder: any Decoder) throws -> StreamResult {
        let lead = decoder.lead * Double(decoder.format.sampleRate) / Double(decoder.recorded.sampleRate)
        let resampler = try makeResampler(from: decoder.format.sampleRate, lead: lead, choice: resampler)
        let run = try DecodingRun(decoder, channels: channels, resampler: resampler, sink: makeSink(), start: start)
        try run.drain(progress)
        let samples = decoder.telephoneLength(delivered: run.frames)
        let encoded = try run.finish(at: samples)
        var findings = decoder.findings
        if run.downmix.nonFinite > 0 { findings.append(.nonFiniteSamples(run.downmix.nonFinite)) }
        if self.resampler == .fast, resampler is SincResampler {
            findings.append(.resampledBySinc(rate: decoder.format.sampleRate))
        }
        return StreamResult(
            format: decoder.recorded, samples: samples,
            recordedDuration: Double(run.frames) / Double(decoder.format.sampleRate),
            phase: run.downmix.phase, findings: findings, encoded: encoded)
    }

    /// The stream cut into as many stretches as there are workers; nil where it turns out not to be what its length
    /// promised, so that it must be read in one go.
    private func split(over workers: Int, frames: Int, rate: Int, mix: Bool) async throws -> StreamResult? {
        let samples = telephoneLength(of: frames, at: rate)
        let batches = (samples + FastResampler.batch - 1) / FastResampler.batch
        let bounds = (0...workers).map { batches * $0 / workers }
        let parts = try await withThrowingTaskGroup(of: StreamResult?.self) { group in
            for (from, to) in zip(bounds, bounds.dropFirst()) where from < to {
                group.addTask {
                    // What a decoder cannot seek past, it may still read from the start.
                    do {
                        return try part(from..<to, isLast: to == batches, frames: frames, mix: mix)
                    } catch is RecordingError {
                        return nil
                    }
                }
            }
            return try await group.reduce(into: [StreamResult?]()) { $0.append($1) }
        }
        let whole = parts.compactMap { $0 }
        guard whole.count == parts.count, var result = whole.first else { return nil }
        for other in whole.dropFirst() {
            result.encoded.add(other.encoded)
            if let phase = other.phase { result.phase?.add(phase) }
        }
        return result
    }

    /// One worker's batches; nil where anything is not as it should be.
    private func part(_ batches: Range<Int>, isLast: Bool, frames: Int, mix: Bool) throws -> StreamResult? {
        let decoder = try recording.decoder(for: stream, mix: mix)
        let rate = decoder.format.sampleRate
        let lead = decoder.lead * Double(rate) / Double(decoder.recorded.sampleRate)
        guard let resampler = FastResampler(from: rate, lead: lead, startingAt: batches.lowerBound) else { return nil }
        if resampler.firstInput > 0 { try decoder.seek(to: resampler.firstInput) }
        let run = try DecodingRun(decoder, channels: channels, resampler: resampler, sink: makeSink(), start: start)
        let complete =
            isLast
            ? try run.drain(progress) : try run.drain(progress, while: { resampler.currentBatch < batches.upperBound })
        if isLast, resampler.firstInput + run.frames != frames { return nil }
        guard complete == isLast, decoder.findings.isEmpty, run.downmix.nonFinite == 0 else { return nil }
        let samples = decoder.telephoneLength(delivered: frames)
        let encoded = try run.finish(at: isLast ? samples : nil)
        return StreamResult(
            format: decoder.recorded, samples: samples, recordedDuration: Double(frames) / Double(rate),
            phase: run.downmix.phase, findings: [], encoded: encoded)
    }
}

/// What became of one stream.
struct StreamResult: Sendable {
    var format: RecordingFormat
    var samples: Int
    var recordedDuration: Double
    var phase: PhaseMeter?
    var findings: [Finding]
    var encoded: EncodedSound
}

extension Decoder {
    /// Samples at 8 kHz of a stream of which `frames` frames were delivered in all.
    func telephoneLength(delivered frames: Int) -> Int {
        if let recordedFrames, let whole = length.frames, frames == whole {
            return TelephoneAudio.telephoneLength(of: recordedFrames, at: recorded.sampleRate)
        }
        return TelephoneAudio.telephoneLength(of: frames, at: format.sampleRate)
    }
}
