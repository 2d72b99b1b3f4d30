import Dispatch
package import SystemPackage

/// Reports when one of several files may have changed, as `FileWatch` does for one, or when an entry of a folder has come,
/// changed or gone. One inotify instance for all, of which a user has few (`fs.inotify.max_user_instances`).
///
/// Folders that do not exist are not watched.
package final class FilesWatch {
    /// One element for any number of changes since the last.
    package let changes: AsyncStream<Void>

    private let source: any DispatchSourceRead

    /// - Parameters:
    ///   - files: absolute.
    ///   - folders: absolute.
    ///   - isMeant: whether an entry of one of the folders is to be reported: the folder and the entry's name.
    /// - Throws: the `Errno` of inotify.
    package init(
        _ files: [FilePath], folders: [FilePath], isMeant: @escaping @Sendable (FilePath, String) -> Bool
    ) throws(Errno) {
        let events = try FolderEvents()
        var watched: [FolderEvents.Watch: FilePath] = [:]
        for folder in folders {
            if let watch = try? events.watch(folder, for: FileWatch.kinds) { watched[watch] = folder }
        }
        for file in files { _ = FileWatch.watch(file, events) }
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        changes = stream
        source = DispatchSource.makeReadSource(
            fileDescriptor: events.descriptor.rawValue, queue: DispatchQueue(label: "files-watch"))
        let folderOfWatch = watched
        source.setEventHandler {
            // The files may link elsewhere by now; a folder that is watched already stays watched.
            let places = files.map { FileWatch.watch($0, events) }
            let isNew = events.read().contains { event in
                if event.kinds.contains(.lost) { return true }
                if let folder = folderOfWatch[event.watch], isMeant(folder, event.name.string) { return true }
                return places.contains { places in
                    places.count > 1
                        || places.contains { $0.watch == event.watch && $0.name == event.name.lastComponent }
                }
            }
            if isNew { continuation.yield() }
        }
        // Dispatch must be done with the descriptor before it is closed.
        source.setCancelHandler { _ = events }
        source.activate()
    }

    deinit { source.cancel() }
}
