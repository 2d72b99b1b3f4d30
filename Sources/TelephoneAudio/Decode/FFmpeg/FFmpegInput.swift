/// What an installed ffmpeg is asked to decode.
struct FFmpegInput: Hashable, Sendable {
    /// The container's usual name, for reports and errors.
    var container: String
    /// The codec's usual name; nil if only ffmpeg knows it.
    var codec: String?
    /// ffmpeg's name for the container, as in `-f`.
    var demuxer: String
    /// The audio track, from 1 on; nil for the first that can be decoded.
    var track: Int?

    /// Tracks that are tried for one that can be decoded.
    static let trackLimit = 8

    /// Whether the container can hold several audio tracks.
    var mayHaveTracks: Bool {
        ["mov", "matroska", "avi", "mpegts", "mpeg", "asf", "ogg", "mxf", "nut", "rm", "wtv"].contains(demuxer)
    }

    /// "CAF with Opus", or the container alone.
    var name: String { codec.map { $0 == container ? container : "\(container) with \($0)" } ?? container }
}

extension FFmpegInput {
    /// What libsndfile has refused: the same file for ffmpeg, which reads more codecs.
    ///
    /// - Parameter container: its name, as in `FileSignature`. Nil for those that ffmpeg does not read.
    init?(refused container: String, codec: String?) {
        let demuxers = [
            "WAV": "wav", "W64": "w64", "AIFF": "aiff", "AU": "au", "CAF": "caf", "VOC": "voc", "SVX": "iff",
            "NIST": "nistsphere", "IRCAM": "ircam", "PVF": "pvf", "SDS": "sds",
        ]
        guard let demuxer = demuxers[container] else { return nil }
        self.init(container: container, codec: codec, demuxer: demuxer)
    }
}
