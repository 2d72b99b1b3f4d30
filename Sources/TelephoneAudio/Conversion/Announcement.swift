public import FoundationEssentials
import LocalFiles

/// An announcement in memory, for programs that keep none of it in files.
public struct Announcement: Hashable, Sendable {
    /// The WAV file, or what else the recipe asks for.
    public var bytes: [UInt8]
    /// What was converted, and how.
    public var report: ConversionReport

    /// The WAV file, or what else the recipe asks for.
    public var data: Data { Data(bytes) }
}

extension Conversion {
    /// Converts `input` in memory: 16,000 bytes a second of sound, and the 44 of the header. Meanwhile it is in a file without a
    /// name in `$TMPDIR`.
    ///
    /// - Parameters:
    ///   - input: bytes, a file, a named pipe, or an open descriptor such as standard input.
    ///   - progress: called repeatedly, also from several threads at once.
    /// - Throws: ``RecordingError`` for errors of the recording, ``OutputError`` if there is no room for the announcement,
    ///   `CancellationError`.
    public func announcement(
        from input: RecordingInput, progress: @Sendable @escaping (Progress) -> Void = { _ in }
    ) async throws -> Announcement {
        let file = try AnnouncementFile(target: nil)
        let report = try await encoded(input, in: file, spool: .folder(temporaryFolder()), progress).report
        try Task.checkCancellation()
        return Announcement(bytes: try file.read(file.size, at: 0), report: report)
    }
}
