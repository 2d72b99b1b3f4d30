/// Collects bytes for a file, and writes them in blocks that begin at multiples of 64 KiB: the page cache takes such a
/// block as one large page, at half the cost of pieces that cross its pages' borders.
final class AlignedWriter {
    private static let unit = 1 << 16

    private let file: AnnouncementFile
    private var bytes: UnsafeMutableRawBufferPointer
    /// The offset in the file of the first byte held.
    private var start = 0
    private var count = 0

    init(_ file: AnnouncementFile) {
        self.file = file
        bytes = .allocate(byteCount: 2 * Self.unit, alignment: 16)
    }

    deinit {
        bytes.deallocate()
    }

    /// Returns room for up to `size` bytes that belong at `offset` of the file; `commit` then takes those written.
    func room(for size: Int, at offset: Int) throws(OutputError) -> UnsafeMutableRawPointer? {
        if offset != start + count {
            try flush()
            start = offset
        }
        if count + size > bytes.count {
            let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: count + size, alignment: 16)
            larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[..<count]))
            bytes.deallocate()
            bytes = larger
        }
        return bytes.baseAddress.map { $0 + count }
    }

    /// Takes `size` bytes from the room, and writes the blocks that are full.
    func commit(_ size: Int) throws(OutputError) {
        count += size
        let full = (start + count) & ~(Self.unit - 1)
        if full > start { try write(full - start) }
    }

    /// Writes the rest.
    func flush() throws(OutputError) {
        if count > 0 { try write(count) }
    }

    private func write(_ size: Int) throws(OutputError) {
        try file.write(UnsafeRawBufferPointer(rebasing: bytes[..<size]), at: start)
        bytes.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[size..<count]))
        start += size
        count -= size
    }
}
