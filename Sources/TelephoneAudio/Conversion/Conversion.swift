import LocalFiles
import SystemPackage

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
        let recording = try Recording(input.open(), recipe.reading)
        let file = try AnnouncementFile(target: output.path)
        var announcement =
            try await recording
            .downmixed(to: recipe.channels)
            .resampled(by: recipe.resampler, workers: workers)
            .levelled(by: recipe.level, spoolFolder: output.path?.folder ?? temporaryFolder())
            .encoded(by: recipe, to: file, progress)
        if announcement.report.findings.contains(.silent), let hint = recording.soundingTrack() {
            announcement.report.findings.append(hint)
        }
        return try announcement.publish(to: output)
    }
}
