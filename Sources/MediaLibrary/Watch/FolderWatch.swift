import CLinux
import Dispatch
import Glibc
import Synchronization
import SystemPackage

/// What has happened in the recordings folder.
struct FolderChange: Sendable {
    /// Files that were written, moved, removed, linked: below the folder, and whether they have just been created and
    /// nothing more.
    var files: [FilePath: Bool] = [:]
    /// Folders came, went or moved, or the system lost count: everything is to be looked at.
    var needsScan = false
}

/// The kernel's word for every change in a tree of folders (inotify): nothing is polled, and no file is reported before
/// its writer has closed it.
///
/// The folder above is watched too, or the nearest one that exists: the recordings folder may be replaced as a whole, go
/// and come back.
final class FolderWatch: Sendable {
    private let root: FilePath
    private let descriptor: CInt
    /// Used by this object alone, to begin and to end: Dispatch says that its sources may be used from any thread, but
    /// its types do not.
    nonisolated(unsafe) private let source: any DispatchSourceRead
    private let places = Mutex(Places())

    private struct Places {
        var inside: [CInt: FilePath] = [:]
        /// Those of the scan that is going on.
        var fresh: Set<CInt> = []
        var above: (watch: CInt, name: FilePath.Component)?
    }

    private static let events =
        IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_CREATE | IN_ATTRIB | IN_DELETE_SELF | IN_MOVE_SELF
        | IN_ONLYDIR
    private static let eventsAbove =
        IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_CREATE | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR

    /// - Throws: `Errno` where the system has no more of them.
    init(_ root: FilePath, deliver: @Sendable @escaping (FolderChange) -> Void) throws(Errno) {
        self.root = root
        descriptor = inotify_init1(CInt(O_CLOEXEC | O_NONBLOCK))
        guard descriptor >= 0 else { throw Errno(rawValue: errno) }
        let descriptor = descriptor
        source = DispatchSource.makeReadSource(
            fileDescriptor: descriptor, queue: DispatchQueue(label: "recordings-watch"))
        source.setCancelHandler { close(descriptor) }
        source.setEventHandler { [weak self] in
            if let change = self?.read() { deliver(change) }
        }
        source.activate()
    }

    deinit { source.cancel() }

    /// Watches a folder of the tree; the root is "".
    func add(_ folder: FilePath) -> LibraryProblem? {
        let path = folder.isEmpty ? root : root.pushing(folder)
        let mask = UInt32(Self.events) | (folder.isEmpty ? 0 : UInt32(IN_DONT_FOLLOW))
        return places.withLock { places in
            let watch = path.withPlatformString { inotify_add_watch(descriptor, $0, mask) }
            guard watch >= 0 else {
                // One that is gone, or that cannot be entered, is told of by whoever reads it.
                return [ENOENT, ENOTDIR, EACCES].contains(errno)
                    ? nil : .notWatched(path: path.readable, errno: errno)
            }
            places.inside[watch] = folder
            places.fresh.insert(watch)
            return nil
        }
    }

    /// Before all folders are added anew.
    func beginScan() {
        places.withLock { $0.fresh = [] }
    }

    /// Gives up the folders that have not been added since `beginScan`.
    func endScan() {
        places.withLock { places in
            for watch in places.inside.keys where !places.fresh.contains(watch) {
                inotify_rm_watch(descriptor, watch)
                places.inside[watch] = nil
            }
        }
    }

    /// Watches the nearest existing folder above for what leads down to the root.
    func watchAbove() {
        places.withLock { places in
            var left: Set<CInt> = places.above.map { [$0.watch] } ?? []
            var name = root.lastComponent
            var folder = root.removingLastComponent()
            while let next = name {
                let watch = (folder.isEmpty ? "." : folder).withPlatformString {
                    inotify_add_watch(descriptor, $0, UInt32(Self.eventsAbove))
                }
                if watch >= 0 {
                    places.above = (watch, next)
                    left.insert(watch)
                    // It may have come while nobody watched.
                    let below = folder.appending(next)
                    let isThere = below.withPlatformString { access($0, F_OK) } == 0
                    if !isThere || below == root { break }
                    name = root.components.dropFirst(folder.components.count + 1).first
                    folder = below
                } else {
                    name = folder.lastComponent
                    folder.removeLastComponent()
                }
            }
            for watch in left where watch != places.above?.watch { inotify_rm_watch(descriptor, watch) }
        }
    }

    /// Everything the kernel has to tell now; nil for nothing of interest.
    private func read() -> FolderChange? {
        var change = FolderChange()
        withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 8) { buffer in
            while true {
                let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
                guard count > 0 else { break }
                take(UnsafeRawBufferPointer(rebasing: buffer[..<count]), into: &change)
            }
        }
        return change.files.isEmpty && !change.needsScan ? nil : change
    }

    /// struct inotify_event: watch, mask, cookie, length of the name (32 bits each), name padded with zeros.
    private func take(_ bytes: UnsafeRawBufferPointer, into change: inout FolderChange) {
        var offset = 0
        while offset + 16 <= bytes.count {
            let watch = bytes.loadUnaligned(fromByteOffset: offset, as: CInt.self)
            let mask = bytes.loadUnaligned(fromByteOffset: offset + 4, as: UInt32.self)
            let length = Int(bytes.loadUnaligned(fromByteOffset: offset + 12, as: UInt32.self))
            let name = bytes[(offset + 16)..<min(bytes.count, offset + 16 + length)].prefix { $0 != 0 }
            offset += 16 + length
            take(watch, Int(mask), FilePath(bytes: name), into: &change)
        }
    }

    private func take(_ watch: CInt, _ mask: Int, _ name: FilePath, into change: inout FolderChange) {
        if mask & Int(IN_Q_OVERFLOW) != 0 {
            change.needsScan = true
            return
        }
        let isOfItself = mask & Int(IN_DELETE_SELF | IN_MOVE_SELF) != 0
        places.withLock { places in
            if let above = places.above, above.watch == watch {
                if isOfItself || name.lastComponent == above.name { change.needsScan = true }
            } else if let folder = places.inside[watch] {
                if mask & Int(IN_IGNORED) != 0 {
                    places.inside[watch] = nil
                } else if isOfItself || mask & Int(IN_ISDIR) != 0 {
                    change.needsScan = true
                } else if !name.isEmpty {
                    let file = folder.pushing(name)
                    change.files[file] = mask & Int(IN_CREATE) != 0 && change.files[file] != false
                }
            }
        }
    }
}

extension FilePath {
    fileprivate init(bytes: some Sequence<UInt8>) {
        self = (Array(bytes) + [0]).withUnsafeBufferPointer { buffer in
            buffer.withMemoryRebound(to: CChar.self) { chars in
                chars.baseAddress.map { FilePath(platformString: $0) } ?? ""
            }
        }
    }
}
