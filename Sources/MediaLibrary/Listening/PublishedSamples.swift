import Glibc
import SystemPackage
import TelephoneAudio

/// Reads the samples of a published announcement in blocks.
struct PublishedSamples {
    let file: PublishedFile

    /// Bytes of the canonical header, which every published file has.
    static let header = 44
    private static let block = 1 << 18

    /// Calls `body` with one block after the other. Blocks the thread.
    ///
    /// - Parameter limit: samples to read at most.
    /// - Throws: `RecordingFailure.unreadable` if the file no longer exists or is shorter than it was.
    func forEachBlock(
        upTo limit: Int = .max, _ body: (UnsafeBufferPointer<Int16>) -> Void
    ) throws(RecordingFailure) {
        do throws(RecordingError) {
            let source = try ByteSource(path: FilePath(file.path))
            var offset = Self.header
            let end = Self.header + 2 * min(limit, file.samples)
            while offset < end {
                let bytes = try source.bytes(at: offset, count: min(Self.block, end - offset))
                guard bytes.count >= 2 else { throw .system(errno: EIO, action: .read) }
                bytes.withUnsafeBytes { raw in
                    // Little-endian, as this machine is; the array's bytes are aligned for more than this.
                    raw.withMemoryRebound(to: Int16.self) { body($0) }
                }
                offset += bytes.count
            }
        } catch {
            guard case .system(let code, _) = error else { throw .unreadable(errno: EIO) }
            throw .unreadable(errno: code)
        }
    }
}
