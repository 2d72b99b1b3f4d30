extension Recording {
    /// A file that libsndfile refuses is left to ffmpeg, which knows more codecs.
    static func sndFileOrFFmpeg(
        _ source: ByteSource, container: String, isCutOff: Bool
    ) throws(RecordingError) -> any Decoder {
        let refusal: RecordingError
        do throws(RecordingError) {
            return try SndFileDecoder(source, container: container, isCutOff: isCutOff)
        } catch {
            refusal = error
        }
        guard case .undecodable(_, let reason) = refusal else { throw refusal }
        let wave = container == "WAV" ? try WaveHeader(source)?.format : nil
        let codec = container == "CAF" ? try CAFCodec.name(in: source) : wave?.codecName
        guard let input = FFmpegInput(refused: container, codec: codec) else { throw refusal }
        do throws(RecordingError) {
            return try FFmpegDecoder(source, input)
        } catch {
            switch error {
            // What libsndfile reads as a rule is damaged, and another program would not help.
            case .needsFFmpeg where wave?.isReadBySndFile == true || wave == nil && !reason.contains("codec"):
                throw refusal
            case .undecodable where wave?.isReadBySndFile == true, .noAudioTrack:
                throw refusal
            default:
                throw error
            }
        }
    }
}
