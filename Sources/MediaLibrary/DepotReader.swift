import LocalFiles
import SystemPackage

/// Fetches announcements of other instances from the depot, when a call asks here for what another instance has published.
///
/// A file is used only if it is what its name says and plays, and is kept in the store, as if it had been made here. Names that
/// do not exist cost the depot little: each is looked up once a second at most, a few at a time, and when many wait, further
/// ones are not found.
actor DepotReader {
    private let depot: any MediaDepot
    private let store: MediaStore
    private let now: @Sendable () -> Int
    private var found: [DepotKey: StoredFile] = [:]
    private var missing: [DepotKey: ContinuousClock.Instant] = [:]
    private var lookups: [DepotKey: Task<StoredFile?, Never>] = [:]
    private var running = 0
    private var turns: [CheckedContinuation<Void, Never>] = []

    private static let mostAtOnce = 8
    private static let mostWaiting = 100
    private static let mostRemembered = 10_000
    /// How long a name that was not found is not looked for.
    private static let pause = Duration.seconds(1)

    init(_ depot: any MediaDepot, store: MediaStore, now: @Sendable @escaping () -> Int) {
        (self.depot, self.store, self.now) = (depot, store, now)
    }

    /// - Returns: nil if no instance has published such a file, or the depot cannot be used.
    func file(_ key: DepotKey, named name: String) async -> PublishedFile? {
        guard let file = await stored(key) else { return nil }
        return PublishedFile(
            name: name, path: store.pathText(of: file.hash), size: file.size, hash: file.hash, samples: file.samples,
            modified: file.modified)
    }

    private func stored(_ key: DepotKey) async -> StoredFile? {
        if let file = found[key] {
            let isThere = await onOwnThread { [store] in store.contains(file) }
            if isThere { return file }
            found[key] = nil
        }
        if let last = missing[key], ContinuousClock.now - last < Self.pause { return nil }
        if let lookup = lookups[key] { return await lookup.value }
        guard lookups.count < Self.mostWaiting else { return nil }
        let lookup = Task { await fetched(key) }
        lookups[key] = lookup
        let file = await lookup.value
        lookups[key] = nil
        if let file {
            if found.count >= Self.mostRemembered { found = [:] }
            found[key] = file
        } else {
            if missing.count >= Self.mostRemembered { missing = [:] }
            missing[key] = .now
        }
        return file
    }

    private func fetched(_ key: DepotKey) async -> StoredFile? {
        if running >= Self.mostAtOnce {
            // The one that ends hands its place on.
            await withCheckedContinuation { turns.append($0) }
        } else {
            running += 1
        }
        defer {
            if turns.isEmpty { running -= 1 } else { turns.removeFirst().resume() }
        }
        let path = store.newPath()
        guard (try? await depot.get(key, into: path)) == true else {
            path.removeQuietly()
            return nil
        }
        return await onOwnThread { [store, now] in
            guard let file = try? store.adopt(path, now: now()) else { return nil }
            // What is under a wrong name is not deleted: it may be an announcement of this instance. Else the next start does.
            return DepotKey(hash: file.hash) == key ? file : nil
        }
    }
}
