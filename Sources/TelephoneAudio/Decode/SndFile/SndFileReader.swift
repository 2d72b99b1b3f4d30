import CSndFile
import Glibc

/// Lets libsndfile read from a `ByteSource` with its own position.
final class SndFileReader {
    private let source: ByteSource
    private(set) var position = 0
    /// The first error of the file itself, which libsndfile would report as an early end.
    private(set) var failure: RecordingError?

    /// Bytes that libsndfile reads in place of the file's own.
    private let repair: (offset: Int, bytes: [UInt8])?

    init(_ source: ByteSource, repair: (offset: Int, bytes: [UInt8])? = nil) {
        self.source = source
        self.repair = repair
    }

    var count: Int { source.count }

    static var access: SF_VIRTUAL_IO {
        SF_VIRTUAL_IO(
            get_filelen: { sf_count_t(SndFileReader.from($0)?.count ?? 0) },
            seek: { offset, origin, user in SndFileReader.from(user)?.seek(offset, origin) ?? -1 },
            read: { buffer, count, user in
                guard let buffer, count > 0 else { return 0 }
                return SndFileReader.from(user)?.read(UnsafeMutableRawBufferPointer(start: buffer, count: Int(count)))
                    ?? 0
            },
            write: { _, _, _ in 0 },
            tell: { sf_count_t(SndFileReader.from($0)?.position ?? 0) }
        )
    }

    private static func from(_ user: UnsafeMutableRawPointer?) -> SndFileReader? {
        user.map { Unmanaged<SndFileReader>.fromOpaque($0).takeUnretainedValue() }
    }

    private func seek(_ offset: sf_count_t, _ origin: CInt) -> sf_count_t {
        let base =
            switch origin {
            case SEEK_SET: 0
            case SEEK_CUR: position
            default: source.count
            }
        // Wrong headers lead libsndfile anywhere; outside the file it reads nothing.
        let (sum, overflow) = base.addingReportingOverflow(Int(offset))
        guard !overflow, sum >= 0 else { return -1 }
        position = sum
        return sf_count_t(sum)
    }

    private func read(_ buffer: UnsafeMutableRawBufferPointer) -> sf_count_t {
        do throws(RecordingError) {
            let count = try source.read(at: position, into: buffer)
            if let repair {
                let range = position..<position + count
                for (n, byte) in repair.bytes.enumerated() where range.contains(repair.offset + n) {
                    buffer[repair.offset + n - position] = byte
                }
            }
            position += count
            return sf_count_t(count)
        } catch {
            if failure == nil { failure = error }
            return 0
        }
    }
}
