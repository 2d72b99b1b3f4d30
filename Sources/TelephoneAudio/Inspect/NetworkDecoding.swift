/// The bytes that a telephone network fetched, decoded as it decodes them: with the header taken at its word, and without any of
/// the repairs and conversions that `Inspector` makes.
package struct NetworkDecoding: Hashable, Sendable {
    /// Whether the network plays them.
    package var playability: Playability
    /// In seconds; 0 for what is not played.
    package var seconds = 0.0
    /// The largest absolute value of a sample, 0...32768.
    package var peak = 0

    /// Decodes bytes, which are stored in an unnamed file in `$TMPDIR` meanwhile.
    ///
    /// - Throws: `system` if they cannot be stored.
    package init(_ bytes: [UInt8]) throws(RecordingError) {
        let source = try RecordingInput.bytes(bytes).open()
        guard let header = try WaveHeader(source) else {
            let name = bytes.isEmpty ? "an empty file" : try FileSignature(of: source).name
            playability = Playability(container: name, format: nil)
            return
        }
        playability = Playability(header)
        guard playability.plays else { return }
        let samples = try source.bytes(at: header.dataOffset, count: header.dataBytes)
        seconds = Double(samples.count / 2) / Double(telephoneRate)
        for index in stride(from: 0, to: samples.count - 1, by: 2) {
            let sample = Int16(truncatingIfNeeded: Int(samples[index]) | Int(samples[index + 1]) << 8)
            peak = max(peak, Int(sample.magnitude))
        }
    }
}
