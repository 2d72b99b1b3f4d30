extension Recording.Stream {
    /// Whether it is one of several tracks in its file.
    var isTrack: Bool {
        if case .ffmpeg = self { true } else { false }
    }
}

extension Recording {
    /// The hint that another audio track than the one that was used has sound; nil if none has.
    ///
    /// Decodes the other tracks up to their first sound: for recordings that turned out to be silent.
    package func soundingTrack() -> Finding? {
        guard let tracks else { return nil }
        for track in 2...FFmpegInput.trackLimit {
            var input = tracks.input
            input.track = track
            do throws(RecordingError) {
                if try FFmpegDecoder(tracks.source, input).hasSound() { return .silentTrack(used: 1, sounding: track) }
            } catch {
                if case .undecodable = error { continue }
                return nil
            }
        }
        return nil
    }
}

extension Decoder {
    /// Reads until something is heard: more than half a step of 16 bits.
    fileprivate func hasSound() throws(RecordingError) -> Bool {
        let block = SampleBlock(for: self, frames: 16384)
        let samples = block.base.assumingMemoryBound(to: Float.self)
        while case let count = try read(block.frames, into: block), count > 0 {
            let values = UnsafeBufferPointer(start: samples, count: count * format.channels.count)
            if values.contains(where: { abs($0) > 0x1p-16 }) { return true }
        }
        return false
    }
}
