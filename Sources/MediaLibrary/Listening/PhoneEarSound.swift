import TelephoneAudio

extension PublishedFile {
    /// Seconds of an announcement that are rendered at most.
    package static let longestPhoneEar = 600

    /// Renders the announcement as it sounds at a telephone: a WAV file like the announcement itself, of its first ten
    /// minutes. Blocks.
    ///
    /// - Throws: `RecordingFailure.unreadable`.
    package func phoneEar() throws(RecordingFailure) -> [UInt8] {
        let limit = min(samples, Self.longestPhoneEar * telephoneRate)
        var bytes = AnnouncementEncoding.pcm16.waveHeader(samples: limit)
        bytes.reserveCapacity(bytes.count + 2 * limit)
        var line = TelephoneLine()
        try PublishedSamples(file: self).forEachBlock(upTo: limit) { block in
            for sample in line.transmit(block) {
                bytes.append(UInt8(truncatingIfNeeded: sample))
                bytes.append(UInt8(truncatingIfNeeded: sample >> 8))
            }
        }
        return bytes
    }
}
