/// What all frames of a FLAC stream have in common.
struct FLACShape: Hashable {
    /// Hz.
    var sampleRate: Int
    var channels: Int
    var bitsPerSample: Int

    /// libFLAC's own: a plane of whole numbers per channel.
    var layout: SampleLayout { .planarInt32(bits: bitsPerSample) }
}
