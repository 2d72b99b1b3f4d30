/// The Vorbis packets of one logical stream; durations are in samples at the recorded rate.
typealias VorbisPackets = OggPackets<VorbisTiming>

/// A packet's first byte names its mode, and the mode its block size. What a packet completes is the overlap of its block
/// with the one before: a quarter of both (Vorbis I specification, section 4.3.8); nothing, if it is the first.
struct VorbisTiming: OggTiming {
    let rate: Int
    let gapUnit = 1
    /// By first byte; 0 for bytes that begin no audio packet.
    private let blockSizes: [Int]
    private var previous = 0

    /// - Parameter blockSizes: 256, by first byte.
    init(rate: Int, blockSizes: [Int]) {
        self.rate = rate
        self.blockSizes = blockSizes
    }

    mutating func duration(of packet: UnsafeRawBufferPointer) -> Int {
        guard let first = packet.first, blockSizes[Int(first)] > 0 else { return 0 }
        let size = blockSizes[Int(first)]
        defer { previous = size }
        return previous > 0 ? (previous + size) / 4 : 0
    }

    mutating func restart() {
        previous = 0
    }

    func isHeader(_ packet: UnsafeRawBufferPointer) -> Bool {
        packet.count >= 7 && packet[0] & 1 != 0 && packet.dropFirst().starts(with: "vorbis".utf8)
    }
}
