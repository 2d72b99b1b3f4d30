import Corpora
import Glibc
import LocalFiles
import MediaLibrary
import Synchronization
import SystemPackage
import TelephoneAudio

/// Converts the recordings of a shard. A result is written when its file is on the disk, which many files together reach in a
/// fraction of the time that they take one by one: in groups of up to 64, or a second. Whatever ends this process costs as much.
struct CorpusConversion: Sendable {
    let queue: CorpusQueue
    let recipe: Recipe
    let suffix: String
    /// The output folder, absolute.
    let folder: FilePath
    let retriesFailed: Bool
    let conversion: ConfinedConversion
    let threads: Int
    let report: CorpusReport

    private var origin: ResultTable.Origin { .init(folder: folder.string, suffix: suffix) }

    /// The names of the output folders that exist.
    private let folders = MadeFolders()

    init(
        _ queue: CorpusQueue, _ recipe: Recipe, suffix: String, folder: FilePath, retriesFailed: Bool,
        _ conversion: ConfinedConversion, threads: Int, _ report: CorpusReport
    ) {
        (self.queue, self.recipe, self.suffix, self.folder) = (queue, recipe, suffix, folder)
        (self.retriesFailed, self.conversion, self.threads) = (retriesFailed, conversion, threads)
        self.report = report
    }

    /// - Throws: `CancellationError`, `CorpusError.manifest`.
    func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<threads {
                group.addTask {
                    var pending = PendingResults()
                    do {
                        while let job = try queue.next(report.refused) {
                            try Task.checkCancellation()
                            try await convert(job, &pending)
                            if pending.isDue { write(&pending) }
                            report.progress(queue)
                        }
                    } catch {
                        write(&pending)
                        throw error
                    }
                    write(&pending)
                }
            }
            try await group.waitForAll()
        }
    }

    /// Brings files to the disk, and writes their results.
    private func write(_ pending: inout PendingResults) {
        let results = pending.take()
        guard !results.isEmpty else { return }
        do throws(Errno) {
            try folder.synchronizeFileSystem()
        } catch {
            return queue.stop(.output(.system(errno: error.rawValue, action: .write, path: folder)))
        }
        for result in results { queue.take(result) }
    }

    private func convert(_ job: CorpusQueue.Job, _ pending: inout PendingResults) async throws {
        let path = job.entry.path
        let stamp = FileStamp(of: path).map { InputStamp(size: $0.size, modified: $0.modified) }
        let place = OutputPlace(job.entry.id, job.key, suffix: suffix)
        let output = folder.pushing(place.path)
        switch known(job.known, stamp, output) {
        case .converted: return queue.takeKnown(hasFailed: false)
        case .failed: return queue.takeKnown(hasFailed: true)
        default: break
        }
        if let target = FileIdentity(output), target == FileIdentity(path) {
            let message = "the converted file would replace the recording itself. Name another folder with --output."
            return take(job, stamp, .failed(code: "target-is-input", message: message))
        }
        // Other results do not wait for a long recording.
        if let stamp, stamp.size > Self.longRecording { write(&pending) }
        do {
            try folders.make(place.folder, in: folder)
            let converted = try await conversion.convert(
                .file(path), to: .file(output, replacing: true, note: nil), isDurable: false, progress: { _ in })
            pending.add(
                result(
                    job, stamp,
                    .converted(
                        output: output.string, samples: converted.samples, findings: converted.findings.map(\.code))))
        } catch let error as OutputError {
            // A recording can be too long for its announcement; nothing else of the output is its fault.
            guard case .tooLong = error else { return queue.stop(.output(error)) }
            take(job, stamp, .failed(code: error.code, message: error.description))
        } catch let error as RecordingError {
            guard !error.isOfTheMachine else { return queue.stop(.system(error)) }
            take(job, stamp, .failed(code: error.code, message: error.sentence(about: path)))
        }
    }

    /// Bytes of a recording that takes seconds.
    private static let longRecording = 8 << 20

    private func result(
        _ job: CorpusQueue.Job, _ stamp: InputStamp?, _ outcome: RecordingResult.Outcome
    ) -> RecordingResult {
        RecordingResult(
            id: job.entry.id, input: job.entry.path.string, stamp: stamp, recipe: "\(recipe)", outcome: outcome)
    }

    private func take(_ job: CorpusQueue.Job, _ stamp: InputStamp?, _ outcome: RecordingResult.Outcome) {
        queue.take(result(job, stamp, outcome))
        if case .failed(_, let message) = outcome { report.failed(job.entry, message) }
    }

    /// What an earlier attempt has made of this recording, as far as that still holds.
    private func known(
        _ known: ResultTable.Known, _ stamp: InputStamp?, _ output: FilePath
    ) -> ResultTable.Entry.State {
        switch known.state {
        case .converted:
            // Where the source is gone, what was made of it is all there is.
            let isSame = stamp == nil || known.isOf(stamp, recipe: "\(recipe)")
            return isSame && known.origin == origin && output.exists ? .converted : .missing
        case .failed: return !retriesFailed && known.isOf(stamp, recipe: "\(recipe)") ? .failed : .missing
        case .free, .missing: return .missing
        }
    }
}

/// Results of one thread whose files are perhaps not on the disk yet.
private struct PendingResults {
    private var results: [RecordingResult] = []
    private var since: ContinuousClock.Instant?

    mutating func add(_ result: RecordingResult) {
        results.append(result)
        since = since ?? .now
    }

    mutating func take() -> [RecordingResult] {
        defer { (results, since) = ([], nil) }
        return results
    }

    var isDue: Bool {
        results.count >= 64 || since.map { ContinuousClock.now - $0 >= .seconds(1) } == true
    }
}

/// Makes each of the 256 output folders once.
private final class MadeFolders: Sendable {
    private let made = Mutex<Set<FilePath.Component>>([])

    func make(_ name: FilePath.Component, in folder: FilePath) throws(OutputError) {
        guard !made.withLock({ $0.contains(name) }) else { return }
        let path = folder.appending(name)
        do throws(Errno) {
            try path.makeFolders(permissions: FilePermissions(rawValue: 0o777))
        } catch {
            throw .system(errno: error.rawValue, action: .create, path: path)
        }
        made.withLock { _ = $0.insert(name) }
    }
}

extension RecordingError {
    /// Whether the same recording may well be converted a minute later, or on another machine: no room for temporary files, no
    /// memory, no more processes or open files, a network file system that has gone away.
    fileprivate var isOfTheMachine: Bool {
        guard case .system(let code, let action) = self else { return false }
        let passing = [ENOMEM, EMFILE, ENFILE, EAGAIN, ESTALE, ETIMEDOUT, ENOTCONN, EHOSTDOWN, EHOSTUNREACH, ENETDOWN]
        return action == .spool || action == .startDecoder || passing.contains(code)
    }
}
