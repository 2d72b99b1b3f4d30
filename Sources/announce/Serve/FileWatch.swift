import Dispatch
import Glibc
import SystemPackage

/// Tells when a file may have changed: written and closed, renamed into place, or behind a link that was turned elsewhere.
///
/// Folders are watched, since an editor's new file is another file. What is told is no proof: read and compare.
final class FileWatch {
    /// One element for any number of changes since the last.
    let changes: AsyncStream<Void>

    private let source: any DispatchSourceRead

    /// - Throws: the `Errno` of inotify.
    init(_ file: FilePath) throws(Errno) {
        let descriptor = inotify_init1(CInt(O_CLOEXEC | O_NONBLOCK))
        guard descriptor >= 0 else { throw Errno(rawValue: errno) }
        let path = file.absolute
        guard !Self.watch(path, descriptor).isEmpty else {
            let code = errno
            close(descriptor)
            throw Errno(rawValue: code)
        }
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        changes = stream
        let queue = DispatchQueue(label: "configuration")
        source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: queue)
        source.setEventHandler {
            // What the file is a link to may be elsewhere by now; who is watched already stays watched.
            let places = Self.watch(path, descriptor)
            // Behind a link, anything in its folder may be what turns it (`..data` of a Kubernetes volume).
            let isMeant = Self.read(descriptor).contains { event in
                places.count > 1 || event.name == nil
                    || places.contains { $0.watch == event.watch && $0.name == event.name }
            }
            if isMeant { continuation.yield() }
        }
        source.setCancelHandler { close(descriptor) }
        source.activate()
    }

    deinit {
        source.cancel()
    }

    private struct Place {
        let watch: CInt
        let name: String
    }

    private struct Event {
        let watch: CInt
        /// Nil where events were lost.
        let name: String?
    }

    /// Watches the folders of the file and of all that it is a link to.
    private static func watch(_ file: FilePath, _ descriptor: CInt) -> [Place] {
        chain(from: file).compactMap { path in
            guard let name = path.lastComponent else { return nil }
            let events = UInt32(IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE)
            let watch = path.removingLastComponent().withPlatformString { inotify_add_watch(descriptor, $0, events) }
            return watch < 0 ? nil : Place(watch: watch, name: name.string)
        }
    }

    /// The file, and what it is a link to, and so on.
    private static func chain(from file: FilePath) -> [FilePath] {
        var chain = [file]
        while chain.count < 40, let last = chain.last, let target = link(last) {
            chain.append(
                target.isAbsolute ? target : last.removingLastComponent().pushing(target).lexicallyNormalized())
        }
        return chain
    }

    private static func link(_ path: FilePath) -> FilePath? {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
        let count = path.withPlatformString { readlink($0, &buffer, Int(PATH_MAX)) }
        return count > 0 ? FilePath(platformString: buffer) : nil
    }

    private static func read(_ descriptor: CInt) -> [Event] {
        var events: [Event] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 14)
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            guard count > 0 else { return events }
            buffer.withUnsafeBytes { bytes in
                var offset = 0
                let header = MemoryLayout<inotify_event>.size
                while offset + header <= count {
                    let event = bytes.loadUnaligned(fromByteOffset: offset, as: inotify_event.self)
                    let name = bytes[(offset + header)..<(offset + header + Int(event.len))].prefix { $0 != 0 }
                    events.append(
                        Event(watch: event.wd, name: event.wd < 0 ? nil : String(decoding: name, as: UTF8.self)))
                    offset += header + Int(event.len)
                }
            }
        }
    }
}
