/// Pages to begin decoding from, about a second apart, in order.
struct OggPageIndex<Timing: OggTiming>: Sendable {
    private var starts: [OggPackets<Timing>.PageStart]
    private var step: Int

    /// Longer streams have their entries wider apart.
    private static var limit: Int { 1 << 15 }

    init(timing: Timing) {
        starts = [.init(offset: 0, position: 0, timing: timing)]
        step = timing.rate
    }

    mutating func add(_ page: OggPackets<Timing>.PageStart) {
        guard let last = starts.last, page.position >= last.position + step else { return }
        starts.append(page)
        if starts.count == Self.limit {
            starts = starts.enumerated().filter { $0.offset.isMultiple(of: 2) }.map(\.element)
            step *= 2
        }
    }

    /// The last page at or before `position`, else the first of all.
    func start(before position: Int) -> OggPackets<Timing>.PageStart {
        starts.last { $0.position <= position } ?? starts[0]
    }
}
