import Glibc

/// Lets libmpg123 read the frames of a stream, and none of the bytes between them: text there, such as the titles that
/// radio stations send, may look like a frame, and makes it lose its place or print on standard error.
final class MP3FrameReader {
    private var walker: FrameWalker
    private var bytes: BufferedReader
    /// What is left of the current frame.
    private var frame = 0..<0
    /// The first error of the file itself, which libmpg123 would report as an early end.
    private(set) var failure: RecordingError?

    /// - Parameters:
    ///   - source: begins with a frame, and ends behind one.
    ///   - freeLength: bytes of a frame without padding, if the stream is of free format.
    init(_ source: ByteSource, freeLength: Int? = nil) {
        walker = FrameWalker(source, isAtFrame: true, freeLength: freeLength)
        bytes = BufferedReader(source, capacity: 1 << 16)
    }

    static let read: @convention(c) (UnsafeMutableRawPointer?, UnsafeMutableRawPointer?, Int) -> Int = {
        user, buffer, count in
        guard let user, let buffer, count >= 0 else { return -1 }
        let reader = Unmanaged<MP3FrameReader>.fromOpaque(user).takeUnretainedValue()
        do throws(RecordingError) {
            return try reader.read(UnsafeMutableRawBufferPointer(start: buffer, count: count))
        } catch {
            reader.failure = error
            return -1
        }
    }

    /// The decoder reopens the stream in place of seeking.
    static let seek: @convention(c) (UnsafeMutableRawPointer?, off_t, CInt) -> off_t = { _, _, _ in -1 }

    private func read(_ buffer: UnsafeMutableRawBufferPointer) throws(RecordingError) -> Int {
        var done = 0
        while done < buffer.count {
            if frame.isEmpty {
                guard let next = try walker.next() else { break }
                frame = next.offset..<next.offset + next.header.length
            }
            let piece = try bytes.bytes(at: frame.lowerBound, count: min(frame.count, buffer.count - done))
            guard !piece.isEmpty else { break }
            UnsafeMutableRawBufferPointer(rebasing: buffer[done...]).copyMemory(from: piece)
            frame = frame.lowerBound + piece.count..<frame.upperBound
            done += piece.count
        }
        return done
    }
}
