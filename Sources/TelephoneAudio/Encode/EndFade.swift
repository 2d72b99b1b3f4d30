/// Fades a finished announcement in and out where its first or last sample is far from zero, which would click.
///
/// Works on the file, since only then both ends are known. The 40 samples concerned are rounded a second time.
struct EndFade {
    private let file: AnnouncementFile
    private let headerSize: Int
    private let encoding: AnnouncementEncoding

    /// Of 32,768: a step of -40 dBFS.
    private static let smallestStep = 328

    init(_ file: AnnouncementFile, headerSize: Int, _ encoding: AnnouncementEncoding) {
        self.file = file
        self.headerSize = headerSize
        self.encoding = encoding
    }

    /// Fades the ends of the first `count` samples.
    ///
    /// - Throws: `OutputError`.
    func apply(to count: Int) throws(OutputError) {
        let length = min(Fade.length, count / 2)
        try fade(from: 0, length) { $0 }
        try fade(from: count - length, length) { length - 1 - $0 }
    }

    /// Fades `length` samples if the one at the announcement's end is far from zero.
    ///
    /// - Parameter distance: how far sample n of these is from the end.
    private func fade(from start: Int, _ length: Int, distance: (Int) -> Int) throws(OutputError) {
        guard length > 0 else { return }
        let offset = headerSize + start * encoding.sampleSize
        var samples = samples(in: try file.read(length * encoding.sampleSize, at: offset))
        guard samples.count == length, abs(Int(samples[distance(0)])) >= Self.smallestStep else { return }
        for index in samples.indices {
            let factor = Fade.factor(at: distance(index), of: length)
            samples[index] = Int16((Float(samples[index]) * factor).rounded())
        }
        try file.write(bytes(of: samples), at: offset)
    }

    private func samples(in bytes: [UInt8]) -> [Int16] {
        switch encoding {
        case .pcm16:
            stride(from: 0, to: bytes.count - 1, by: 2).map {
                Int16(bitPattern: UInt16(bytes[$0]) | UInt16(bytes[$0 + 1]) << 8)
            }
        case .alaw: bytes.map { G711.linear(aLaw: $0) }
        case .ulaw: bytes.map { G711.linear(muLaw: $0) }
        }
    }

    private func bytes(of samples: [Int16]) -> [UInt8] {
        switch encoding {
        case .pcm16:
            samples.flatMap { sample in
                let bits = UInt16(bitPattern: sample)
                return [UInt8(truncatingIfNeeded: bits), UInt8(truncatingIfNeeded: bits >> 8)]
            }
        case .alaw: samples.map { G711.aLaw(Int($0)) }
        case .ulaw: samples.map { G711.muLaw(Int($0)) }
        }
    }
}
