/// An announcement in the store, identified by its content.
struct StoredFile: Hashable, Sendable, Codable {
    /// SHA-256 of its bytes in hexadecimal.
    let hash: String
    /// Bytes.
    let size: Int
    /// Samples, at 8 kHz.
    let samples: Int
    /// When it was made, in seconds since 1970.
    let modified: Int

    init(hash: String, size: Int, samples: Int, modified: Int) {
        self.hash = hash
        self.size = size
        self.samples = samples
        self.modified = modified
    }

    /// The stored file behind a published one.
    init(_ file: PublishedFile) {
        self.init(hash: file.hash, size: file.size, samples: file.samples, modified: file.modified)
    }
}
