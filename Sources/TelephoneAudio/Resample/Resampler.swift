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
