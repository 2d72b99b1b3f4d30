/// How much of a stream may be decoded (`ReadingOptions.longest`).
struct LengthLimit: Sendable {
    /// Seconds, of the whole recording.
    let longest: Double
    /// Frames that are left for this stream.
    let frames: Int

    /// Nil without a limit.
    ///
    /// - Parameters:
    ///   - decoder: of the stream.
    ///   - elapsed: seconds of the streams before it.
    /// - Throws: `tooLong` if the decoder knows already that the stream is longer.
    init?(_ longest: Double?, for decoder: any Decoder, after elapsed: Double) throws(RecordingError) {
        guard let longest else { return nil }
        let rate = Double(decoder.format.sampleRate)
        self.longest = longest
        // At most 2^53, which is more than any file holds.
        frames = Int(max(0, min((longest - elapsed) * rate, 0x1p53)))
        // What a header merely claims may be wrong, and then the recording is short enough.
        if case .exact(let count) = decoder.length, count > frames {
            throw .tooLong(longest: longest, seconds: elapsed + Double(count) / rate)
        }
    }

    private init(longest: Double, frames: Int) {
        self.longest = longest
        self.frames = frames
    }

    /// The limit for a decoder of the same stream that begins at a later frame.
    func after(_ frame: Int) -> LengthLimit { LengthLimit(longest: longest, frames: max(0, frames - frame)) }

    /// - Throws: `tooLong` if more than the limit was decoded.
    func check(decoded count: Int) throws(RecordingError) {
        if count > frames { throw .tooLong(longest: longest, seconds: nil) }
    }
}
