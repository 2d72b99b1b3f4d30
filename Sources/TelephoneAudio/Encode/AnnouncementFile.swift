import CLinux
import Glibc
package import SystemPackage

/// A file in the making that nobody sees before it is whole.
///
/// It has no name until `publish`, so neither a crash, nor `kill -9`, nor a full disk leaves anything behind (on file
/// systems without nameless files: a hidden `.tmp` beside the target, removed on every way out but `kill -9`). Its
/// bytes may be written in any order and by several threads.
package final class AnnouncementFile: Sendable {
    private let descriptor: CInt
    private let target: FilePath?
    /// The hidden name, where the file system wants one.
    private let hidden: FilePath?

    /// A file that will be published as `target`, or, with nil, one in `$TMPDIR` that is only copied from.
    package init(target: FilePath?) throws(OutputError) {
        self.target = target
        let folder = target?.folder ?? temporaryFolder()
        let nameless = folder.withPlatformString { open($0, announce_o_tmpfile | O_RDWR | O_CLOEXEC, 0o666) }
        if nameless >= 0 {
            descriptor = nameless
            hidden = nil
            return
        }
        guard [EOPNOTSUPP, EISDIR, ENOENT, EINVAL].contains(errno), folder.exists else {
            throw .system(errno: errno, action: .create, path: target ?? folder)
        }
        let name = folder.appending(hiddenName())
        descriptor = name.withPlatformString { open($0, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0o666) }
        hidden = name
        guard descriptor >= 0 else { throw .system(errno: errno, action: .create, path: target ?? folder) }
    }

    deinit {
        close(descriptor)
        if let hidden { _ = hidden.withPlatformString { unlink($0) } }
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
        guard let base = bytes.baseAddress else { return }
        var done = 0
        while done < bytes.count {
            let put = pwrite(descriptor, base + done, bytes.count - done, off_t(offset + done))
            if put < 0 && errno == EINTR { continue }
            guard put > 0 else { throw .system(errno: put < 0 ? errno : ENOSPC, action: .write, path: target ?? "") }
            done += put
        }
    }

    /// Cuts off what was written from `size` on.
    package func truncate(to size: Int) throws(OutputError) {
        guard ftruncate(descriptor, off_t(size)) == 0 else {
            throw .system(errno: errno, action: .write, path: target ?? "")
        }
    }

    /// Leaves a note with the file that `note(at:)` reads; on file systems without extended attributes it is lost.
    package func annotate(_ note: String) {
        var note = note
        _ = note.withUTF8 { fsetxattr(descriptor, noteName, $0.baseAddress, $0.count, 0) }
    }

    /// Gives the file its name, in one step. What had the name before is replaced only if `replacing`.
    package func publish(replacing: Bool) throws(OutputError) {
        guard let target else { return }
        if hidden == nil, link(to: target) { return }
        if hidden == nil {
            guard errno == EEXIST else { throw .system(errno: errno, action: .publish, path: target) }
            guard replacing else { throw .exists(target) }
            // A name can be replaced only by another name.
            let step = target.folder.appending(hiddenName())
            guard link(to: step) else { throw .system(errno: errno, action: .publish, path: target) }
            try rename(step, to: target, replacing: true)
        } else if let hidden {
            try rename(hidden, to: target, replacing: replacing)
        }
    }

    private func link(to path: FilePath) -> Bool {
        path.withPlatformString { linkat(AT_FDCWD, "/proc/self/fd/\(descriptor)", AT_FDCWD, $0, AT_SYMLINK_FOLLOW) }
            == 0
    }

    private func rename(_ name: FilePath, to target: FilePath, replacing: Bool) throws(OutputError) {
        let renamed = name.withPlatformString { from in
            target.withPlatformString { replacing ? Glibc.rename(from, $0) : announce_rename_new(from, $0) }
        }
        guard renamed == 0 else {
            let reason = errno
            _ = name.withPlatformString { unlink($0) }
            throw reason == EEXIST ? .exists(target) : .system(errno: reason, action: .publish, path: target)
        }
    }

    /// Copies the first `count` bytes to an open descriptor, such as standard output.
    package func copy(_ count: Int, to output: CInt, named name: FilePath) throws(OutputError) {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
        defer { buffer.deallocate() }
        var done = 0
        while done < count {
            let got = pread(descriptor, buffer.baseAddress, min(buffer.count, count - done), off_t(done))
            guard got > 0 else { throw .system(errno: got < 0 ? errno : EIO, action: .write, path: name) }
            var sent = 0
            while sent < got {
                let put = Glibc.write(output, buffer.baseAddress.unsafelyUnwrapped + sent, got - sent)
                if put < 0 && errno == EINTR { continue }
                guard put > 0 else { throw .system(errno: errno, action: .write, path: name) }
                sent += put
            }
            done += got
        }
    }

    /// Whether a file was written before another; nil where one of them is not there.
    package static func isOlder(_ path: FilePath, than other: FilePath) -> Bool? {
        var (mine, theirs) = (stat(), stat())
        guard path.withPlatformString({ stat($0, &mine) }) == 0, other.withPlatformString({ stat($0, &theirs) }) == 0
        else { return nil }
        let (made, changed) = (mine.st_mtim, theirs.st_mtim)
        return (made.tv_sec, made.tv_nsec) < (changed.tv_sec, changed.tv_nsec)
    }

    /// The note that `annotate` left with a file.
    package static func note(at path: FilePath) -> String? {
        withUnsafeTemporaryAllocation(byteCount: 512, alignment: 1) { buffer in
            let count = path.withPlatformString { getxattr($0, noteName, buffer.baseAddress, buffer.count) }
            return count > 0 ? String(decoding: buffer[..<count], as: UTF8.self) : nil
        }
    }
}

private let noteName = "user.announce.recipe"

extension FilePath {
    /// The folder a file lies in: "." for a bare name.
    var folder: FilePath {
        let folder = removingLastComponent()
        return folder.isEmpty ? "." : folder
    }

    fileprivate var exists: Bool { withPlatformString { access($0, F_OK) } == 0 }
}
