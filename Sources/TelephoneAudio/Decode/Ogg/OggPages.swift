import Glibc

/// Walks the pages of an Ogg file (RFC 3533) from start to end, past any damage.
///
/// Where the previous page ends, a header is enough to be taken for a page, or header and checksum if `verifying`.
/// Elsewhere, after damage, only a right checksum makes a page. Memory is one buffer; the time that hostile bytes can
/// cost is bounded by a multiple of the file's size.
final class OggPages {
    private let source: ByteSource
    private let verifying: Bool
    private var reader: BufferedReader
    /// Where the next page should begin.
    private var position: Int
    /// Bytes whose checksum may still be computed in vain: capture patterns in the wrong places cost up to 64 KiB each.
    private var budget: Int
    /// Bytes at the end that belong to no page, not even to a truncated one; known once `next` has returned nil.
    private(set) var unread = 0
    /// Whether the source ends within a page's header; known once `next` has returned nil.
    private(set) var endsInHeader = false
    /// The segment table of the last page.
    private(set) var segments = UnsafeRawBufferPointer(start: nil, count: 0)
    /// The body of the last page, as far as the file holds it; empty unless `verifying` or the page is the first of its
    /// stream.
    private(set) var body = UnsafeRawBufferPointer(start: nil, count: 0)

    /// - Parameter verifying: whether every checksum is checked, and `body` provided.
    init(_ source: ByteSource, from offset: Int = 0, verifying: Bool) {
        self.source = source
        self.verifying = verifying
        reader = BufferedReader(source, capacity: 1 << 18)
        position = offset
        // A sparse file can have any size.
        budget = 4 * min(source.count, 1 << 48) + 1 << 20
    }

    /// Returns the next page; nil at the end. `segments` and `body` are valid until the next call.
    func next() throws(RecordingError) -> OggPage? {
        segments = UnsafeRawBufferPointer(start: nil, count: 0)
        body = segments
        let due = position
        guard due < source.count else { return nil }
        let expected = try page(at: due, skipped: 0, verify: verifying)
        if let expected, !expected.isCut { return try take(expected) }
        if let found = try search(from: due + 1, due: due) { return try take(found) }
        // Nothing follows: a page that runs over the end is the truncated last one, and its complete packets are good.
        position = source.count
        guard let expected else {
            endsInHeader = try holdsCutHeader(due)
            unread = endsInHeader ? 0 : source.count - due
            return nil
        }
        return try take(expected)
    }

    /// Whether the source ends within a page's header.
    private func holdsCutHeader(_ offset: Int) throws(RecordingError) -> Bool {
        let bytes = try reader.bytes(at: offset, count: 27 + 255)
        guard offset + bytes.count == source.count, zip(bytes, Array("OggS\0".utf8)).allSatisfy({ $0 == $1 }) else {
            return false
        }
        return bytes.count < 27 || bytes.count < 27 + Int(bytes[26])
    }

    private func take(_ page: OggPage) throws(RecordingError) -> OggPage {
        position = page.end
        let needsBody = verifying || page.isFirst
        let bytes = try reader.bytes(at: page.offset, count: needsBody ? page.end - page.offset : page.headerSize)
        segments = UnsafeRawBufferPointer(rebasing: bytes[min(27, bytes.count)..<min(page.headerSize, bytes.count)])
        body = UnsafeRawBufferPointer(rebasing: bytes[min(page.headerSize, bytes.count)...])
        return page
    }

    /// Returns the page at `offset`, nil if none begins there. A truncated one cannot be verified.
    private func page(at offset: Int, skipped: Int, verify: Bool) throws(RecordingError) -> OggPage? {
        let start = try reader.bytes(at: offset, count: 27 + 255)
        guard let page = OggPage(start, offset: offset, skipped: skipped, remaining: source.count - offset) else {
            return nil
        }
        guard verify, !page.isCut else { return page }
        let bytes = try reader.bytes(at: offset, count: page.size)
        if bytes.count == page.size, OggPage.isIntact(bytes) { return page }
        budget -= page.size
        return nil
    }

    /// Returns the first page from `offset` on that has a right checksum.
    private func search(from offset: Int, due: Int) throws(RecordingError) -> OggPage? {
        var offset = offset
        while offset < source.count, budget > 0 {
            let bytes = try reader.bytes(at: offset, count: 4096)
            guard let base = bytes.baseAddress, let found = memchr(base, CInt(UInt8(ascii: "O")), bytes.count) else {
                guard !bytes.isEmpty else { return nil }
                offset += bytes.count
                continue
            }
            offset += UnsafeRawPointer(found) - base
            if let page = try page(at: offset, skipped: offset - due, verify: true), !page.isCut { return page }
            offset += 1
        }
        return nil
    }
}
