/// Resamples a mono stream to 8 kHz without delay.
///
/// The caller reserves room, writes samples there and commits them; finished samples leave in blocks. Output sample `m` is
/// the signal at the time of input sample `m * rate / 8000`, and a stream of `n` samples ends after
/// `telephoneLength(of: n, at: rate)`. Outside the stream is silence.
package protocol Resampler: AnyObject {
    /// Takes a block of finished samples; `index` is the place of its first sample in the announcement.
    typealias Output = (_ index: Int, _ block: UnsafeBufferPointer<Float>) throws -> Void

    /// Returns room for `frames` more input samples, valid until `commit`.
    func reserve(_ frames: Int) -> UnsafeMutablePointer<Float>

    /// Takes the first `frames` samples in the room reserved last.
    func commit(_ frames: Int, output: Output) throws

    /// Ends the stream: sample `end - 1` is the last to leave.
    func finish(at end: Int, output: Output) throws
}
