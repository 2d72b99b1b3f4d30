import TelephoneAudio

extension PublishedFile {
    /// Seconds of an announcement that are rendered as a telephone gives them out.
    package static let longestPhoneEar = 600

    /// The announcement as somebody at a telephone hears it: a WAV file like the announcement itself, of its first ten
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
