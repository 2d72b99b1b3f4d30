/// Reads a file from start to end, and reports whether the telephone network would play it and how it would sound.
public struct Inspector: Sendable {
    private let channels: ChannelChoice
    private let reading: ReadingOptions

    /// Creates an inspector.
    ///
    /// - Parameters:
    ///   - channels: the channels to measure.
    ///   - reading: how the file is read.
    public init(channels: ChannelChoice = .mix, reading: ReadingOptions = ReadingOptions()) {
        self.channels = channels
        self.reading = reading
    }

    /// Inspects a file.
    ///
    /// - Parameters:
    ///   - input: a file, a named pipe, or an open descriptor such as standard input.
    ///   - progress: called repeatedly.
    /// - Throws: ``RecordingError/system(errno:action:)`` if it cannot be opened or read,
    ///   ``RecordingError/tooLong(longest:seconds:)`` if it is longer than may be decoded, `CancellationError`. A file that is
    ///   not a recording, or a broken one, is a result, not an error.
    public func inspect(
        _ input: RecordingInput, progress: (Conversion.Progress) -> Void = { _ in }
    ) throws -> Inspection {
        let source = try input.open()
        guard source.count > 0 else {
            return Inspection(container: "an empty file", header: nil, format: nil, sound: nil, failure: .empty)
        }
        let signature = try FileSignature(of: source)
        let body = signature.offset == 0 ? source : source.window(signature.offset..<source.count)
        let header = reading.rawFormat == nil ? try WaveHeader(body) : nil
        var measured = Measurement()
        var failure: RecordingError?
        do {
            let recording = try Recording(source, reading)
            let choices = Array(repeating: channels, count: recording.streams.count)
            measured = try measure(recording, choices, progress)
            let replacements = measured.replacements
            if replacements.contains(where: { $0 != nil }) {
                measured = try measure(recording, replacements.map { $0?.channel ?? channels }, progress)
                var said: [Finding] = []
                for case let finding? in replacements.map(\.?.finding) where !said.contains(finding) {
                    said.append(finding)
                }
                measured.findings.insert(contentsOf: said, at: 0)
            }
            if measured.findings.contains(.silent), let hint = recording.soundingTrack() {
                measured.findings.append(hint)
            }
            if measured.sound?.duration == 0 { failure = .noSamples(format: recording.name) }
        } catch let error as RecordingError {
            switch error {
            case .system, .tooLong: throw error
            default: failure = error
            }
        }
        return Inspection(
            container: measured.format?.container ?? signature.name, header: header, leadingBytes: signature.offset,
            format: measured.format, sound: failure == nil ? measured.sound : nil, findings: measured.findings,
            failure: failure)
    }

    /// What was measured in the streams of a recording.
    private struct Measurement {
        var format: RecordingFormat?
        var sound: SoundReport?
        /// For each stream, the channel to use in place of the mix.
        var replacements: [ChannelMeter.Replacement?] = []
        var findings: [Finding] = []
    }

    private func measure(
        _ recording: Recording, _ choices: [ChannelChoice], _ progress: (Conversion.Progress) -> Void
    ) throws -> Measurement {
        var measured = Measurement(findings: recording.findings)
        var sink: AnalyzerSink?
        var samples = 0
        for (stream, channels) in zip(recording.streams, choices) {
            let decoder = try recording.decoder(for: stream, mix: false, fullBand: true)
            let rate = decoder.format.sampleRate
            if measured.format == nil { measured.format = decoder.recorded }
            let limit = try LengthLimit(
                recording.longest, for: decoder, after: Double(samples) / Double(telephoneRate))
            let analyzing =
                sink
                ?? AnalyzerSink(
                    SoundAnalyzer(sampleRate: rate, fullScale: decoder.format.fullScale), sampleRate: rate)
            sink = analyzing
            if let frames = decoder.length.frames { progress(.expects(seconds: Double(frames) / Double(rate))) }
            let pass = try DecodingPass(
                decoder, channels: channels, resampler: makeResampler(from: rate, choice: .fast), sink: analyzing,
                start: samples, limit: limit,
                tap: rate == analyzing.sampleRate ? { analyzing.analyzer.measureSource($0) } : nil)
            try pass.run(progress)
            let length = decoder.telephoneLength(delivered: pass.frames)
            try pass.finish(at: length)
            samples += length
            measured.findings += decoder.findings
            if pass.downmix.nonFinite > 0 { measured.findings.append(.nonFiniteSamples(pass.downmix.nonFinite)) }
            measured.replacements.append(pass.downmix.meter?.replacement)
        }
        measured.sound = sink?.analyzer.report
        if let analyzer = sink?.analyzer, analyzer.telephoneSamples > 0 {
            measured.findings += analyzer.statistics.findings(samples: analyzer.telephoneSamples)
        }
        return measured
    }
}

/// Analyses resampled sound instead of storing it.
private final class AnalyzerSink: MonoSink {
    var analyzer: SoundAnalyzer
    /// That of the recording's first stream: only streams of this rate can be measured before they are resampled.
    let sampleRate: Int

    init(_ analyzer: SoundAnalyzer, sampleRate: Int) {
        self.analyzer = analyzer
        self.sampleRate = sampleRate
    }

    func take(_ index: Int, _ block: UnsafeBufferPointer<Float>) {
        analyzer.measureTelephone(block)
    }

    func finish() -> SampleStatistics { SampleStatistics() }
}

extension RecordingFormat {
    /// The largest sample that the codec can hold, up to that of 16-bit PCM.
    fileprivate var fullScale: Float {
        switch codec {
        case "8-bit PCM": 127 / 128
        case "A-law": 32256 / 32768
        case "µ-law": 32124 / 32768
        default: 32767 / 32768
        }
    }
}
