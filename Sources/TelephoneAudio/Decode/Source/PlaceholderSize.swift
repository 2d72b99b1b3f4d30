/// Sizes that programs write into a header before they know the real one, and that stay there if the program is killed
/// or writes to a pipe.
enum PlaceholderSize {
    /// Whether this size is a placeholder: 0, all ones (ffmpeg: 0xFFFFFFFF; others: 0x7FFFFFFF, 0x3FFFFFFF), a power of two
    /// (0x80000000), either of them less a header or rounded down to pages (sox: 0x7FFFF000), or a round decimal number
    /// (2,000,000,000).
    ///
    /// Made for sizes that are larger than the file: a recording that was cut off rarely had such a size.
    static func contains(_ size: UInt64) -> Bool {
        if size == 0 || size >= 1 << 62 { return true }
        for exponent in UInt64(28)...32 {
            let power: UInt64 = 1 << exponent
            let below: UInt64 = exponent > 30 ? 1 << 16 : 1 << 12
            if size <= power, power - size <= below { return true }
        }
        // RIFF sizes are those of the sound and some 36 bytes.
        let round: UInt64 = 100_000_000
        let rest = size % round
        return size >= round && (rest <= headerBytes || round - rest <= headerBytes)
    }

    private static let headerBytes: UInt64 = 128
}
