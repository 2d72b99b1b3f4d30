import CSndFile
import Glibc

/// Simulates a call to a mobile: the telephone line, then the codec GSM full rate (GSM 06.10, 13 kbit/s) and back.
///
/// It is the oldest codec of mobiles, and a stand-in for those of today (AMR, EVS), which at a good reception sound better and at a
/// bad one about the same. libsndfile carries it.
package enum MobileLine {
    /// Returns a whole announcement as a mobile gives it out, as many samples as were passed.
    package static func transmit(_ samples: [Int16]) -> [Int16] {
        let line = TelephoneLine.transmit(samples)
        let file = MemoryFile()
        let count = withOpen(file, CInt(SFM_WRITE)) { sf_write_short($0, line, sf_count_t(line.count)) }
        guard count == line.count else { return line }
        file.position = 0
        var heard = [Int16](repeating: 0, count: line.count)
        _ = withOpen(file, CInt(SFM_READ)) { sf_read_short($0, &heard, sf_count_t(line.count)) }
        return heard
    }

    /// Calls `body` with libsndfile's handle of the frames in `file`, which have no header.
    private static func withOpen(
        _ file: MemoryFile, _ mode: CInt, _ body: (OpaquePointer) -> sf_count_t
    ) -> sf_count_t {
        var info = SF_INFO()
        info.samplerate = CInt(telephoneRate)
        info.channels = 1
        info.format = announce_sf_raw | announce_sf_gsm610
        var access = MemoryFile.access
        return withExtendedLifetime(file) {
            guard let handle = sf_open_virtual(&access, mode, &info, Unmanaged.passUnretained(file).toOpaque()) else {
                return 0
            }
            // The last frame is written when the file is closed.
            defer { sf_close(handle) }
            return body(handle)
        }
    }
}

/// A file in memory that libsndfile writes and reads.
private final class MemoryFile {
    private var bytes: [UInt8] = []
    var position = 0

    static var access: SF_VIRTUAL_IO {
        SF_VIRTUAL_IO(
            get_filelen: { sf_count_t(MemoryFile.from($0)?.bytes.count ?? 0) },
            seek: { offset, origin, user in MemoryFile.from(user)?.seek(Int(offset), origin) ?? -1 },
            read: { buffer, count, user in
                guard let buffer, let file = MemoryFile.from(user) else { return 0 }
                return file.read(UnsafeMutableRawBufferPointer(start: buffer, count: Int(count)))
            },
            write: { buffer, count, user in
                guard let buffer, let file = MemoryFile.from(user) else { return 0 }
                return file.write(UnsafeRawBufferPointer(start: buffer, count: Int(count)))
            },
            tell: { sf_count_t(MemoryFile.from($0)?.position ?? 0) }
        )
    }

    private static func from(_ user: UnsafeMutableRawPointer?) -> MemoryFile? {
        user.map { Unmanaged<MemoryFile>.fromOpaque($0).takeUnretainedValue() }
    }

    private func seek(_ offset: Int, _ origin: CInt) -> sf_count_t {
        let base =
            switch origin {
            case SEEK_SET: 0
            case SEEK_CUR: position
            default: bytes.count
            }
        guard (0...bytes.count).contains(base + offset) else { return -1 }
        position = base + offset
        return sf_count_t(position)
    }

    private func read(_ buffer: UnsafeMutableRawBufferPointer) -> sf_count_t {
        let count = max(0, min(buffer.count, bytes.count - position))
        buffer.copyBytes(from: bytes[position..<position + count])
        position += count
        return sf_count_t(count)
    }

    private func write(_ buffer: UnsafeRawBufferPointer) -> sf_count_t {
        let over = min(buffer.count, bytes.count - position)
        bytes.replaceSubrange(position..<position + over, with: buffer)
        position += buffer.count
        return sf_count_t(buffer.count)
    }
}
