import Dispatch
import LocalFiles
import Synchronization
import SystemPackage

/// Changes in the recordings folder.
struct FolderChange: Sendable {
    /// Files that were written, moved, removed or linked: their paths below the folder, and whether they have just been
    /// created and nothing more.
    var files: [FilePath: Bool] = [:]
    /// Whether folders were created, removed or moved, or events were lost: everything has to be looked at.
    var needsScan = false
}

/// Reports every change in a tree of folders. Nothing is polled.
///
/// The folder above is watched too, or the nearest one that exists: the recordings folder may be replaced as a whole, and
/// may be removed and restored.
final class FolderWatch: Sendable {
    private let root: FilePath
    private let events: FolderEvents
    /// Used by this object alone, when it is made and when it goes: Dispatch promises that its sources may be used from any
    /// thread, but its types do not say so.
    nonisolated(unsafe) private let source: any DispatchSourceRead
    private let watches = Mutex(Watches())

    private struct Watches {
        /// Folders of the tree; the root is "".
        var inside: [FolderEvents.Watch: FilePath] = [:]
        /// Folders that the current scan has come to.
        var current: Set<FolderEvents.Watch> = []
        /// The folder above, and the name in it that leads to the root.
        var above: (watch: FolderEvents.Watch, name: FilePath.Component)?
    }

    private static let kinds: FolderEvents.Kinds = [
        .written, .movedIn, .movedOut, .deleted, .created, .attributes, .folderDeleted, .folderMoved, .onlyFolders,
    ]
    private static let kindsAbove: FolderEvents.Kinds = [
        .movedIn, .movedOut, .deleted, .created, .folderDeleted, .folderMoved, .onlyFolders,
    ]

    /// - Throws: `Errno` if the system has no more watches.
    init(_ root: FilePath, deliver: @Sendable @escaping (FolderChange) -> Void) throws(Errno) {
        self.root = root
        let events = try FolderEvents()
        self.events = events
        source = DispatchSource.makeReadSource(
            fileDescriptor: events.descriptor.rawValue, queue: DispatchQueue(label: "recordings-watch"))
        // Dispatch must be done with the descriptor before it is closed.
        source.setCancelHandler { _ = events }
        source.setEventHandler { [weak self] in
            if let change = self?.read() { deliver(change) }
        }
        source.activate()
    }

    deinit { source.cancel() }

    /// Watches a folder of the tree; the root is "".
    ///
    /// - Returns: the error of watching it.
    func add(_ folder: FilePath) -> LibraryProblem? {
        let path = folder.isEmpty ? root : root.pushing(folder)
        return watches.withLock { watches in
            do throws(Errno) {
                let watch = try events.watch(path, for: folder.isEmpty ? Self.kinds : Self.kinds.union(.noLinks))
                watches.inside[watch] = folder
                watches.current.insert(watch)
                return nil
            } catch {
                // A folder that no longer exists or cannot be entered is reported by the scan that reads it.
                return [.noSuchFileOrDirectory, .notDirectory, .permissionDenied].contains(error)
                    ? nil : .notWatched(path: path.readable, errno: error.rawValue)
            }
        }
    }

    /// Must be called before a scan adds all folders anew.
    func beginScan() {
        watches.withLock { $0.current = [] }
    }

    /// Gives up the folders that have not been added since `beginScan`.
    func endScan() {
        watches.withLock { watches in
            for watch in watches.inside.keys where !watches.current.contains(watch) {
                events.remove(watch)
                watches.inside[watch] = nil
            }
        }
    }

    /// Watches the nearest existing folder above for the entry that leads down to the root.
    func watchAbove() {
        watches.withLock { watches in
            var outdated: Set<FolderEvents.Watch> = watches.above.map { [$0.watch] } ?? []
            var name = root.lastComponent
            var folder = root.removingLastComponent()
            while let next = name {
                if let watch = try? events.watch(folder.isEmpty ? "." : folder, for: Self.kindsAbove) {
                    watches.above = (watch, next)
                    outdated.insert(watch)
                    // The entry may have come before the watch: then go down to it.
                    let below = folder.appending(next)
                    if !below.exists || below == root { break }
                    name = root.components.dropFirst(folder.components.count + 1).first
                    folder = below
                } else {
                    name = folder.lastComponent
                    folder.removeLastComponent()
                }
            }
            for watch in outdated where watch != watches.above?.watch { events.remove(watch) }
        }
    }

    /// All events that wait; nil if none of them matters.
    private func read() -> FolderChange? {
        var change = FolderChange()
        for event in events.read() { take(event, into: &change) }
        return change.files.isEmpty && !change.needsScan ? nil : change
    }

    private func take(_ event: FolderEvents.Event, into change: inout FolderChange) {
        if event.kinds.contains(.lost) {
            change.needsScan = true
            return
        }
        let isOfFolder = !event.kinds.isDisjoint(with: [.folderDeleted, .folderMoved])
        watches.withLock { watches in
            if let above = watches.above, above.watch == event.watch {
                if isOfFolder || event.name.lastComponent == above.name { change.needsScan = true }
            } else if let folder = watches.inside[event.watch] {
                if event.kinds.contains(.ended) {
                    watches.inside[event.watch] = nil
                } else if isOfFolder || event.kinds.contains(.isFolder) {
                    change.needsScan = true
                } else if !event.name.isEmpty {
                    let file = folder.pushing(event.name)
                    change.files[file] = event.kinds.contains(.created) && change.files[file] != false
                }
            }
        }
    }
}
