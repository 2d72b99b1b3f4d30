import Dispatch
package import SystemPackage

/// Reports when a file may have changed: written and closed, renamed into place, or reached by a link that now leads
/// elsewhere. A report is not proof: read and compare.
///
/// Watches the folder of the file and of everything it links to, since an editor's new file is another file, and a
/// Kubernetes volume turns the link `..data`.
package final class FileWatch {
    /// One element for any number of changes since the last.
    package let changes: AsyncStream<Void>

    private let source: any DispatchSourceRead

    struct Place {
        let watch: FolderEvents.Watch
        let name: FilePath.Component
    }

    /// - Throws: the `Errno` of inotify.
    package init(_ file: FilePath) throws(Errno) {
        let events = try FolderEvents()
        let path = file.absolute
        guard !Self.watch(path, events).isEmpty else {
            throw Self.reason(path, events)
        }
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        changes = stream
        let queue = DispatchQueue(label: "file-watch")
        source = DispatchSource.makeReadSource(fileDescriptor: events.descriptor.rawValue, queue: queue)
        source.setEventHandler {
            // The file may link elsewhere by now; a folder that is watched already stays watched.
            let places = Self.watch(path, events)
            // Behind a link, any entry of its folder may be the one that turns it.
            let isMeant = events.read().contains { event in
                places.count > 1 || event.kinds.contains(.lost)
                    || places.contains { $0.watch == event.watch && $0.name == event.name.lastComponent }
            }
            if isMeant { continuation.yield() }
        }
        // Dispatch must be done with the descriptor before it is closed.
        source.setCancelHandler { _ = events }
        source.activate()
    }

    deinit { source.cancel() }

    static let kinds: FolderEvents.Kinds = [.written, .movedIn, .movedOut, .deleted]

    /// Watches the folders of the file and of everything it links to.
    static func watch(_ file: FilePath, _ events: FolderEvents) -> [Place] {
        var places: [Place] = []
        for path in chain(from: file) {
            guard let name = path.lastComponent, let watch = try? events.watch(path.folder, for: kinds) else {
                continue
            }
            places.append(Place(watch: watch, name: name))
        }
        return places
    }

    private static func reason(_ file: FilePath, _ events: FolderEvents) -> Errno {
        do throws(Errno) {
            _ = try events.watch(file.folder, for: kinds)
            return .noSuchFileOrDirectory
        } catch {
            return error
        }
    }

    /// The file, the target of its link, and so on; as many as the kernel follows.
    private static func chain(from file: FilePath) -> [FilePath] {
        var chain = [file]
        while chain.count < 40, let last = chain.last, let target = last.linkTarget {
            chain.append(
                target.isAbsolute ? target : last.removingLastComponent().pushing(target).lexicallyNormalized())
        }
        return chain
    }
}
