/// Time that passes without sound in a track, as far as the time stamps of its blocks say.
struct TimestampGap: Hashable {
    /// The place of the first gap, in seconds of sound.
    let at: Double
    /// Of all gaps, in seconds.
    let seconds: Double

    /// A jump ahead by less, in seconds, is taken for an uneven clock.
    private static let shortest = 0.1

    /// Nil if time does not jump.
    ///
    /// - Parameters:
    ///   - times: of the blocks, in ticks.
    ///   - scale: seconds per tick.
    init?(between times: [Int], scale: Double) {
        let steps = zip(times, times.dropFirst()).map { (Double($1) - Double($0)) * scale }
        guard let first = times.first, steps.count >= 4 else { return nil }
        // The duration of a block, which the file need not declare.
        let usual = steps.sorted()[steps.count / 2]
        let jumps = steps.indices.filter { steps[$0] >= usual + Self.shortest && steps[$0] > 3 * usual }
        // Of blocks that come as they please nothing is known.
        guard let jump = jumps.first, usual >= 0, jumps.count * 4 <= steps.count else { return nil }
        at = (Double(times[jump]) - Double(first)) * scale + usual
        seconds = jumps.reduce(0) { $0 + steps[$1] - usual }
    }
}
