/// The sample rate of every announcement, in Hz.
public let telephoneRate = 8000

/// Which engine brings a recording to 8 kHz.
public enum ResamplerChoice: String, Hashable, Sendable, CaseIterable {
    /// The short road over 16 kHz; libsamplerate where that does not reach.
    case fast
    /// libsamplerate's best sinc converter: the reference, and some two hundred times the work.
    case libsamplerate
}

/// Brings a mono stream to 8 kHz without delay.
///
/// The caller asks for room, writes samples there and commits them; finished samples leave in blocks. Output sample `m`
/// lies exactly where input sample `m * rate / 8000` would, and a stream of `n` samples ends after
/// `telephoneLength(of: n, at: rate)`. Outside the stream is silence.
package protocol Resampler: AnyObject {
    /// Where a block of finished samples goes: its place in the announcement, and the samples.
    typealias Output = (_ index: Int, _ block: UnsafeBufferPointer<Float>) throws -> Void

    /// Room for `frames` more input samples, valid until `commit`.
    func reserve(_ frames: Int) -> UnsafeMutablePointer<Float>

    /// Takes the first `frames` samples written to the room reserved last.
    func commit(_ frames: Int, output: Output) throws

    /// Ends the stream: sample `end - 1` is the last to leave.
    func finish(at end: Int, output: Output) throws
}

/// Samples at 8 kHz for `frames` samples at `rate`: rounded half up, so the last one is never lost.
package func telephoneLength(of frames: Int, at rate: Int) -> Int {
    let (high, low) = frames.multipliedFullWidth(by: telephoneRate)
    let (quotient, rest) = rate.dividingFullWidth((high, low))
    return rest >= rate - rest ? quotient + 1 : quotient
}

/// The resampler for a stream of `rate` Hz whose first sample lies `lead` samples before the recording's start.
package func makeResampler(
    from rate: Int, lead: Double = 0, choice: ResamplerChoice
) throws(RecordingError) -> any Resampler {
    if rate == telephoneRate { return PassThrough() }
    if choice == .fast, let fast = FastResampler(from: rate, lead: lead) { return fast }
    return try SincResampler(from: rate)
}

/// 8 kHz already: every sample leaves as it came.
private final class PassThrough: Resampler {
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
