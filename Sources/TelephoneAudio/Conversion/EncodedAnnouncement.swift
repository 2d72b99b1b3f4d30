/// A finished announcement whose file has no name yet.
struct EncodedAnnouncement {
    var report: ConversionReport
    private let file: AnnouncementFile

    /// Completes the file with its header, and reports what is in it.
    ///
    /// - Parameter level: what was done to the level; nil if nothing was asked for.
    /// - Throws: `OutputError`.
    init(
        of recording: Recording, _ sound: ConvertedSound, _ level: LevelReport? = nil, in file: AnnouncementFile,
        _ recipe: Recipe
    ) throws(OutputError) {
        self.file = file
        // What is right already stays as it is, bit for bit.
        let isCopy =
            level == nil && sound.format.sampleRate == telephoneRate && sound.format.channels.count == 1
        try AnnouncementEncoder.finish(file, samples: sound.samples, fades: !isCopy, recipe: recipe)
        let statistics = sound.statistics
        report = ConversionReport(
            format: sound.format, recordedDuration: sound.recordedDuration, samples: sound.samples,
            activeLevel: statistics.meter.activeLevel, peak: statistics.peak, level: level,
            findings: recording.findings + sound.findings + statistics.findings(samples: sound.samples))
    }

    /// Gives the file its name, or copies it to an open descriptor.
    ///
    /// - Throws: `OutputError`, `CancellationError`; then the target is as it was, unless it is a descriptor.
    func publish(to output: AnnouncementOutput) throws -> ConversionReport {
        try Task.checkCancellation()
        try file.publish(to: output)
        return report
    }
}
