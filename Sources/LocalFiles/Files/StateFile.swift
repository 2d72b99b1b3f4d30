package import SystemPackage

/// A small file that keeps one value between runs of a program, readable by its owner alone.
///
/// Promises what `SmallFile` does: a reader sees the old or the new value, a value that was written survives a power
/// failure, and after an error the old one is untouched. `change` also keeps out other processes that call `change` on the
/// same file. Does not protect against programs that write the file in another way, nor against its owner.
///
/// Everything here blocks the thread.
package struct StateFile<Value: Sendable>: Sendable {
    package let path: FilePath
    /// The value in common, of which the file is a copy; nil: the file is the value.
    private var common: (any CommonValue)?
    private let limit: Int
    private let followsLinks: Bool
    private let decode: @Sendable ([UInt8]) -> Value?
    private let encode: @Sendable (Value) -> [UInt8]

    /// - Parameters:
    ///   - limit: bytes of the file at most; a larger one is damaged.
    ///   - followsLinks: whether the file may be a link.
    ///   - decode: returns nil for bytes that `encode` does not write.
    package init(
        _ path: FilePath, limit: Int = 1 << 20, followsLinks: Bool = true,
        decode: @escaping @Sendable ([UInt8]) -> Value?, encode: @escaping @Sendable (Value) -> [UInt8]
    ) {
        self.path = path
        self.limit = limit
        self.followsLinks = followsLinks
        self.decode = decode
        self.encode = encode
    }

    /// The same file as a copy of a value in common, which the processes that share it keep up to date.
    package func copying(_ common: (any CommonValue)?) -> StateFile {
        var file = self
        file.common = common
        return file
    }

    /// Whether several machines have the value in common.
    package var isShared: Bool { common != nil }

    /// The value in common as it is at this moment, which may be newer than the file; without one, what `read` returns.
    package func latest() throws(StateFileError) -> Value? {
        guard let common else { return try read() }
        guard let bytes = try common.read() else { return nil }
        guard let value = decode(bytes) else { throw .damaged(path) }
        keepCopy(bytes)
        return value
    }

    /// Writes the file, which is used while the value in common cannot be reached.
    private func keepCopy(_ bytes: [UInt8]?) {
        if let bytes { try? SmallFile.write(bytes, to: path, mode: .owner) } else { _ = try? path.remove() }
    }

    /// The value; nil if there is no file.
    package func read() throws(StateFileError) -> Value? {
        let content: [UInt8]?
        do throws(Errno) {
            content = try SmallFile.read(path, upTo: limit, followsLinks: followsLinks)
        } catch {
            throw error == .fileTooLarge ? .damaged(path) : .system(error, path)
        }
        guard let content else { return nil }
        guard let value = decode(content) else { throw .damaged(path) }
        return value
    }

    /// Replaces the value.
    package func write(_ value: Value) throws(StateFileError) {
        guard common == nil else {
            try change { _ in value }
            return
        }
        do throws(Errno) {
            try SmallFile.write(encode(value), to: path, mode: .owner)
        } catch {
            throw .system(error, path)
        }
    }

    /// Removes the file, and returns whether there was one.
    @discardableResult
    package func remove() throws(StateFileError) -> Bool {
        if let common {
            var existed = false
            try common.change { bytes throws(StateFileError) in
                existed = bytes != nil
                return nil
            }
            keepCopy(nil)
            return existed
        }
        do throws(Errno) {
            return try path.remove()
        } catch {
            throw .system(error, path)
        }
    }

    /// Reads the value, changes it, and writes it, while other processes that do the same wait.
    ///
    /// - Parameter change: gets nil if there is no file yet.
    /// - Returns: the value written.
    @discardableResult
    package func change(_ change: (Value?) -> Value) throws(StateFileError) -> Value {
        if let common { return try self.change(in: common, change) }
        // A separate file, since the value's file is another one after every write.
        let place = path.folder.appending(".\(path.stem ?? "state")-lock")
        let lock: FileLock
        do throws(Errno) {
            lock = try FileLock(place)
        } catch {
            throw .system(error, place)
        }
        let value = change(try read())
        try write(value)
        withExtendedLifetime(lock) {}
        return value
    }

    private func change(in common: any CommonValue, _ change: (Value?) -> Value) throws(StateFileError) -> Value {
        var changed: (value: Value, bytes: [UInt8])?
        try common.change { bytes throws(StateFileError) in
            let old: Value?
            if let bytes {
                guard let value = decode(bytes) else { throw .damaged(path) }
                old = value
            } else {
                // The first value in common is that of the machine that changes it first.
                old = try read()
            }
            let value = change(old)
            let new = encode(value)
            changed = (value, new)
            return new
        }
        guard let changed else { throw .damaged(path) }
        keepCopy(changed.bytes)
        return changed.value
    }

    /// The value, which is made the first time. Of several processes that ask at the same time, all get the same.
    package func valueMakingItOnce(_ make: () -> Value) throws(StateFileError) -> Value {
        if let value = try read() { return value }
        do throws(Errno) {
            // If another process was faster, its value is read below.
            try SmallFile.create(encode(make()), at: path)
        } catch {
            throw .system(error, path)
        }
        guard let value = try read() else { throw .damaged(path) }
        return value
    }
}

/// Reasons a state file cannot be read or written.
package enum StateFileError: Error, Hashable, Sendable {
    /// The file does not hold what was written.
    case damaged(FilePath)
    case system(Errno, FilePath)
    /// The value in common cannot be read or changed: why, as a part of a sentence.
    case unshared(String)
}
