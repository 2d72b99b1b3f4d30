import Telephony

extension Playability {
    /// All reasons why a file would be skipped: "44.1 kHz; stereo".
    package var reasons: String { obstacles.map(\.description).joined(separator: "; ") }
}

extension PlayObstacle: CustomStringConvertible {
    /// The reason in a few words for people: "44.1 kHz", "the chunk sizes are wrong".
    public var description: String {
        switch self {
        case .container(let name): "\(name) instead of WAV"
        case .leadingBytes(let count): "\(count) bytes of other data (a tag) before the WAV file"
        case .rf64: "RF64 instead of RIFF"
        case .codec(let name): name
        case .sampleRate(let rate): sampleRateText(rate)
        case .channels(let count): channelCountText(count)
        case .extensibleHeader: "WAVE_FORMAT_EXTENSIBLE header"
        case .noFormat: "the header does not state the format"
        case .riffSize(let claimed, let found): "the header says \(claimed) bytes follow, \(found) do"
        case .dataSize(let claimed, let found): "the header says \(claimed) bytes of sound, there are \(found)"
        case .brokenChunks: "the chunk sizes are wrong"
        case .contradictoryFormat: "the header contradicts itself"
        case .partialSample: "the last sample is incomplete"
        case .noSamples: "no samples"
        }
    }

    /// The obstacle's kind, as JSON output names it. Part of the interface: programs compare it.
    package var code: String {
        switch self {
        case .container: "container"
        case .leadingBytes: "leading-bytes"
        case .rf64: "rf64"
        case .codec: "codec"
        case .sampleRate: "sample-rate"
        case .channels: "channels"
        case .extensibleHeader: "extensible-header"
        case .noFormat: "no-format"
        case .riffSize: "riff-size"
        case .dataSize: "data-size"
        case .brokenChunks: "broken-chunks"
        case .contradictoryFormat: "contradictory-format"
        case .partialSample: "partial-sample"
        case .noSamples: "no-samples"
        }
    }
}

extension PlayDoubt: CustomStringConvertible {
    /// The difference from files that are known to play, in a few words for people.
    public var description: String {
        switch self {
        case .chunksBefore(let names): "unusual chunks before the sound (\(names.joined(separator: ", ")))"
        case .chunksAfter(let names): "chunks after the sound (\(names.joined(separator: ", ")))"
        case .longFormatChunk(let bytes): "a fmt chunk of \(bytes) bytes instead of 16"
        }
    }

    /// The doubt's kind, as JSON output names it. Part of the interface: programs compare it.
    package var code: String {
        switch self {
        case .chunksBefore: "chunks-before"
        case .chunksAfter: "chunks-after"
        case .longFormatChunk: "long-format-chunk"
        }
    }
}
