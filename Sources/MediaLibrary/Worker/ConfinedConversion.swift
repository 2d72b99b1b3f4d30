import LocalFiles
package import SystemPackage
package import TelephoneAudio

/// `Conversion` in worker processes: a recording that crashes its decoder costs itself alone, and a decoder that one has taken
/// over reaches nothing (`DecoderPool`).
package struct ConfinedConversion: Sendable {
    private let recipe: Recipe
    private let decoders: DecoderPool

    /// Starts the workers, which is possible only while the process has one thread; later, each recording gets a process of
    /// its own.
    ///
    /// - Parameters:
    ///   - workers: how many threads one recording may use.
    ///   - reportsProgress: whether someone looks.
    ///   - files: the recordings, as far as they are files.
    ///   - count: how many of them are converted at once.
    package init(
        _ recipe: Recipe, workers: Int, reportsProgress: Bool, reading files: [FilePath], atOnce count: Int
    ) {
        self.recipe = recipe
        decoders = DecoderPool(
            .convert(recipe, workers: workers, reportsProgress: reportsProgress), reading: files, atOnce: count)
    }

    /// The same for recordings that are not known yet, of which each may use one thread.
    ///
    /// - Parameter count: how many are converted at once.
    package init(_ recipe: Recipe, openAtOnce count: Int) {
        self.recipe = recipe
        decoders = DecoderPool(.convert(recipe, workers: 1, reportsProgress: false), openAtOnce: count)
    }

    /// Converts a recording. Only this process creates the announcement and gives it its name.
    ///
    /// - Parameter isDurable: `false` leaves it to the caller to bring the file to the disk, together with others.
    /// - Throws: as `Conversion.convert`, and `RecordingError.crashed`.
    package func convert(
        _ input: RecordingInput, to output: AnnouncementOutput, isDurable: Bool = true,
        progress: (Conversion.Progress) -> Void
    ) async throws -> ConversionReport {
        let folder = output.path?.folder ?? temporaryFolder()
        let file = try AnnouncementFile(target: output.path)
        let scratch = try ScratchFile(for: recipe, in: folder)
        do {
            // What the worker says is in the file is looked at: callers would not hear anything else.
            guard
                case .converted(let report) = try await decoders.answer(
                    input, with: [file.descriptor] + scratch.files, progress),
                try file.holds(samples: report.samples, of: recipe)
            else { throw RecordingError.crashed(signal: 0) }
            try file.publish(to: output, isDurable: isDurable)
            return report
        } catch OutputError.system(let code, let action, let path) where path.isEmpty {
            // The worker does not know what the file is to be called.
            throw OutputError.system(errno: code, action: action, path: output.path ?? folder)
        }
    }
}
