/// The "resampler" of recordings at 8 kHz: samples leave unchanged.
final class PassThrough: Resampler {
    private var room: UnsafeMutableBufferPointer<Float> = .allocate(capacity: 0)
    private var position = 0

    deinit {
        room.deallocate()
    }

    func reserve(_ frames: Int) -> UnsafeMutablePointer<Float> {
        if room.count < frames {
            room.deallocate()
            room = .allocate(capacity: frames)
        }
        return room.baseAddress.unsafelyUnwrapped
    }

    func commit(_ frames: Int, output: Output) throws {
        try output(position, UnsafeBufferPointer(rebasing: room[..<frames]))
        position += frames
    }

    func finish(at end: Int, output: Output) throws {}
}
