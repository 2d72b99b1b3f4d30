/// Reads a source through a buffer that is refilled by large reads.
struct BufferedReader: ~Copyable {
    private let source: ByteSource
    private let buffer: UnsafeMutableRawBufferPointer
    private var start = 0
    private var count = 0

    /// - Parameter capacity: the most bytes that one call returns.
    init(_ source: ByteSource, capacity: Int) {
        self.source = source
        buffer = .allocate(byteCount: capacity, alignment: 16)
    }

    deinit {
        buffer.deallocate()
    }

    /// Returns up to `count` bytes from `offset`, fewer only at the end; valid until the next call.
    mutating func bytes(at offset: Int, count wanted: Int) throws(RecordingError) -> UnsafeRawBufferPointer {
        let wanted = min(wanted, source.count - offset, buffer.count)
        guard wanted > 0 else { return UnsafeRawBufferPointer(start: nil, count: 0) }
        if offset < start || offset + wanted > start + count {
            count = 0
            count = try source.read(at: offset, into: buffer)
            start = offset
        }
        // A file that shrinks meanwhile has fewer bytes than `source.count`.
        let from = min(offset - start, count)
        return UnsafeRawBufferPointer(rebasing: buffer[from..<min(from + wanted, count)])
    }
}
