/// The frames of a FLAC stream in the order they lie in: only those that passed their checksum, each with the number of
/// its first sample. Whoever reads sees in the numbers what is missing.
protocol FLACReader: AnyObject {
    /// By the stream's header (STREAMINFO), which has no checksum.
    var claimedShape: FLACShape? { get }
    var claimedSamples: Int { get }
    var largestBlock: Int { get }
    /// Whether `seek` is worth trying.
    var maySeek: Bool { get }
    /// That of the first frame; frames of another are damage.
    var shape: FLACShape? { get }

    /// The frame found last: interleaved in the shape's layout, valid until the next one is asked for.
    var samples: UnsafeMutableRawPointer { get }
    var count: Int { get }
    /// Its first sample's number.
    var number: Int { get }
    /// Where it ends in the source; nil in Ogg.
    var end: Int? { get }
    /// Errors in front of it, or behind the last one.
    var errors: Int { get }
    /// The first of these errors came when there were no bytes left.
    var ranOut: Bool { get }

    /// Looks for the next frame; false where there is none.
    func next() throws(RecordingError) -> Bool

    /// Makes the frame with sample `number` the one found last, without the samples before it.
    ///
    /// - Throws: `undecodable`; then frames go on from anywhere.
    func seek(to number: Int) throws(RecordingError)
}

/// What all frames of a stream have in common.
struct FLACShape: Hashable {
    var sampleRate: Int
    var channels: Int
    var bitsPerSample: Int

    /// Whole 16-bit samples where they fit.
    var layout: SampleLayout { bitsPerSample <= 16 ? .int16 : .float32 }
}
