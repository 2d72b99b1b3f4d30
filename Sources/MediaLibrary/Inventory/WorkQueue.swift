import SystemPackage

/// Recordings that wait for work: the urgent ones before the others, each in order of arrival.
struct WorkQueue {
    private var urgent: [FilePath] = []
    private var ordinary: [FilePath] = []
    private var waiting: Set<FilePath> = []
    private var preferred: Set<FilePath> = []
    /// Where the lists begin: entries before have been taken.
    private var urgentStart = 0
    private var ordinaryStart = 0

    mutating func add(_ path: FilePath, isUrgent: Bool) {
        let isNew = waiting.insert(path).inserted
        if isUrgent, preferred.insert(path).inserted {
            urgent.append(path)
        } else if isNew {
            ordinary.append(path)
        }
    }

    /// Makes a waiting recording urgent.
    mutating func prefer(_ path: FilePath) {
        if waiting.contains(path) { add(path, isUrgent: true) }
    }

    mutating func remove(_ path: FilePath) {
        waiting.remove(path)
        preferred.remove(path)
    }

    /// - Parameter onlyUrgent: leaves the others where they are.
    mutating func next(onlyUrgent: Bool) -> FilePath? {
        while urgentStart < urgent.count {
            let path = urgent[urgentStart]
            urgentStart += 1
            if preferred.contains(path) {
                remove(path)
                return path
            }
        }
        (urgent, urgentStart) = ([], 0)
        guard !onlyUrgent else { return nil }
        while ordinaryStart < ordinary.count {
            let path = ordinary[ordinaryStart]
            ordinaryStart += 1
            if waiting.contains(path) {
                remove(path)
                return path
            }
        }
        (ordinary, ordinaryStart) = ([], 0)
        return nil
    }

    func isEmpty(onlyUrgent: Bool) -> Bool { onlyUrgent ? preferred.isEmpty : waiting.isEmpty }
}
