/// Bytes of a source from a buffer that is refilled by big reads.
struct BufferedReader: ~Copyable {
    private let source: ByteSource
    private let buffer: UnsafeMutableRawBufferPointer
    private var start = 0
    private var count = 0

    /// - Parameter capacity: the most bytes that can be had at once.
    init(_ source: ByteSource, capacity: Int) {
        self.source = source
        buffer = .allocate(byteCount: capacity, alignment: 16)
    }

    deinit {
        buffer.deallocate()
    }

    /// Up to `count` bytes from `offset`, fewer only at the end; valid until the next call.
    mutating func bytes(at offset: Int, count wanted: Int) throws(RecordingError) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: try bytes(at: offset, atLeast: wanted).prefix(max(0, wanted)))
    }

    /// All bytes from `offset` on that are at hand, fewer than `wanted` only at the end; valid until the next call.
    mutating func bytes(at offset: Int, atLeast wanted: Int) throws(RecordingError) -> UnsafeRawBufferPointer {
        let wanted = min(wanted, source.count - offset, buffer.count)
        guard wanted > 0 else { return UnsafeRawBufferPointer(start: nil, count: 0) }
        if offset < start || offset + wanted > start + count {
            count = 0
            count = try source.read(at: offset, into: buffer)
            start = offset
        }
        let from = offset - start
        return UnsafeRawBufferPointer(rebasing: buffer[from..<max(from, count)])
    }
}
