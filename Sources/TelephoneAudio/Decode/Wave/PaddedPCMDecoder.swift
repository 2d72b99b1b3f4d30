/// Whole numbers that occupy more bytes than they need.
struct PaddedPCM: Hashable, Sendable {
    /// Bytes of a sample in the file, up to four.
    var container: Int
    /// Those of them that count.
    var bytes: Int
    /// Whether they are the most significant ones.
    var isUpper: Bool
    /// Whether the most significant byte comes first.
    var isBigEndian: Bool

    /// The place in the file of the byte of this significance, 0 for the lowest that counts.
    func place(of significance: Int) -> Int {
        let place = significance + (isUpper ? container - bytes : 0)
        return isBigEndian ? container - 1 - place : place
    }
}

/// Decodes whole numbers that occupy more bytes than they need, where libsndfile cannot.
final class PaddedPCMDecoder: Decoder {
    let format: RecordingFormat
    let lead = 0.0
    let layout = SampleLayout.float32
    let length: StreamLength
    let findings: [Finding] = []

    private let source: ByteSource
    private let storage: PaddedPCM
    private let frames: Int
    private var position = 0
    private var buffer: BufferedReader

    /// - Parameters:
    ///   - source: the sound without its header.
    ///   - format: its format; its codec says the same as `storage`.
    /// - Throws: `rateOutOfRange`, `channelCountOutOfRange`.
    init(
        _ source: ByteSource, _ format: HeaderlessFormat, storage: PaddedPCM, container name: String
    ) throws(RecordingError) {
        self.source = source
        self.storage = storage
        self.format = RecordingFormat(
            container: name, codec: format.codecName, sampleRate: format.sampleRate, channels: format.channels)
        try self.format.checkRange()
        frames = source.count / (storage.container * format.channels.count)
        length = .exact(frames)
        buffer = BufferedReader(source, capacity: 1 << 16)
    }

    func read(_ frames: Int, into block: SampleBlock) throws(RecordingError) -> Int {
        let size = storage.container
        let frameSize = size * format.channels.count
        let wanted = min(frames, self.frames - position, (1 << 16) / frameSize)
        guard wanted > 0 else { return 0 }
        let piece = try buffer.bytes(at: position * frameSize, count: wanted * frameSize)
        let samples = piece.count / frameSize * format.channels.count
        let target = block.base.assumingMemoryBound(to: Float.self)
        let shift = UInt32(32 - 8 * storage.bytes)
        for sample in 0..<samples {
            var word: UInt32 = 0
            for byte in 0..<storage.bytes {
                word |= UInt32(piece[sample * size + storage.place(of: byte)]) << UInt32(8 * byte)
            }
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
