import SystemPackage
import Telephony

/// The work that waits and the jobs that run.
struct WorkInProgress {
    private var queue = WorkQueue()
    /// The conversions that run, and the recordings that wait for the result of each: the same bytes under another name,
    /// or looked at again meanwhile.
    private var conversions: [RenderKey: Set<FilePath>] = [:]
    /// Prompts that are being joined.
    private(set) var joining: Set<Prompt> = []
    /// The number of jobs.
    private(set) var running = 0

    /// Whether nothing runs and nothing waits.
    ///
    /// - Parameter onlyUrgent: leaves recordings out that are not wanted.
    func isIdle(onlyUrgent: Bool) -> Bool { running == 0 && queue.isEmpty(onlyUrgent: onlyUrgent) }

    mutating func enqueue(_ path: FilePath, isUrgent: Bool) { queue.add(path, isUrgent: isUrgent) }

    /// Puts a waiting recording before those that are not urgent.
    mutating func prefer(_ path: FilePath) { queue.prefer(path) }

    mutating func remove(_ path: FilePath) { queue.remove(path) }

    /// Takes the next recording out of the queue.
    mutating func next(onlyUrgent: Bool) -> FilePath? { queue.next(onlyUrgent: onlyUrgent) }

    mutating func beginReading() { running += 1 }

    mutating func endReading() { running -= 1 }

    /// Begins a conversion, unless the same one runs already: then the recording waits for its result.
    ///
    /// - Returns: whether it has begun.
    mutating func beginConversion(_ key: RenderKey, of path: FilePath) -> Bool {
        guard conversions[key] == nil else {
            conversions[key]?.insert(path)
            return false
        }
        conversions[key] = []
        running += 1
        return true
    }

    /// - Returns: the recordings that waited for it.
    mutating func endConversion(_ key: RenderKey) -> Set<FilePath> {
        running -= 1
        return conversions.removeValue(forKey: key) ?? []
    }

    mutating func beginJoin(_ prompt: Prompt) {
        joining.insert(prompt)
        running += 1
    }

    mutating func endJoin(_ prompt: Prompt) {
        joining.remove(prompt)
        running -= 1
    }
}
