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
        do throws(Errno) {
            try SmallFile.write(encode(value), to: path, mode: .owner)
        } catch {
            throw .system(error, path)
        }
    }

    /// Removes the file, and returns whether there was one.
    @discardableResult
    package func remove() throws(StateFileError) -> Bool {
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
}
