import Corpora
import LocalFiles
import Synchronization
import SystemPackage

/// The recordings of a shard that have no result, one after the other, for several threads; and the place of the results.
///
/// The manifest is read as recordings are taken, so that one of any length takes no memory.
final class CorpusQueue: Sendable {
    /// A recording to look at.
    struct Job: Sendable {
        let entry: ManifestEntry
        let key: RecordingKey
        let known: ResultTable.Known
    }

    /// What was done, and what was there before.
    struct Counts: Hashable, Sendable {
        /// In this run.
        var converted = 0
        var failed = 0
        /// By earlier attempts.
        var convertedBefore = 0
        var failedBefore = 0
        /// Lines of the manifest that name no recording.
        var refused = 0

        var recordings: Int { converted + failed + convertedBefore + failedBefore }
    }

    /// Apart from what is written, since a pipe may keep its reader waiting.
    private struct Reading {
        let manifest: ManifestReader
        var table: ResultTable
        var refused = 0
    }

    private struct Writing {
        let writer: ResultsWriter
        var counts = Counts()
        /// Why no more recordings are given out.
        var stop: CorpusError?
    }

    private let reading: Mutex<Reading>
    private let writing: Mutex<Writing>
    private let shard: Shard
    private let name: String
    private let results: ResultsFolder

    /// Reads the earlier results.
    init(_ options: CorpusOptions, shard: Shard) throws(CorpusError) {
        self.shard = shard
        name = options.name
        results = options.resultsFolder
        do throws(Errno) {
            try results.make()
        } catch {
            throw .results(results.path, error)
        }
        var table = ResultTable()
        do throws(ManifestError) {
            try results.read(for: shard, into: &table)
        } catch {
            guard case .system(let error) = error else { throw .manifest(name, error) }
            throw .results(results.path, error)
        }
        reading = Mutex(Reading(manifest: try options.open(), table: table))
        writing = Mutex(Writing(writer: ResultsWriter(results, shard)))
    }

    /// The next recording; nil at the end, and after `stop`.
    ///
    /// - Parameter refused: is called for lines that name no recording.
    func next(_ refused: (_ line: Int, ManifestRefusal) -> Void) throws(CorpusError) -> Job? {
        do {
            return try reading.withLock { state in
                while stopReason == nil, let item = try state.manifest.next() {
                    let line: Int
                    let reason: ManifestRefusal
                    switch item {
                    case .header: continue
                    case .refused(let number, let why): (line, reason) = (number, why)
                    case .entry(let entry):
                        let key = RecordingKey(entry.id)
                        guard shard.contains(key) else { continue }
                        switch state.table.name(key, path: entry.path.string) {
                        case .first(let known): return Job(entry: entry, key: key, known: known)
                        case .again: continue
                        case .otherRecording: (line, reason) = (entry.line, .otherRecording(id: entry.id))
                        }
                    }
                    state.refused += 1
                    if state.refused <= CorpusStatus.namedRefusals { refused(line, reason) }
                }
                return nil
            }
        } catch {
            throw .manifest(name, error as? ManifestError ?? .unknownForm)
        }
    }

    /// Records the outcome of a recording, in the results before it is counted.
    func take(_ result: RecordingResult) {
        writing.withLock { state in
            do throws(Errno) {
                try state.writer.write(result)
            } catch {
                state.stop = state.stop ?? .results(results.path, error)
                return
            }
            switch result.outcome {
            case .converted: state.counts.converted += 1
            case .failed: state.counts.failed += 1
            }
        }
    }

    /// Counts a recording that an earlier attempt has a result for.
    func takeKnown(hasFailed: Bool) {
        writing.withLock { state in
            if hasFailed { state.counts.failedBefore += 1 } else { state.counts.convertedBefore += 1 }
        }
    }

    /// Gives out no more recordings.
    func stop(_ reason: CorpusError) {
        writing.withLock { $0.stop = $0.stop ?? reason }
    }

    /// Not while `next` waits for a pipe.
    var counts: Counts {
        var counts = writing.withLock { $0.counts }
        counts.refused = reading.withLock { $0.refused }
        return counts
    }
    var stopReason: CorpusError? { writing.withLock { $0.stop } }
}
