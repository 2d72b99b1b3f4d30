import LocalFiles
package import SystemPackage

/// Converts recordings to announcements: decode → downmix → resample → level → encode.
///
/// Blocks stream through all stages, so memory does not grow with the length of the recording. A long recording whose
/// length is certain is split over several workers, and comes out with the same bytes as from one.
public struct Conversion: Sendable {
    private let recipe: Recipe
    private let workers: Int

    /// A step of a conversion's progress, in seconds of the recording.
    public enum Progress: Hashable, Sendable {
        /// The duration of a stream of the recording; not reported if unknown.
        case expects(seconds: Double)
        /// This much more was converted. May be reported from several threads.
        case advanced(seconds: Double)
    }

    /// Creates a conversion.
    ///
    /// - Parameters:
    ///   - recipe: the settings; the default changes nothing but the format.
    ///   - workers: the number of threads that one recording may use.
    public init(_ recipe: Recipe = Recipe(), workers: Int = 1) {
        self.recipe = recipe
        self.workers = workers
    }

    /// Converts `input` to `output`.
    ///
    /// - Parameters:
    ///   - input: a file, a named pipe, or an open descriptor such as standard input.
    ///   - output: a file, or an open descriptor such as standard output.
    ///   - progress: called repeatedly, also from several threads at once.
    /// - Throws: ``RecordingError`` for errors of the recording, ``OutputError`` for errors of the output,
    ///   `CancellationError`. Then an existing output file is unchanged.
    public func convert(
        _ input: RecordingInput, to output: AnnouncementOutput,
        progress: @Sendable @escaping (Progress) -> Void = { _ in }
    ) async throws -> ConversionReport {
        let file = try AnnouncementFile(target: output.path)
        let announcement = try await encoded(
            input, in: file, spool: .folder(output.path?.folder ?? temporaryFolder()), progress)
        return try announcement.publish(to: output)
    }

    /// Converts `input` into a file that is open, without opening any other by its name: for processes that are confined.
    ///
    /// - Parameters:
    ///   - output: open for reading and writing, and empty.
    ///   - scratch: another such file, for samples whose level is measured before they are written.
    ///   - progress: called repeatedly, also from several threads at once.
    /// - Throws: as `convert(_:to:progress:)`; then what is in the files is not an announcement.
    package func convert(
        _ input: RecordingInput, into output: FileDescriptor, scratch: FileDescriptor,
        progress: @Sendable @escaping (Progress) -> Void = { _ in }
    ) async throws -> ConversionReport {
        try await encoded(input, in: AnnouncementFile(output), spool: .file(scratch), progress).report
    }

    /// The program that decodes what this library does not; looked up on PATH.
    package static let decoderProgram = FFmpegDecoder.program

    func encoded(
        _ input: RecordingInput, in file: AnnouncementFile, spool: SampleSpool.Place,
        _ progress: @Sendable @escaping (Progress) -> Void
    ) async throws -> EncodedAnnouncement {
        let recording = try Recording(input.open(), recipe.reading)
        var announcement =
            try await recording
            .downmixed(to: recipe.channels)
            .resampled(by: recipe.resampler, workers: workers)
            .levelled(by: recipe.level, spool: spool)
            .encoded(by: recipe, to: file, progress)
        if announcement.report.findings.contains(.silent), let hint = recording.soundingTrack() {
            announcement.report.findings.append(hint)
        }
        return announcement
    }
}
