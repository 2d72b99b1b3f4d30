import CZlib

/// Unpacks gzip (RFC 1952) as it comes in; several members one after the other are one content.
///
/// Memory does not grow with the content: it is unpacked block by block.
final class GzipReader {
    /// The bytes are not gzip, or damaged.
    struct Damage: Error {}

    private var stream = z_stream()
    private var isWithinMember = false
    private let block = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 1 << 16)

    init() throws(Damage) {
        guard announce_inflate_gzip(&stream) == Z_OK else { throw Damage() }
    }

    deinit {
        inflateEnd(&stream)
        block.deallocate()
    }

    /// What these bytes add to the content.
    func unpack(_ bytes: [UInt8]) throws(Damage) -> [UInt8] {
        var packed = bytes
        var content: [UInt8] = []
        let isWhole = packed.withUnsafeMutableBufferPointer { input -> Bool in
            stream.next_in = input.baseAddress
            stream.avail_in = UInt32(input.count)
            repeat {
                stream.next_out = block.baseAddress
                stream.avail_out = UInt32(block.count)
                // Another member follows.
                if !isWithinMember, stream.avail_in > 0, stream.total_in > 0 { inflateReset(&stream) }
                let status = inflate(&stream, Z_NO_FLUSH)
                content += block[..<(block.count - Int(stream.avail_out))]
                switch status {
                case Z_OK: isWithinMember = true
                case Z_STREAM_END: isWithinMember = false
                // No progress was possible: all that came is used up.
                case Z_BUF_ERROR: return true
                default: return false
                }
            } while stream.avail_in > 0 || stream.avail_out == 0 && isWithinMember
            return true
        }
        guard isWhole else { throw Damage() }
        return content
    }

    /// Whether the content ends where the bytes did.
    var isComplete: Bool { !isWithinMember }
}
