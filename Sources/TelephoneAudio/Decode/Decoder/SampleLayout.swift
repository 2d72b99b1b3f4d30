/// How a decoder lays interleaved samples into memory.
package enum SampleLayout: Hashable, Sendable {
    /// Native-endian `Int16`.
    case int16
    /// Three bytes a sample, least significant first.
    case packedInt24
    /// `Float`, full scale 1.0.
    case float32

    /// Bytes a sample.
    package var size: Int {
        switch self {
        case .int16: 2
        case .packedInt24: 3
        case .float32: 4
        }
    }
}
