import Glibc
package import SystemPackage

/// How a replacement that expects a certain content has ended.
package enum Replacement: Hashable, Sendable {
    case replaced
    /// The file has another content, which is still in place; `nil` if it is too large to be read.
    case changed([UInt8]?)
    /// Another program keeps the file open for writing. Nothing was changed.
    case beingWritten
}

extension SmallFile {
    /// Replaces the file if its content is the one expected: compare-and-swap for files.
    ///
    /// Reading, comparing and renaming leaves a window in which another program may save; its content would be gone. Here
    /// the new file and the old one exchange their names in one step (renameat2(2), `RENAME_EXCHANGE`), and what came out
    /// is compared afterwards. If it is not what was expected, both go back to where they were. Promises that a content
    /// that another program saves meanwhile, by renaming or in place, is in place when this returns, or was replaced by
    /// that program itself. For a moment the new content may be seen and then the other again.
    ///
    /// On file systems that cannot exchange names (`EINVAL`), the content is compared right before the rename, and the
    /// window is microseconds. Two programs that both use this function need a `FileLock` to be served in turn.
    ///
    /// Blocks, for two seconds if another program keeps the file open for writing.
    package static func replace(
        _ path: FilePath, expecting expected: [UInt8], with bytes: [UInt8], mode: Mode, upTo limit: Int
    ) throws(Errno) -> Replacement {
        let draft = try draft(of: bytes, for: path, mode: mode)
        defer { draft.removeQuietly() }
        do throws(Errno) {
            try draft.exchange(with: path)
        } catch {
            guard [.invalidArgument, .noFunction, .notSupported].contains(error) else { throw error }
            guard case .content(expected) = look(at: path, upTo: limit) else {
                return look(at: path, upTo: limit).refusal
            }
            try draft.rename(to: path)
            path.folder.synchronizeFolder()
            return .replaced
        }
        // Twice: a program may have looked the name up before the exchange and open the file only now.
        var found = look(at: draft, upTo: limit)
        if found == .content(expected) {
            usleep(20_000)
            found = look(at: draft, upTo: limit)
        }
        guard found != .content(expected) else {
            path.folder.synchronizeFolder()
            return .replaced
        }
        try putBack(draft, to: path, placed: bytes, limit)
        path.folder.synchronizeFolder()
        return look(at: path, upTo: limit).refusal
    }

    /// Gives the file at `draft` its name back. Whatever a program has put there meanwhile is newer and stays in place.
    private static func putBack(
        _ draft: FilePath, to path: FilePath, placed: [UInt8], _ limit: Int
    ) throws(Errno) {
        var placed = Look.content(placed)
        // Each round needs another program's save within microseconds, so the bound is never reached.
        for _ in 0..<1000 {
            let mine = look(at: draft, upTo: limit)
            try draft.exchange(with: path)
            if look(at: draft, upTo: limit) == placed { return }
            placed = mine
        }
    }

    private enum Look: Hashable {
        case content([UInt8])
        case unreadable
        case beingWritten

        var refusal: Replacement {
            switch self {
            case .content(let bytes): .changed(bytes)
            case .unreadable: .changed(nil)
            case .beingWritten: .beingWritten
            }
        }
    }

    /// The content, once no program has the file open for writing.
    private static func look(at path: FilePath, upTo limit: Int) -> Look {
        guard let descriptor = try? FileDescriptor.reading(path) else { return .unreadable }
        defer { descriptor.closeQuietly() }
        for _ in 0..<200 {
            guard descriptor.hasWriter == true else {
                guard let bytes = try? descriptor.readAll(upTo: limit) else { return .unreadable }
                return .content(bytes)
            }
            usleep(10_000)
        }
        return .beingWritten
    }
}
