import Corpora

/// What one run has done, in JSON.
struct CorpusRunObject: Encodable {
    let shard: ShardObject
    let finished: Bool
    let recordings: Int
    let converted: Int
    let convertedBefore: Int
    let failed: Int
    let failedBefore: Int
    let refusedLines: Int

    struct ShardObject: Encodable {
        let index: Int
        let count: Int
    }

    init(_ counts: CorpusQueue.Counts, _ shard: Shard, isFinished: Bool) {
        self.shard = ShardObject(index: shard.index, count: shard.count)
        finished = isFinished
        recordings = counts.recordings
        (converted, convertedBefore) = (counts.converted, counts.convertedBefore)
        (failed, failedBefore) = (counts.failed, counts.failedBefore)
        refusedLines = counts.refused
    }
}

/// How far the conversion of a corpus is, in JSON.
struct CorpusStatusObject: Encodable {
    let recordings: Int
    let converted: Int
    let failed: Int
    let missing: Int
    /// Nil where the number of shards is unknown.
    let shards: Int?
    let unfinished: [Int]
    /// As `sbatch --array` takes it; nil if there is nothing left to do.
    let array: String?
    let refusedLines: Int

    init(_ status: CorpusStatus) {
        (recordings, converted, failed, missing) = (status.recordings, status.converted, status.failed, status.missing)
        (shards, unfinished) = (status.shards, status.unfinished)
        array = status.array
        refusedLines = status.refused
    }
}

extension CorpusStatus {
    /// The unfinished shards as `sbatch --array` takes them; nil if there are none.
    var array: String? { unfinished.isEmpty ? nil : ShardList.text(unfinished) }

    /// For people.
    func text(of manifest: String) -> String {
        var parts = ["\(grouped(converted)) converted", "\(grouped(failed)) failed"]
        if missing > 0 { parts.append("\(grouped(missing)) without a result") }
        var lines = ["\(grouped(recordings)) recordings: \(parts.joined(separator: ", "))."]
        if let array, let shards, shards > 1 {
            lines.append("Unfinished shards of \(shards): --array=\(array)")
        }
        lines += refusals.map { "\(manifest), line \($0.line): \($0.reason)" }
        if refused > refusals.count { lines.append("\(grouped(refused)) lines name no recording.") }
        return lines.joined(separator: "\n")
    }
}
