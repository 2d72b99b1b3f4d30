import CZlib

/// Packs content as gzip (RFC 1952) as it comes in.
final class GzipWriter {
    private var stream = z_stream()
    private let block = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 1 << 16)

    /// Nil where there is no memory for it.
    init?() {
        guard announce_deflate_gzip(&stream) == Z_OK else {
            block.deallocate()
            return nil
        }
    }

    deinit {
        deflateEnd(&stream)
        block.deallocate()
    }

    /// What these bytes add to the file.
    ///
    /// - Parameter isLast: whether the content ends with them.
    func pack(_ bytes: [UInt8], isLast: Bool) -> [UInt8] {
        var content = bytes
        var packed: [UInt8] = []
        content.withUnsafeMutableBufferPointer { input in
            stream.next_in = input.baseAddress
            stream.avail_in = UInt32(input.count)
            repeat {
                stream.next_out = block.baseAddress
                stream.avail_out = UInt32(block.count)
                deflate(&stream, isLast ? Z_FINISH : Z_NO_FLUSH)
                packed += block[..<(block.count - Int(stream.avail_out))]
            } while stream.avail_out == 0
        }
        return packed
    }
}
