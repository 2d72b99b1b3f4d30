/// Listens to a file from start to end and tells whether the telephone network would play it, and how it would sound.
public struct Inspector: Sendable {
    private let channels: ChannelChoice

    /// - Parameter channels: which channels to listen to.
    public init(channels: ChannelChoice = .mix) {
        self.channels = channels
    }

    /// - Throws: `RecordingError.system` for what cannot be opened or read, `CancellationError`. A file that is no
    ///   recording, or a broken one, is an answer, not an error.
    public func inspect(
        _ input: RecordingInput, progress: (Conversion.Progress) -> Void = { _ in }
    ) throws -> Inspection {
        let source = try input.open()
        guard source.count > 0 else {
            return Inspection(container: "an empty file", header: nil, format: nil, sound: nil, failure: .empty)
        }
        let signature = try FileSignature(of: source)
        let body = signature.offset == 0 ? source : source.window(signature.offset..<source.count)
        let header = try WaveHeader(body)
        var heard = Listening()
        var failure: RecordingError?
        do {
            let recording = try Recording(source)
            heard = try listen(to: recording, channels, progress)
            if channels == .mix, let channel = heard.phase?.replacement {
                heard = try listen(to: recording, channel, progress)
                heard.findings.insert(.antiPhase(used: channel), at: 0)
            }
            if heard.sound?.duration == 0 { failure = .noSamples(format: recording.name) }
        } catch let error as RecordingError {
            if case .system = error { throw error }
            failure = error
        }
        return Inspection(
            container: heard.format?.container ?? signature.name, header: header, leadingBytes: signature.offset,
            format: heard.format, sound: failure == nil ? heard.sound : nil, findings: heard.findings, failure: failure)
    }

    /// What was heard in the streams of a recording.
    private struct Listening {
        var format: RecordingFormat?
        var sound: SoundReport?
        var phase: PhaseMeter?
        var findings: [Finding] = []
    }

    private func listen(
        to recording: Recording, _ channels: ChannelChoice, _ progress: (Conversion.Progress) -> Void
    ) throws -> Listening {
        var heard = Listening(findings: recording.findings)
        var ear: Ear?
        var samples = 0
        for stream in recording.streams {
            let decoder = try recording.decoder(for: stream, mix: false, fullBand: true)
            let rate = decoder.format.sampleRate
            if heard.format == nil { heard.format = decoder.recorded }
            let sink = ear ?? Ear(SoundAnalyzer(sampleRate: rate, fullScale: decoder.format.fullScale), rate: rate)
            ear = sink
            if let frames = decoder.length.frames { progress(.expects(seconds: Double(frames) / Double(rate))) }
            let pass = try DecodingPass(
                decoder, channels: channels, resampler: makeResampler(from: rate, choice: .fast), sink: sink,
                start: samples, tap: rate == sink.rate ? { sink.analyzer.measureSource($0) } : nil)
            try pass.run(progress)
            let length = decoder.telephoneLength(delivered: pass.frames)
            try pass.finish(at: length)
            samples += length
            heard.findings += decoder.findings
            if pass.downmix.nonFinite > 0 { heard.findings.append(.nonFiniteSamples(pass.downmix.nonFinite)) }
            if let phase = pass.downmix.phase {
                heard.phase?.add(phase)
                heard.phase = heard.phase ?? phase
            }
        }
        heard.sound = ear?.analyzer.report
        return heard
    }
}

/// Takes the telephone's side of the sound.
private final class Ear: MonoSink {
    var analyzer: SoundAnalyzer
    let rate: Int

    init(_ analyzer: SoundAnalyzer, rate: Int) {
        self.analyzer = analyzer
        self.rate = rate
    }

    func take(_ index: Int, _ block: UnsafeBufferPointer<Float>) {
        analyzer.measureTelephone(block)
    }

    func finish() -> SampleStatistics { SampleStatistics() }
}

extension RecordingFormat {
    /// The largest sample the codec can hold, where that is less than 16-bit PCM's.
    fileprivate var fullScale: Float {
        switch codec {
        case "8-bit PCM": 127 / 128
        case "A-law": 32256 / 32768
        case "µ-law": 32124 / 32768
        default: 32767 / 32768
        }
    }
}
