import CVorbis

/// libvorbis: packets in, blocks of sound out. Its only state is half a block, carried from packet to packet.
final class VorbisSynthesis {
    let channels: Int
    /// Frames of the last packet that were not moved yet.
    private(set) var available = 0

    private let setup: VorbisSetup
    private let state: UnsafeMutablePointer<vorbis_dsp_state>
    private let block: UnsafeMutablePointer<vorbis_block>
    private var packetNumber = 3

    /// - Parameter setup: not used by another synthesis.
    /// - Throws: `undecodable`.
    init(_ setup: VorbisSetup) throws(RecordingError) {
        self.setup = setup
        channels = setup.channels
        state = .allocate(capacity: 1)
        block = .allocate(capacity: 1)
        state.initialize(to: vorbis_dsp_state())
        block.initialize(to: vorbis_block())
        guard vorbis_synthesis_init(state, setup.info) == 0 else { throw VorbisSetup.undecodable("damaged header") }
        vorbis_block_init(state, block)
    }

    deinit {
        vorbis_block_clear(block)
        vorbis_dsp_clear(state)
        block.deallocate()
        state.deallocate()
    }

    /// Decodes a packet and returns the frames it completes; nil if it is damaged.
    func decode(_ bytes: UnsafeRawBufferPointer) -> Int? {
        drop(available)
        var packet = ogg_packet(bytes, number: packetNumber)
        packetNumber += 1
        guard vorbis_synthesis(block, &packet) == 0, vorbis_synthesis_blockin(state, block) == 0 else { return nil }
        available = Int(vorbis_synthesis_pcmout(state, nil))
        return available
    }

    /// Forgets the previous packet; the next one then completes no frames.
    func restart() {
        vorbis_synthesis_restart(state)
        available = 0
    }

    func drop(_ frames: Int) {
        vorbis_synthesis_read(state, CInt(frames))
        available -= frames
    }

    /// Moves at most `available` frames to the planes of `block`, from frame `place` on.
    func take(_ frames: Int, into block: SampleBlock, at place: Int) {
        var planes: UnsafeMutablePointer<UnsafeMutablePointer<Float>?>?
        vorbis_synthesis_pcmout(state, &planes)
        guard let planes else { return }
        let size = MemoryLayout<Float>.size
        for channel in 0..<channels {
            guard let plane = planes[channel] else { continue }
            (block.plane(channel) + place * size).copyMemory(from: plane, byteCount: frames * size)
        }
        drop(frames)
    }
}
