package import SystemPackage
package import TelephoneAudio

/// `Inspector` in worker processes (`DecoderPool`).
package struct ConfinedInspector: Sendable {
    private let decoders: DecoderPool

    /// Starts a worker for a batch, which is possible only while the process has one thread; without a batch, or later, each
    /// recording gets a process of its own.
    ///
    /// - Parameter files: the recordings of the batch, which are inspected one after the other.
    package init(
        channels: ChannelChoice = .mix, _ reading: ReadingOptions = ReadingOptions(), files: [FilePath] = []
    ) {
        decoders = DecoderPool(.inspect(channels, reading), reading: files, atOnce: min(1, files.count))
    }

    /// Inspects a file.
    ///
    /// - Throws: as `Inspector.inspect`, and `RecordingError.crashed`.
    package func inspect(_ input: RecordingInput) async throws -> Inspection {
        guard case .inspected(let inspection) = try await decoders.answer(input) else {
            throw RecordingError.crashed(signal: 0)
        }
        return inspection
    }
}

/// `Recording.isRecognized` in a worker process (`DecoderPool`).
package struct ConfinedRecognition: Sendable {
    private let decoders = DecoderPool(.recognize, reading: [], atOnce: 1)

    package init() {}

    /// Whether a file is a recording; true also of one that crashes what looks at it, which is to be reported rather than
    /// passed over. Blocks.
    package func recognizes(_ path: FilePath) -> Bool {
        do throws(RecordingError) {
            return try decoders.blockingAnswer(.file(path)) == .recognized(true)
        } catch {
            guard case .crashed = error else { return false }
            return true
        }
    }
}
