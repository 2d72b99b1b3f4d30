/// Adds up the damage of an Ogg stream, so that a file full of holes costs one finding.
struct OggDamage {
    /// Samples dropped at the start.
    private let start: Int
    /// The rate of positions and durations, in Hz.
    private let rate: Int
    private var first: Int?
    private var bytes = 0
    private var lost = 0

    init(start: Int, rate: Int) {
        self.start = start
        self.rate = rate
    }

    mutating func add(at position: Int, bytes: Int, lost: Int) {
        if first == nil { first = position }
        self.bytes += bytes
        self.lost += lost
    }

    var findings: [Finding] {
        guard let first else { return [] }
        return [
            .skippedDamage(
                at: Double(max(0, first - start)) / Double(rate),
                bytes: bytes > 0 ? bytes : nil,
                lost: lost > 0 ? Double(lost) / Double(rate) : nil)
        ]
    }
}
