/// An announcement as it can be fetched.
package struct PublishedFile: Hashable, Sendable {
    /// The last part of its URL: ASCII letters, digits, hyphens, a part of its hash, `.wav`.
    package let name: String
    /// Its absolute path.
    package let path: String
    /// Bytes.
    package let size: Int
    /// SHA-256 of its bytes in hexadecimal.
    package let hash: String
    /// Samples, at 8 kHz.
    package let samples: Int
    /// When it was made, in seconds since 1970.
    package let modified: Int

    /// Seconds.
    package var duration: Double { Double(samples) / 8000 }

    package init(name: String, path: String, size: Int, hash: String, samples: Int, modified: Int) {
        self.name = name
        self.path = path
        self.size = size
        self.hash = hash
        self.samples = samples
        self.modified = modified
    }
}
