import SystemPackage

/// The road from a recording to an announcement: decode → downmix → resample → level → encode.
///
/// Blocks stream through, so memory does not grow with the length of the recording. A long recording whose length is
/// certain is split over several workers, with the same bytes as from one.
public struct Conversion: Sendable {
    private let recipe: Recipe
    private let workers: Int

    /// How far a conversion has come, in seconds of the recording.
    public enum Progress: Hashable, Sendable {
        /// The recording's length; unknown lengths are not announced.
        case expects(seconds: Double)
        /// So much more is done; may come from several threads.
        case advanced(seconds: Double)
    }

    /// 21 dB under what the telephone expects of speech (-19 dBm0), as dB below full scale RMS.
    private static let quietest = -43.0
    /// Below this much sound, in seconds, a second thread costs more than it saves. Samples that only need reading are
    /// converted at ten thousand times their speed, and two threads then mostly wait for memory.
    private static func shortestSplit(of stream: Recording.Stream) -> Double {
        switch stream {
        case .sndFile, .headerless: 20 * 60
        default: 20
        }
    }

    /// - Parameter workers: how many threads one recording may use.
    public init(_ recipe: Recipe = Recipe(), workers: Int = 1) {
        self.recipe = recipe
        self.workers = workers
    }

    /// Converts `input` to `output`.
    ///
    /// - Throws: `RecordingError` for what is wrong with the recording, `OutputError` for what is wrong with the target,
    ///   `CancellationError`. Whatever is thrown, the target is as it was.
    public func convert(
        _ input: RecordingInput, to output: AnnouncementOutput,
        progress: @Sendable @escaping (Progress) -> Void = { _ in }
    ) async throws -> ConversionReport {
        let recording = try Recording(input.open())
        let first = try await attempt(recording, recipe.channels, to: output, progress)
        guard recipe.channels == .mix, let channel = first.phase?.replacement else {
            return try publish(first, to: output)
        }
        var second = try await attempt(recording, channel, to: output, progress)
        second.report.findings.insert(.antiPhase(used: channel), at: 0)
        return try publish(second, to: output)
    }

    /// A finished conversion that has no name yet.
    private struct Attempt {
        var report: ConversionReport
        var file: AnnouncementFile
        var size: Int
        var phase: PhaseMeter?
    }

    private func publish(_ attempt: Attempt, to output: AnnouncementOutput) throws -> ConversionReport {
        try Task.checkCancellation()
        switch output {
        case .file(_, let replacing, let note):
            if let note { attempt.file.annotate(note) }
            try attempt.file.publish(replacing: replacing)
        case .descriptor(let descriptor, let name):
            try attempt.file.copy(attempt.size, to: descriptor, named: name)
        }
        return attempt.report
    }

    private func attempt(
        _ recording: Recording, _ channels: ChannelChoice, to output: AnnouncementOutput,
        _ progress: @Sendable @escaping (Progress) -> Void
    ) async throws -> Attempt {
        let file = try AnnouncementFile(target: output.path)
        let spool = recipe.level.isNeutral ? nil : try SampleSpool(in: output.path?.folder ?? temporaryFolder())
        let recipe = recipe
        let makeSink: @Sendable () -> any MonoSink = {
            if let spool { SpoolSink(spool) } else { AnnouncementEncoder(recipe, file: file) }
        }
        var sound = SoundSoFar()
        for stream in recording.streams {
            try await sound.append(
                StreamConversion(
                    recording: recording, stream: stream, channels: channels, resampler: recipe.resampler,
                    start: sound.samples, makeSink: makeSink, progress: progress
                ).run(workers: workers, shortestSplit: Self.shortestSplit(of: stream)))
        }
        guard let format = sound.format, sound.samples > 0 else {
            throw RecordingError.noSamples(format: recording.name)
        }

        var findings = recording.findings + sound.findings
        var encoded = sound.encoded
        var level: LevelReport?
        if let spool {
            let encoder = AnnouncementEncoder(recipe, file: file)
            var position = 0
            let conditioned = try Conditioner(recipe.level).run(on: spool, count: sound.samples) { block in
                try Task.checkCancellation()
                try encoder.take(position, block)
                position += block.count
            }
            level = conditioned.report
            findings += conditioned.findings
            encoded = try encoder.finish()
            sound.samples = position
        }
        let size = try AnnouncementEncoder.finish(file, samples: sound.samples, recipe: recipe)
        if encoded.overs > 0 { findings.append(.clipped(samples: encoded.overs)) }
        if encoded.isSilent { findings.append(.silent) }
        if let level = encoded.meter.activeLevel, level < Self.quietest { findings.append(.quiet(activeLevel: level)) }
        let report = ConversionReport(
            format: format, recordedDuration: sound.recordedDuration, samples: sound.samples,
            activeLevel: encoded.meter.activeLevel, peak: encoded.peak, level: level, findings: findings)
        return Attempt(report: report, file: file, size: size, phase: sound.phase)
    }
}

/// What the streams converted so far come to.
private struct SoundSoFar {
    var format: RecordingFormat?
    var samples = 0
    var recordedDuration = 0.0
    var phase: PhaseMeter?
    var findings: [Finding] = []
    var encoded = EncodedSound()

    mutating func append(_ result: StreamResult) {
        // Times in findings count from the start of the file, not of the stream.
        findings += result.findings.map { $0.later(by: recordedDuration) }
        if format == nil { format = result.format }
        samples += result.samples
        recordedDuration += result.recordedDuration
        encoded.add(result.encoded)
        if let other = result.phase {
            phase?.add(other)
            phase = phase ?? other
        }
    }
}
