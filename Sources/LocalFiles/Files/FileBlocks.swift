package import SystemPackage

/// Reads files that need not fit into memory.
package enum FileBlocks {
    /// Calls `body` with the bytes of a file from its beginning to its end, up to 1 MiB at a time.
    ///
    /// - Throws: `Errno.fileTooLarge` for more than `limit` bytes, else the system's error.
    package static func read(
        _ path: FilePath, upTo limit: Int, _ body: (UnsafeRawBufferPointer) -> Void
    ) throws(Errno) {
        let descriptor = try FileDescriptor.reading(path)
        defer { descriptor.closeQuietly() }
        let block = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
        defer { block.deallocate() }
        var offset = 0
        while true {
            let count = try descriptor.readFully(at: offset, into: block)
            guard count > 0 else { return }
            offset += count
            guard offset <= limit else { throw .fileTooLarge }
            body(UnsafeRawBufferPointer(rebasing: block[..<count]))
        }
    }
}
