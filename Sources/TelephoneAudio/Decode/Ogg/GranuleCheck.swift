/// Compares the granule positions of an Ogg stream with the sound in its packets, and decides what they may do: trim the
/// sound at either end, and show where time passed without sound.
///
/// A page's position says how much sound there is up to its end, so from page to page it grows by the sound on the page.
/// It may be less on the last page, whose sound is then trimmed (RFC 7845 section 4.4, Vorbis I specification, appendix
/// A.2), and on the first one of Vorbis (the same). Some recorders write no positions, count bytes or count at another
/// rate: such positions would trim seconds of sound, so they trim nothing.
struct GranuleCheck {
    /// A page as far as its time goes, in the units of granule positions.
    struct Page {
        let granule: Int64
        /// The sound of the packets that end on the page.
        let sound: Int
        /// The sound of the last of them.
        let lastPacket: Int
        /// The sound before the page.
        let position: Int
    }

    /// What the positions decide, in their units.
    struct Verdict {
        /// Sound to drop at the very start.
        var startTrim = 0
        /// Sound to drop at the very end.
        var endTrim = 0
        /// Times count from the start of the stream.
        var findings: [Finding] = []
    }

    /// Samples in a second.
    private let rate: Int
    /// The last position, and the sound since then on pages without one.
    private var reached: (granule: Int64, since: Int)?
    /// The last page: whether it is an end is not known yet.
    private var last: (page: Page, excess: Int64)?
    private var isFirst = true
    /// How many pages grow by their sound, and how many do not.
    private var (fitting, contradicting) = (0, 0)
    /// How much sound the first page has beyond its position.
    private var early = 0
    /// Where time first passed without sound, and how much in all.
    private var gap: (at: Int, length: Double)?

    /// Positions that jump ahead by less, in seconds, are taken for a clock that drifts.
    private static let shortestGap = 0.1

    init(rate: Int) {
        self.rate = rate
    }

    /// Adds the next page.
    ///
    /// - Parameter isAfterGap: whether pages are missing before it, so that nothing is known of its growth.
    mutating func add(_ page: Page, isAfterGap: Bool) {
        if isAfterGap {
            closeLast()
            reached = nil
            isFirst = false
        }
        guard page.sound > 0 else { return }
        closeLast()
        guard page.granule >= 0 else {
            reached?.since += page.sound
            return
        }
        let start = reached ?? (isFirst ? (0, page.position) : nil)
        if let start {
            let due = start.granule &+ Int64(start.since) &+ Int64(page.sound)
            // How far the page's end lies before what its position says.
            last = (page, due &- page.granule)
        }
        reached = (page.granule, 0)
    }

    /// Counts the last page, after which others came.
    private mutating func closeLast() {
        guard let (page, excess) = last else { return }
        last = nil
        if isFirst {
            // A stream may begin late, and one of Vorbis early.
            isFirst = false
            early = Int(clamping: max(0, min(excess, Int64(page.sound))))
        } else {
            count(page, excess)
        }
    }

    private mutating func count(_ page: Page, _ excess: Int64) {
        if excess.magnitude <= UInt64(page.sound / 8) {
            fitting += 1
        } else {
            contradicting += 1
        }
        let length = -Double(excess)
        guard length >= Self.shortestGap * Double(rate) else { return }
        gap = (gap?.at ?? page.position, (gap?.length ?? 0) + length)
    }

    /// What the positions decide if no page follows.
    ///
    /// - Parameters:
    ///   - hasEnd: the last page is marked as the end.
    ///   - isWhole: the last page is whole, marked or not.
    func verdict(hasEnd: Bool, isWhole: Bool) -> Verdict {
        var check = self
        var verdict = Verdict()
        var isDoubtful = false
        // The last page may be short, which speaks neither for positions nor against them.
        if let (page, excess) = last, isWhole, contradicting <= fitting {
            if excess > 0, excess <= Int64(page.sound) {
                let trim = Int(excess)
                // No encoder trims more than a packet, and other programs only if they count right.
                let hasGrown = fitting > 0 && contradicting == 0 && trim < page.sound
                if trim <= page.lastPacket || hasEnd && hasGrown {
                    verdict.endTrim = trim
                    if !isFirst, trim < page.sound { check.fitting += 1 }
                } else {
                    isDoubtful = true
                }
            } else if !isFirst {
                check.count(page, excess)
            }
        }
        if check.contradicting > check.fitting { return Verdict(findings: [.wrongTimestamps]) }
        if early > 0 {
            if check.fitting > 0 { verdict.startTrim = early } else { isDoubtful = true }
        }
        if isDoubtful { verdict.findings.append(.wrongTimestamps) }
        if let gap = check.gap, rate > 0 {
            verdict.findings.append(
                .timestampGap(
                    at: Double(max(0, gap.at - verdict.startTrim)) / Double(rate),
                    seconds: gap.length / Double(rate)))
        }
        return verdict
    }
}
