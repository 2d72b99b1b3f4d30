/// How a decoder lays samples into a `SampleBlock`.
///
/// Interleaved layouts keep the channels of a frame side by side, as WAV files do. Planar layouts keep each channel in its
/// own plane, as FLAC and Vorbis code them. A decoder delivers whichever its library delivers: nothing is
/// rearranged on the way to the downmix.
package enum SampleLayout: Hashable, Sendable {
    /// Interleaved native-endian `Int16`, full scale 2^15.
    case int16
    /// Interleaved samples of three bytes, least significant byte first, full scale 2^23.
    case packedInt24
    /// Interleaved `Float`, full scale 1.0.
    case float32
    /// Planar native-endian `Int32`, full scale 2^(bits - 1).
    case planarInt32(bits: Int)
    /// Planar `Float`, full scale 1.0.
    case planarFloat32

    /// Bytes per sample.
    package var size: Int {
        switch self {
        case .int16: 2
        case .packedInt24: 3
        case .float32, .planarInt32, .planarFloat32: 4
        }
    }

    /// Whether each channel has its own plane.
    package var isPlanar: Bool {
        switch self {
        case .int16, .packedInt24, .float32: false
        case .planarInt32, .planarFloat32: true
        }
    }
}
