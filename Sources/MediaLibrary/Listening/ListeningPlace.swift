import TelephoneAudio

/// A place where callers hear an announcement, as far as it can be simulated.
package enum ListeningPlace: String, CaseIterable, Sendable {
    /// At a telephone.
    case telephone = "phone-ear"
    /// At a telephone, in the noise of a street.
    case street
    /// At a mobile.
    case mobile

    /// Seconds of an announcement that are rendered at most: ten minutes, or two where a codec has to be passed.
    package var longest: Int { self == .mobile ? 120 : 600 }
}

extension PublishedFile {
    /// Renders the announcement as it is heard in a place: a WAV file like the announcement itself, of its first minutes. Blocks.
    ///
    /// - Throws: `RecordingFailure.unreadable`.
    package func heard(in place: ListeningPlace) throws(RecordingFailure) -> [UInt8] {
        let limit = min(samples, place.longest * telephoneRate)
        var bytes = AnnouncementEncoding.pcm16.waveHeader(samples: limit)
        bytes.reserveCapacity(bytes.count + 2 * limit)
        func append(_ samples: [Int16]) {
            for sample in samples {
                bytes.append(UInt8(truncatingIfNeeded: sample))
                bytes.append(UInt8(truncatingIfNeeded: sample >> 8))
            }
        }
        let file = PublishedSamples(file: self)
        switch place {
        case .telephone:
            var line = TelephoneLine()
            try file.forEachBlock(upTo: limit) { append(line.transmit($0)) }
        case .street:
            var (line, noise) = (TelephoneLine(), StreetNoise())
            try file.forEachBlock(upTo: limit) { append(noise.mixed(with: line.transmit($0))) }
        case .mobile:
            // A codec's frames reach over the blocks.
            var whole: [Int16] = []
            whole.reserveCapacity(limit)
            try file.forEachBlock(upTo: limit) { whole.append(contentsOf: $0) }
            append(MobileLine.transmit(whole))
        }
        return bytes
    }
}
