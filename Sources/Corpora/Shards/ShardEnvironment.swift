/// Which shard an engine has started this process for, by the variables that Slurm sets for the tasks of an array and
/// Kubernetes for the pods of an indexed job.
package enum ShardEnvironment {
    /// Where the number comes from.
    package enum Source: String, Sendable {
        case slurm = "SLURM_ARRAY_TASK_ID"
        case kubernetes = "JOB_COMPLETION_INDEX"
    }

    /// Reasons why the variables do not say which shard.
    package enum Failure: Error, Hashable, Sendable {
        /// An array with gaps, such as `--array=7,31`: its size is not the number of shards.
        case gaps(task: Int)
        /// Kubernetes does not tell how many there are.
        case countMissing
        /// There are fewer shards than the number says.
        case noSuchShard(Int, count: Int, Source)
    }

    /// Nil where no engine has set anything.
    ///
    /// - Parameter count: how many shards there are, where the user says so; then the number is the variable's, unchanged.
    package static func shard(
        _ environment: [String: String], count: Int?
    ) throws(Failure) -> (shard: Shard, source: Source)? {
        func number(_ name: String) -> Int? { environment[name].flatMap { Int($0) } }
        if let task = number(Source.slurm.rawValue) {
            if let count { return (try shard(task, count, .slurm), .slurm) }
            guard let size = number("SLURM_ARRAY_TASK_COUNT"), let first = number("SLURM_ARRAY_TASK_MIN"),
                let last = number("SLURM_ARRAY_TASK_MAX")
            else { throw .gaps(task: task) }
            let step = max(1, number("SLURM_ARRAY_TASK_STEP") ?? 1)
            guard last - first == (size - 1) * step, (task - first) % step == 0 else { throw .gaps(task: task) }
            return (try shard((task - first) / step, size, .slurm), .slurm)
        }
        if let index = number(Source.kubernetes.rawValue) {
            guard let count else { throw .countMissing }
            return (try shard(index, count, .kubernetes), .kubernetes)
        }
        return nil
    }

    private static func shard(_ index: Int, _ count: Int, _ source: Source) throws(Failure) -> Shard {
        guard let shard = Shard(index, of: count) else { throw .noSuchShard(index, count: count, source) }
        return shard
    }
}

extension ShardEnvironment.Failure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .gaps(let task):
            "The job array has gaps, so its size does not tell the number of shards. "
                + "Add --shard \(task)/N with the number of shards of the first run."
        case .countMissing: "JOB_COMPLETION_INDEX is set, but not the number of shards. Add --shards N."
        case .noSuchShard(let index, let count, let source):
            "\(source.rawValue) is \(index), but the shards are 0 to \(count - 1)."
        }
    }
}
