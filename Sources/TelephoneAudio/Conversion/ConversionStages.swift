import SystemPackage

// The stages of a conversion, each made from the one before. They only describe the work; `encoded` does all of it, block
// by block, so that no stage ever holds a whole recording.

extension Recording {
    /// The recording as one channel.
    func downmixed(to channels: ChannelChoice) -> MonoRecording {
        MonoRecording(recording: self, channels: channels)
    }
}

/// A recording whose channels become one.
struct MonoRecording: Sendable {
    let recording: Recording
    let channels: ChannelChoice

    /// The same at 8 kHz.
    ///
    /// - Parameter workers: how many threads one stream of the recording may use.
    func resampled(by resampler: ResamplerChoice, workers: Int) -> TelephoneRecording {
        TelephoneRecording(recording: recording, channels: channels, resampler: resampler, workers: workers)
    }
}

/// A recording that comes as one channel at 8 kHz.
struct TelephoneRecording: Sendable {
    let recording: Recording
    let channels: ChannelChoice
    let resampler: ResamplerChoice
    let workers: Int

    /// The same at another level, without rumble, or without silence at its ends.
    ///
    /// - Parameter spool: where samples are kept while a level is measured, which takes all of them.
    func levelled(by recipe: LevelRecipe, spool: SampleSpool.Place) -> LevelledRecording {
        LevelledRecording(source: self, level: recipe, spool: spool)
    }

    /// Decodes, mixes and resamples all streams of the recording, one after the other.
    ///
    /// - Parameter makeSink: makes a sink for each worker of each stream. A stream may be written twice; then the second
    ///   time counts.
    /// - Throws: `RecordingError`, `CancellationError`, and what sinks throw.
    func write(
        to makeSink: @escaping @Sendable () -> any MonoSink,
        _ progress: @escaping @Sendable (Conversion.Progress) -> Void
    ) async throws -> ConvertedSound {
        var sound: ConvertedSound?
        for stream in recording.streams {
            var conversion = StreamConversion(
                recording: recording, stream: stream, channels: channels, resampler: resampler,
                start: sound?.samples ?? 0, makeSink: makeSink, progress: progress)
            var next = try await conversion.run(workers: workers)
            // What the mix makes of its channels is known only at the end: then one of them is used alone, from the start.
            if let replacement = next.channelMeter?.replacement {
                conversion.channels = replacement.channel
                next = try await conversion.run(workers: workers)
                next.findings.insert(replacement.finding, at: 0)
            }
            sound?.append(next)
            sound = sound ?? next
        }
        guard let sound, sound.samples > 0 else { throw RecordingError.noSamples(format: recording.name) }
        return sound
    }
}

/// A recording at 8 kHz that is brought to a level.
struct LevelledRecording: Sendable {
    let source: TelephoneRecording
    let level: LevelRecipe
    let spool: SampleSpool.Place

    /// Runs all stages, rounds the samples and writes the announcement.
    ///
    /// Where nothing is done to the level, samples go straight from the resampler to the file. Otherwise they are
    /// spooled first, since the gain depends on all of them.
    /// - Throws: `RecordingError`, `OutputError`, `CancellationError`.
    func encoded(
        by recipe: Recipe, to file: AnnouncementFile, _ progress: @escaping @Sendable (Conversion.Progress) -> Void
    ) async throws -> EncodedAnnouncement {
        if level.isNeutral {
            let sound = try await source.write(to: { AnnouncementEncoder(recipe, file: file) }, progress)
            return try EncodedAnnouncement(of: source.recording, sound, in: file, recipe)
        }
        let spool = try SampleSpool(self.spool)
        var sound = try await source.write(to: { SpoolSink(spool) }, progress)
        let encoder = AnnouncementEncoder(recipe, file: file)
        var position = 0
        var (report, findings) = try Conditioner(level).run(on: spool, count: sound.samples) { block in
            try Task.checkCancellation()
            try encoder.take(position, block)
            position += block.count
        }
        sound.statistics = try encoder.finish()
        sound.samples = position
        // A limiter also takes a little off the level, which is known only now.
        if report.limited > 0, let target = level.target, target.measure == .speech,
            let reached = sound.statistics.meter.activeLevel
        {
            report.levelAfter = reached
            findings = findings.map { $0.reaching(reached) }
        }
        sound.findings += findings
        return try EncodedAnnouncement(of: source.recording, sound, report, in: file, recipe)
    }
}
