/// What a recording has become, as a manifest names it.
package struct ConvertedRecording: Hashable, Sendable {
    package var path: String
    /// At 8 kHz, one channel.
    package var samples: Int
    /// Bytes of the file; only for manifests that have sizes.
    package var size: Int

    package init(path: String, samples: Int, size: Int) {
        (self.path, self.samples, self.size) = (path, samples, size)
    }

    /// More samples than a WAV file can have.
    static let mostSamples = Int(UInt32.max)

    /// Samples per second of what is written.
    static let rate = 8000

    /// Seconds, exactly: "1.234125".
    var duration: String {
        // A sample is 125 µs.
        let microseconds = samples * (1_000_000 / Self.rate)
        let part = String(microseconds % 1_000_000)
        var digits = String(repeating: "0", count: 6 - part.utf8.count) + part
        while digits.utf8.count > 1, digits.last == "0" { digits.removeLast() }
        return "\(microseconds / 1_000_000).\(digits)"
    }
}
