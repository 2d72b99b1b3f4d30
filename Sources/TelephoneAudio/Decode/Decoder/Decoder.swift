/// One stream of one recording, read from start to end or from a seek onwards.
///
/// Not for sharing between threads: each thread opens its own.
package protocol Decoder: AnyObject {
    /// What `read` delivers.
    var format: RecordingFormat { get }
    /// What was recorded, where the decoder delivers less than that: a lower rate, channels mixed.
    var recorded: RecordingFormat { get }
    /// Frames at the recorded rate, where that is known better than by counting what was delivered.
    var recordedFrames: Int? { get }
    /// How far the first delivered frame lies before the recording's start, in frames at the recorded rate: less than
    /// one delivered frame. Negative: it lies after the start.
    var lead: Double { get }
    /// How `read` lays out samples.
    var layout: SampleLayout { get }
    /// Frames that `read` delivers in all, and how reliable that number is.
    var length: StreamLength { get }

    /// Decodes up to `frames` frames to the start of `block`, and returns how many; 0 is the end.
    ///
    /// A short read is not the end. Damage that decoding survives becomes a finding, never an error thrown after the
    /// first frame.
    /// - Parameter frames: at most `block.frames`; the block was made for this decoder's layout and channels.
    func read(_ frames: Int, into block: SampleBlock) throws(RecordingError) -> Int

    /// Makes `frame` the next one to be read; called only where `length` is exact.
    func seek(to frame: Int) throws(RecordingError)

    /// Findings so far; complete once `read` has returned 0.
    var findings: [Finding] { get }
}

extension Decoder {
    package var recorded: RecordingFormat { format }
    package var recordedFrames: Int? { nil }
}
