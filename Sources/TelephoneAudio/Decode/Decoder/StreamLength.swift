/// The length of a decoder's stream in frames, by how reliable it is.
package enum StreamLength: Hashable, Sendable {
    /// Counted or checked: reliable enough to split the work by.
    case exact(Int)
    /// Declared by a header: good for a progress bar, and for noticing what is missing.
    case claimed(Int)
    case unknown

    /// Frames, exact or claimed.
    package var frames: Int? {
        switch self {
        case .exact(let frames), .claimed(let frames): frames
        case .unknown: nil
        }
    }
}
