import CLinux
import Glibc
package import SystemPackage

/// A stream socket between two processes of this machine (unix(7)), over which descriptors are sent as well as bytes.
package final class LocalSocket: Sendable {
    package let descriptor: FileDescriptor

    private init(_ raw: CInt) throws(Errno) {
        guard raw >= 0 else { throw .last }
        descriptor = FileDescriptor(rawValue: raw)
    }

    deinit { descriptor.closeQuietly() }

    /// Listens at a path, instead of a socket that an earlier process has left there.
    package convenience init(listeningAt path: FilePath) throws(Errno) {
        try path.remove()
        try self.init(Self.raw(path, listens: true))
    }

    /// Connects to the process that listens at a path.
    ///
    /// - Throws: `Errno.connectionRefused` if its process has ended, `Errno.noSuchFileOrDirectory` if there was none.
    package convenience init(connectingTo path: FilePath) throws(Errno) {
        try self.init(Self.raw(path, listens: false))
    }

    /// A socket's path has 107 bytes at most, a folder's many more; so the folder is named by its descriptor.
    private static func raw(_ path: FilePath, listens: Bool) throws(Errno) -> CInt {
        let folder = try FileDescriptor.opening(path.folder, .readOnly, [.directory, .closeOnExec])
        defer { folder.closeQuietly() }
        let name = path.lastComponent?.string ?? ""
        return announce_local_socket("/proc/self/fd/\(folder.rawValue)/\(name)", listens ? 1 : 0)
    }

    /// The next process that connects; waits for it.
    package func accept() throws(Errno) -> LocalSocket {
        while true {
            let raw = announce_accept(descriptor.rawValue)
            if raw < 0, Errno.last == .interrupted { continue }
            return try LocalSocket(raw)
        }
    }

    /// The process at the other end, if it belongs to the same user or to root; nil otherwise.
    package var trustedPeer: Int? {
        var user: CUnsignedInt = 0
        let process = announce_peer(descriptor.rawValue, &user)
        return process > 0 && (user == geteuid() || user == 0) ? Int(process) : nil
    }

    /// Sends a line and descriptors, of which this process keeps its own.
    package func send(_ line: String, _ descriptors: [FileDescriptor] = []) throws(Errno) {
        try descriptor.send(Array((line + "\n").utf8), with: descriptors)
    }

    /// Receives a line that was sent at once, with its descriptors; nil if the other end has closed.
    ///
    /// - Parameter limit: how long to wait; nil: as long as it takes.
    /// - Throws: `Errno.timedOut`.
    package func receive(within limit: Duration? = nil) throws(Errno) -> (line: String, descriptors: [FileDescriptor])?
    {
        if let limit, !(try descriptor.waitUntilReadable(for: limit)) { throw .timedOut }
        let (bytes, descriptors) = try descriptor.receive(atMost: 4096)
        guard !bytes.isEmpty else { return nil }
        return (String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self), descriptors)
    }
}
