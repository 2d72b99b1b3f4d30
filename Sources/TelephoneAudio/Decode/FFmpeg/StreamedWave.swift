import LocalFiles
import SystemPackage

/// The header of a WAV stream as ffmpeg writes it to a pipe: without sizes, with samples to the end of the pipe
/// (Microsoft, "Multiple Channel Audio Data and WAVE Files").
struct StreamedWave: Hashable, Sendable {
    let channels: Int
    /// Hz.
    let sampleRate: Int
    /// Bytes.
    let sampleSize: Int
    /// Speakers by bit; 0 where the header names none.
    let channelMask: UInt32

    /// Reads up to the first sample; nil if the stream ends before that or is something else.
    ///
    /// - Throws: `system`.
    init?(_ child: ChildProcess) throws(RecordingError) {
        let start = try Self.bytes(12, from: child)
        guard start.holds(12, at: 0), start.bytes.starts(with: "RIFF".utf8), start.bytes[8...].starts(with: "WAVE".utf8)
        else { return nil }
        var format: LittleEndianBytes?
        // ffmpeg writes two or three chunks before the samples.
        for _ in 0..<16 {
            let chunk = try Self.bytes(8, from: child)
            guard chunk.holds(8, at: 0) else { return nil }
            if chunk.bytes.starts(with: "data".utf8) { break }
            let size = Int(chunk.uint32(at: 4))
            guard size <= 1 << 16 else { return nil }
            let body = try Self.bytes(size + size % 2, from: child)
            if chunk.bytes.starts(with: "fmt ".utf8) { format = body }
        }
        guard let format, format.holds(16, at: 0) else { return nil }
        channels = Int(format.uint16(at: 2))
        sampleRate = Int(format.uint32(at: 4))
        sampleSize = Int(format.uint16(at: 14)) / 8
        channelMask = format.uint16(at: 0) == 0xFFFE ? format.uint32(at: 20) : 0
        guard channels > 0 else { return nil }
    }

    private static func bytes(_ count: Int, from child: ChildProcess) throws(RecordingError) -> LittleEndianBytes {
        var bytes = [UInt8](repeating: 0, count: count)
        var failure: Errno?
        let got = bytes.withUnsafeMutableBytes { buffer in
            do throws(Errno) {
                return try child.read(into: buffer)
            } catch {
                failure = error
                return 0
            }
        }
        if let failure { throw .system(errno: failure.rawValue, action: .read) }
        return LittleEndianBytes(bytes.prefix(got))
    }
}
