/// Decodes whole numbers in the lower bytes of larger ones, least significant byte first, which libsndfile cannot.
final class LowPCMDecoder: Decoder {
    let format: RecordingFormat
    let lead = 0.0
    let layout = SampleLayout.float32
    let length: StreamLength
    let findings: [Finding] = []

    private let source: ByteSource
    /// Bytes of a sample in the file, and those that count.
    private let container: Int
    private let bytes: Int
    private let frames: Int
    private var position = 0
    private var buffer: BufferedReader

    /// - Parameters:
    ///   - source: the sound without its header.
    ///   - format: how it is stored; its codec is `lowPCM` with these bytes.
    /// - Throws: `rateOutOfRange`, `channelCountOutOfRange`.
    init(
        _ source: ByteSource, _ format: HeaderlessFormat, container: Int, bytes: Int, named name: String
    ) throws(RecordingError) {
        self.source = source
        (self.container, self.bytes) = (container, bytes)
        self.format = RecordingFormat(
            container: name, codec: format.codecName, sampleRate: format.sampleRate, channels: format.channels)
        try self.format.checkRange()
        frames = source.count / (container * format.channels.count)
        length = .exact(frames)
        buffer = BufferedReader(source, capacity: 1 << 16)
    }

    func read(_ frames: Int, into block: SampleBlock) throws(RecordingError) -> Int {
        let frameSize = container * format.channels.count
        let wanted = min(frames, self.frames - position, (1 << 16) / frameSize)
        guard wanted > 0 else { return 0 }
        let piece = try buffer.bytes(at: position * frameSize, count: wanted * frameSize)
        let samples = piece.count / frameSize * format.channels.count
        let target = block.base.assumingMemoryBound(to: Float.self)
        let shift = UInt32(32 - 8 * bytes)
        for sample in 0..<samples {
            var word: UInt32 = 0
            for byte in 0..<bytes { word |= UInt32(piece[sample * container + byte]) << UInt32(8 * byte) }
            // The sign is the highest bit of those that count.
            target[sample] = Float(Int32(bitPattern: word << shift)) / 2_147_483_648
        }
        position += samples / format.channels.count
        return samples / format.channels.count
    }

    func seek(to frame: Int) {
        position = frame
    }
}
