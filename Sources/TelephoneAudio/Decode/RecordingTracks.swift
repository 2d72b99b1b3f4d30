extension Recording.Stream {
    /// Whether it is one of several tracks in its file.
    var isTrack: Bool {
        if case .ffmpeg = self { true } else { false }
    }
}

extension Recording {
    /// The hint that another audio track than the one that was used has sound; nil if none has.
    ///
    /// Decodes the other tracks up to their first sound, or up to the longest that is decoded: for recordings that turned out to be silent.
    package func soundingTrack() -> Finding? {
        guard let tracks else { return nil }
        for track in 2...FFmpegInput.trackLimit {
            var input = tracks.input
            input.track = track
            do throws(RecordingError) {
                let decoder = try FFmpegDecoder(tracks.source, input)
                if try decoder.hasSound(LengthLimit(longest, for: decoder, after: 0)) {
                    return .silentTrack(used: 1, sounding: track)
                }
            } catch {
                switch error {
                case .undecodable, .tooLong: continue
                default: return nil
                }
            }
        }
        return nil
    }
}

extension Decoder {
    /// Reads until something is heard: more than half a step of 16 bits.
    ///
    /// - Throws: `tooLong` if that is not within the limit.
    fileprivate func hasSound(_ limit: LengthLimit?) throws(RecordingError) -> Bool {
        var frames = 0
        let block = SampleBlock(for: self, frames: 16384)
        let samples = block.base.assumingMemoryBound(to: Float.self)
        while case let count = try read(block.frames, into: block), count > 0 {
            frames += count
            try limit?.check(decoded: frames)
            let values = UnsafeBufferPointer(start: samples, count: count * format.channels.count)
            if values.contains(where: { abs($0) > 0x1p-16 }) { return true }
        }
        return false
    }
}
