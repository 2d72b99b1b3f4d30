import Glibc
package import SystemPackage

/// Changes in folders, as inotify(7) reports them.
///
/// Watches folders, not files: an editor that saves by renaming puts another file in place, and a watch on the old one hears
/// nothing more. Promises to report every change after `watch` has returned, possibly more than once and possibly together
/// with others. Does not report changes made on another machine to a network file system, nor changes through a memory
/// mapping; and it may lose events when too many come at once, which it reports as `.lost`.
///
/// May be used by several threads: the kernel keeps the state.
package final class FolderEvents: Sendable {
    /// A watched folder. The kernel gives the same number again for the same folder.
    package typealias Watch = CInt

    package struct Kinds: OptionSet, Hashable, Sendable {
        package let rawValue: UInt32
        package init(rawValue: UInt32) { self.rawValue = rawValue }

        package static let created = Kinds(rawValue: UInt32(IN_CREATE))
        package static let written = Kinds(rawValue: UInt32(IN_CLOSE_WRITE))
        package static let movedIn = Kinds(rawValue: UInt32(IN_MOVED_TO))
        package static let movedOut = Kinds(rawValue: UInt32(IN_MOVED_FROM))
        package static let deleted = Kinds(rawValue: UInt32(IN_DELETE))
        package static let attributes = Kinds(rawValue: UInt32(IN_ATTRIB))
        /// The watched folder itself.
        package static let folderDeleted = Kinds(rawValue: UInt32(IN_DELETE_SELF))
        package static let folderMoved = Kinds(rawValue: UInt32(IN_MOVE_SELF))
        /// Reported, never asked for: the entry is a folder.
        package static let isFolder = Kinds(rawValue: UInt32(IN_ISDIR))
        /// Reported, never asked for: the watch has ended.
        package static let ended = Kinds(rawValue: UInt32(IN_IGNORED))
        /// Reported, never asked for: events were lost, so everything must be looked at again.
        package static let lost = Kinds(rawValue: UInt32(IN_Q_OVERFLOW))
        /// Asked for, never reported: fails unless the path is a folder.
        package static let onlyFolders = Kinds(rawValue: UInt32(IN_ONLYDIR))
        /// Asked for, never reported: a link is not followed.
        package static let noLinks = Kinds(rawValue: UInt32(IN_DONT_FOLLOW))
    }

    package struct Event: Hashable, Sendable {
        package let watch: Watch
        package let kinds: Kinds
        /// The entry's name; empty for the folder itself, and where events were lost.
        package let name: FilePath
    }

    /// Readable when events wait. Closed with this object.
    package let descriptor: FileDescriptor

    package init() throws(Errno) {
        let raw = inotify_init1(CInt(O_CLOEXEC | O_NONBLOCK))
        guard raw >= 0 else { throw .last }
        descriptor = FileDescriptor(rawValue: raw)
    }

    deinit { descriptor.closeQuietly() }

    /// Watches a folder; once more for one that is watched changes which kinds are reported.
    ///
    /// - Throws: `Errno.noSpace` where the user's limit of watches is reached (`fs.inotify.max_user_watches`), else the
    ///   system's error.
    package func watch(_ folder: FilePath, for kinds: Kinds) throws(Errno) -> Watch {
        let watch = folder.withPlatformString { inotify_add_watch(descriptor.rawValue, $0, kinds.rawValue) }
        guard watch >= 0 else { throw .last }
        return watch
    }

    /// Ends a watch; `.ended` is reported for it.
    package func remove(_ watch: Watch) { inotify_rm_watch(descriptor.rawValue, watch) }

    /// All events that wait; returns at once.
    package func read() -> [Event] {
        var events: [Event] = []
        withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 8) { buffer in
            while let count = try? descriptor.read(into: buffer), count > 0 {
                Self.parse(UnsafeRawBufferPointer(rebasing: buffer[..<count]), into: &events)
            }
        }
        return events
    }

    /// struct inotify_event: watch, mask, cookie, length of the name (32 bits each), then the name padded with zeros.
    private static func parse(_ bytes: UnsafeRawBufferPointer, into events: inout [Event]) {
        var offset = 0
        while offset + 16 <= bytes.count {
            let watch = bytes.loadUnaligned(fromByteOffset: offset, as: CInt.self)
            let mask = bytes.loadUnaligned(fromByteOffset: offset + 4, as: UInt32.self)
            let length = Int(bytes.loadUnaligned(fromByteOffset: offset + 12, as: UInt32.self))
            let name = bytes[(offset + 16)..<min(bytes.count, offset + 16 + length)].prefix { $0 != 0 }
            events.append(Event(watch: watch, kinds: Kinds(rawValue: mask), name: FilePath(bytes: name)))
            offset += 16 + length
        }
    }
}
