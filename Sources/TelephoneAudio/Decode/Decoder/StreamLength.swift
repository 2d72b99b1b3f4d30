/// How far a decoder can be believed about the length of its stream.
package enum StreamLength: Hashable, Sendable {
    /// Frames, counted or checked: good enough to split the work by.
    case exact(Int)
    /// Frames by the header's word: good for a progress bar, and for noticing what is missing.
    case claimed(Int)
    case unknown

    /// Frames, where anything tells them.
    package var frames: Int? {
        switch self {
        case .exact(let frames), .claimed(let frames): frames
        case .unknown: nil
        }
    }
}
