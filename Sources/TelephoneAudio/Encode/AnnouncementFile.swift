import Glibc
import LocalFiles
package import SystemPackage

/// An announcement's file while it is written: it gets its name only when it is complete.
///
/// Neither a crash, nor `kill -9`, nor a full disk leaves a partial file (see `UnnamedFile` for file systems without
/// unnamed files), and it is on the disk before it has its name. Bytes may be written in any order and by several threads.
package final class AnnouncementFile: Sendable {
    /// Open for reading and writing.
    package let descriptor: FileDescriptor
    /// Owns the descriptor; nil if the caller does.
    private let file: UnnamedFile?
    private let target: FilePath?

    /// The recipe that an announcement was made by.
    private static let recipeNote = FileNote(name: "user.announce.recipe")

    /// Creates a file that will be published as `target`, or, with nil, one in `$TMPDIR` that is only copied from.
    package init(target: FilePath?) throws(OutputError) {
        self.target = target
        let folder = target?.folder ?? temporaryFolder()
        do throws(Errno) {
            // Reduced by the umask, as for files that other programs write.
            let file = try UnnamedFile(in: folder, permissions: FilePermissions(rawValue: 0o666))
            (self.file, descriptor) = (file, file.descriptor)
        } catch {
            throw .system(errno: error.rawValue, action: .create, path: target ?? folder)
        }
    }

    /// Writes into a file that the caller has open for reading and writing, and keeps open.
    init(_ descriptor: FileDescriptor) {
        (self.descriptor, file, target) = (descriptor, nil, nil)
    }

    /// Writes all of `bytes` at `offset`.
    package func write(_ bytes: [UInt8], at offset: Int) throws(OutputError) {
        var failure: OutputError?
        bytes.withUnsafeBytes { buffer in
            do throws(OutputError) { try write(buffer, at: offset) } catch { failure = error }
        }
        if let failure { throw failure }
    }

    /// Writes all of `bytes` at `offset`.
    package func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(OutputError) {
        do throws(Errno) {
            try descriptor.writeWhole(bytes, at: offset)
        } catch {
            throw .system(errno: error.rawValue, action: .write, path: target ?? "")
        }
    }

    /// Returns up to `count` bytes from `offset` on.
    package func read(_ count: Int, at offset: Int) throws(OutputError) -> [UInt8] {
        do throws(Errno) {
            var bytes = [UInt8](repeating: 0, count: count)
            var failure: Errno?
            let got = bytes.withUnsafeMutableBytes { buffer in
                do throws(Errno) {
                    return try descriptor.readFully(at: offset, into: buffer)
                } catch {
                    failure = error
                    return 0
                }
            }
            if let failure { throw failure }
            return Array(bytes[..<got])
        } catch {
            throw .system(errno: error.rawValue, action: .write, path: target ?? "")
        }
    }

    /// Cuts off everything from `size` on.
    package func truncate(to size: Int) throws(OutputError) {
        do throws(Errno) {
            try descriptor.truncate(to: size)
        } catch {
            throw .system(errno: error.rawValue, action: .write, path: target ?? "")
        }
    }

    /// Stores a note with the file, which `note(at:)` reads; lost on file systems without extended attributes.
    package func annotate(_ note: String) {
        Self.recipeNote.write(note, to: descriptor)
    }

    /// Gives the file its name, in one step. An existing file is replaced only if `replacing`.
    ///
    /// - Parameter isDurable: `false` leaves it to the caller to bring it to the disk, together with others.
    package func publish(replacing: Bool, isDurable: Bool = true) throws(OutputError) {
        guard let target, let file else { return }
        do throws(Errno) {
            // Many file systems write names before contents: a power failure would leave an empty file, or destroy the one that
            // was replaced.
            if isDurable { try file.descriptor.synchronize() }
            try file.publish(as: target, replacing: replacing)
        } catch {
            throw error == .fileExists
                ? .exists(target) : .system(errno: error.rawValue, action: .publish, path: target)
        }
    }

    /// Gives the file its name and its note, or copies it to an open descriptor.
    package func publish(to output: AnnouncementOutput, isDurable: Bool = true) throws(OutputError) {
        switch output {
        case .file(_, let replacing, let note):
            if let note { annotate(note) }
            try publish(replacing: replacing, isDurable: isDurable)
        case .descriptor(let descriptor, let name): try copy(size, to: descriptor, named: name)
        }
    }

    /// Its size in bytes, now.
    package var size: Int {
        get throws(OutputError) {
            do throws(Errno) {
                return Int(try errnoOnly { try descriptor.stat() }.size)
            } catch {
                throw .system(errno: error.rawValue, action: .write, path: target ?? "")
            }
        }
    }

    /// Copies the first `count` bytes to an open descriptor, such as standard output.
    private func copy(_ count: Int, to output: CInt, named name: FilePath) throws(OutputError) {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
        defer { buffer.deallocate() }
        do throws(Errno) {
            var done = 0
            while done < count {
                let wanted = UnsafeMutableRawBufferPointer(rebasing: buffer[..<min(buffer.count, count - done)])
                let got = try descriptor.readFully(at: done, into: wanted)
                guard got > 0 else { throw .ioError }
                let bytes = UnsafeRawBufferPointer(rebasing: buffer[..<got])
                try FileDescriptor(rawValue: output).writeWhole(bytes)
                done += got
            }
        } catch {
            throw .system(errno: error.rawValue, action: .write, path: name)
        }
    }

    /// Whether a file was modified before another; nil if one of them does not exist.
    package static func isOlder(_ path: FilePath, than other: FilePath) -> Bool? {
        guard let mine = try? path.stat().st_mtim, let theirs = try? other.stat().st_mtim else { return nil }
        return (mine.tv_sec, mine.tv_nsec) < (theirs.tv_sec, theirs.tv_nsec)
    }

    /// The note that `annotate` stored with a file; nil if there is none.
    package static func note(at path: FilePath) -> String? {
        recipeNote.text(at: path)
    }
}
