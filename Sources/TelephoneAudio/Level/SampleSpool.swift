import Glibc
package import SystemPackage

/// Samples of an 8 kHz mono signal in a temporary file that has no name: memory stays constant however long the
/// recording is, and nothing is left behind however the process ends.
///
/// Several threads may write and read at once as long as their ranges are disjoint.
package final class SampleSpool: Sendable {
    private let descriptor: CInt

    /// Creates an empty spool on the file system of `folder`.
    /// - Throws: `RecordingError.system` with `action: .spool`.
    package convenience init(in folder: FilePath) throws(RecordingError) {
        let descriptor = openNamelessFile(in: folder)
        guard descriptor >= 0 else { throw .system(errno: errno, action: .spool) }
        self.init(owning: descriptor)
    }

    init(owning descriptor: CInt) {
        self.descriptor = descriptor
    }

    deinit {
        close(descriptor)
    }

    /// Stores `samples` from sample `index` on.
    /// - Throws: `RecordingError.system` with `action: .spool`: a full disk, above all.
    package func write(_ samples: UnsafeBufferPointer<Float>, at index: Int) throws(RecordingError) {
        let bytes = UnsafeRawBufferPointer(samples)
        guard let base = bytes.baseAddress else { return }
        var done = 0
        while done < bytes.count {
            let put = pwrite(descriptor, base + done, bytes.count - done, off_t(Self.offset(of: index) + done))
            if put < 0 {
                if errno == EINTR { continue }
                throw .system(errno: errno, action: .spool)
            }
            done += put
        }
    }

    /// Reads up to `samples.count` samples from sample `index` on and returns how many; fewer only at the end.
    /// What was skipped in writing reads as silence.
    /// - Throws: `RecordingError.system` with `action: .spool`.
    package func read(at index: Int, into samples: UnsafeMutableBufferPointer<Float>) throws(RecordingError) -> Int {
        let bytes = UnsafeMutableRawBufferPointer(samples)
        guard let base = bytes.baseAddress else { return 0 }
        var done = 0
        while done < bytes.count {
            let got = pread(descriptor, base + done, bytes.count - done, off_t(Self.offset(of: index) + done))
            if got < 0 {
                if errno == EINTR { continue }
                throw .system(errno: errno, action: .spool)
            }
            if got == 0 { break }
            done += got
        }
        return done / MemoryLayout<Float>.size
    }

    private static func offset(of index: Int) -> Int {
        index * MemoryLayout<Float>.size
    }
}
