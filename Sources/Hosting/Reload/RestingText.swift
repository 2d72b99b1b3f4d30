import CallFlow
import Dashboard
import LocalFiles
import SystemPackage

/// A configuration as it was read after its file had come to rest.
struct RestingText: Sendable {
    let reading: ProjectSource.Reading
    /// When the newest of its files was changed, in nanoseconds since 1970; nil for a pipe and for what else cannot be looked
    /// at.
    let modified: Int?

    /// Between two looks at the file. A program that writes in place does so within microseconds, or keeps the file open,
    /// which is seen as well.
    private static let pause = Duration.milliseconds(50)
    /// After so long, that the file does not come to rest is reported.
    private static let reportDelay = Duration.seconds(5)
    /// After so long without a change, a program that has the file open is not waited for: it may never close it, having
    /// inherited it by mistake, and would keep every edit from callers.
    private static let patience = Duration.seconds(20)

    /// Waits until no program has the file open for writing (or none has written for long) and its size, modification time
    /// and identity are the same in two looks and after reading, and returns what was read.
    ///
    /// Does not recognize a program that writes a part, closes the file (or stops for long) and goes on later: see
    /// `EditLoss`.
    ///
    /// - Parameters:
    ///   - known: as `ProjectSource.read` takes it.
    ///   - restless: called once, if that takes long.
    /// - Returns: nil if the task was cancelled.
    static func read(
        _ source: ProjectSource, listeningOn port: Int?, knowing known: ProjectSource.Known? = nil,
        restless: () -> Void
    ) async throws(ConfigurationText.ReadError) -> RestingText? {
        guard let file = source.file else { return nil }
        // A pipe comes to no rest, and opening it to look would take the place of the one reader that its writer has.
        if let identity = FileIdentity(file), !identity.isRegular {
            return RestingText(reading: try source.read(listeningOn: port, knowing: known), modified: nil)
        }
        let start = ContinuousClock.now
        var isReported = false
        var last = (stamp: FileStamp(of: file), since: start)
        while true {
            let before = FileStamp(of: file)
            do { try await Task.sleep(for: pause) } catch { return nil }
            if before != last.stamp { last = (before, .now) }
            let isStill = ContinuousClock.now - last.since > patience
            if FileStamp(of: file) == before, isStill || !isBeingWritten(file) {
                let reading = Result { () throws(ConfigurationText.ReadError) in
                    try source.read(listeningOn: port, knowing: known)
                }
                if FileStamp(of: file) == before {
                    let text = try reading.get()
                    let others = text.text.map { $0.files.paths(beside: file) } ?? []
                    do { if !others.isEmpty { try await Task.sleep(for: pause) } } catch { return nil }
                    if others.isEmpty || isStill || !others.contains(where: isBeingWritten), isSame(text.text) {
                        return RestingText(reading: text, modified: modified([file] + others))
                    }
                }
            }
            if !isReported, ContinuousClock.now - start > reportDelay {
                isReported = true
                restless()
            }
        }
    }

    /// Whether the files that a text names are still as they were read.
    private static func isSame(_ text: ConfigurationText?) -> Bool {
        guard let text, !text.files.isEmpty else { return true }
        return CompanionFiles(for: text.text, at: text.path) == text.files
    }

    static func modified(_ files: [FilePath]) -> Int? { files.compactMap { FileStamp(of: $0)?.modified }.max() }

    private static func isBeingWritten(_ file: FilePath) -> Bool {
        guard let descriptor = try? FileDescriptor.reading(file) else { return false }
        defer { descriptor.closeQuietly() }
        return descriptor.hasWriter == true
    }
}
