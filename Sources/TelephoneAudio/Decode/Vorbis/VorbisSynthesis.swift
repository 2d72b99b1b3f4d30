import CVorbis

/// libvorbis at work: packets in, blocks of sound out. Carries half a block from packet to packet and nothing else.
final class VorbisSynthesis {
    let channels: Int
    /// Frames of the last packet that were not taken yet.
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
        guard vorbis_synthesis_init(state, setup.info) == 0 else { throw VorbisSetup.bad("damaged header") }
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

    /// Forgets the packet before.
    func restart() {
        vorbis_synthesis_restart(state)
        available = 0
    }

    func drop(_ frames: Int) {
        vorbis_synthesis_read(state, CInt(frames))
        available -= frames
    }

    /// Takes at most `available` frames.
    func take(_ frames: Int, into target: UnsafeMutablePointer<Float>) {
        var planes: UnsafeMutablePointer<UnsafeMutablePointer<Float>?>?
        vorbis_synthesis_pcmout(state, &planes)
        guard let planes else { return }
        if channels == 2, let left = planes[0], let right = planes[1] {
            Self.interleave(frames, left, right, into: target)
        } else {
            for channel in 0..<channels {
                guard let plane = planes[channel] else { continue }
                var place = channel
                for frame in 0..<frames {
                    target[place] = plane[frame]
                    place &+= channels
                }
            }
        }
        drop(frames)
    }

    private static func interleave(
        _ frames: Int, _ left: UnsafeMutablePointer<Float>, _ right: UnsafeMutablePointer<Float>,
        into target: UnsafeMutablePointer<Float>
    ) {
        let (leftBytes, rightBytes) = (UnsafeRawPointer(left), UnsafeRawPointer(right))
        let targetBytes = UnsafeMutableRawPointer(target)
        var frame = 0
        while frame &+ 4 <= frames {
            var both = SIMD8<Float>()
            both.evenHalf = leftBytes.loadUnaligned(fromByteOffset: frame &* 4, as: SIMD4<Float>.self)
            both.oddHalf = rightBytes.loadUnaligned(fromByteOffset: frame &* 4, as: SIMD4<Float>.self)
            targetBytes.storeBytes(of: both, toByteOffset: frame &* 8, as: SIMD8<Float>.self)
            frame &+= 4
        }
        while frame < frames {
            target[2 * frame] = left[frame]
            target[2 * frame + 1] = right[frame]
            frame += 1
        }
    }
}
