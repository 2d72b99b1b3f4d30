/// The durations of a codec's packets, which they declare without being decoded. In samples at `rate`.
protocol OggTiming: Sendable {
    /// The rate of granule positions, in Hz.
    var rate: Int { get }
    /// Missing sound is filled in multiples of this many samples.
    var gapUnit: Int { get }
    /// Returns how much sound the next packet adds; 0 if none, or if the codec does not know the packet.
    mutating func duration(of packet: UnsafeRawBufferPointer) -> Int
    /// Notes that packets are missing before the next one.
    mutating func restart()
    /// Whether a packet at the start of the stream is a header.
    func isHeader(_ packet: UnsafeRawBufferPointer) -> Bool
}

/// The packets of one logical stream in an Ogg file, and where packets are missing.
///
/// All durations and positions are in the units of granule positions. Time is kept by adding the packets' durations;
/// granule positions are used only for the length of gaps, and for where the sound starts and ends if they can be true.
///
/// A page marked as the last need not be: some recorders mark two. Pages that go on counting are read as well.
final class OggPackets<Timing: OggTiming> {
    enum Event {
        /// A packet, valid until the next event, and its duration.
        case packet(UnsafeRawBufferPointer, duration: Int)
        /// Packets are missing: how much sound (0 if unknown), how many bytes were skipped.
        case lost(duration: Int, bytes: Int)
        /// Bytes between two pages that belong to none, where no packet is missing.
        case stray(bytes: Int)
    }

    /// A page from which decoding can begin.
    struct PageStart: Sendable {
        /// The page's offset in the source.
        let offset: Int
        /// The position of the first packet that begins on it.
        let position: Int
        /// The timing's state before that packet.
        let timing: Timing
    }

    /// The sound up to the end of the last event.
    private(set) var position = 0
    /// The last page that packets begin on, or could.
    private(set) var page: PageStart
    /// Compares the pages' granule positions with their sound.
    private(set) var granules: GranuleCheck
    /// Whether the last page read is marked as the stream's end.
    private(set) var hasEnd = false
    /// Whether the file ends within a page.
    private(set) var isCut = false
    private(set) var timing: Timing

    private let pages: OggPages
    private let serial: UInt32
    /// The granule position of the last page with sound.
    private var granule: Int64?
    private var nextSequence: UInt32?
    private var isInHeaders: Bool
    private var segment = 0
    private var offset = 0
    /// A packet that continues on the next page, as far as it was read.
    private var carried = CarriedPacket()
    private var lost: (duration: Int, bytes: Int)?
    private var strayBytes = 0
    /// No further page belongs to the stream.
    private var isOver = false
    /// The longest gap that is still filled: granule positions can claim a million years.
    private var gapBudget: Int

    /// Whether the last page read, and the last packet on it, are whole.
    var endsWhole: Bool { nextSequence != nil && !isCut && !pages.endsInHeader && !carried.isBegun }

    /// Samples that a skipped byte can stand for at most: those of 2 kbit/s.
    private var samplesPerByte: Int { timing.rate * 8 / 2000 }

    /// Begins at the start of `source`.
    convenience init(_ source: ByteSource, serial: UInt32, timing: Timing) {
        self.init(source, serial: serial, from: PageStart(offset: 0, position: 0, timing: timing))
    }

    /// - Parameter start: the page to begin with; a packet that began before is left out.
    init(_ source: ByteSource, serial: UInt32, from start: PageStart) {
        pages = OggPages(source, from: start.offset, verifying: true)
        self.serial = serial
        isInHeaders = start.offset == 0
        position = start.position
        page = start
        timing = start.timing
        gapBudget = 60 * start.timing.rate
        granules = GranuleCheck(rate: start.timing.rate)
    }

    /// Returns the next packet or gap; nil at the end.
    func next() throws(RecordingError) -> Event? {
        while true {
            if strayBytes > 0 {
                defer { strayBytes = 0 }
                return .stray(bytes: strayBytes)
            }
            if let gap = lost {
                lost = nil
                position += gap.duration
                return .lost(duration: gap.duration, bytes: gap.bytes)
            }
            guard let packet = nextOnPage() else {
                guard !isCut, !isOver, try turnPage() else { return nil }
                continue
            }
            if isInHeaders {
                if timing.isHeader(packet) { continue }
                isInHeaders = false
            }
            let duration = timing.duration(of: packet)
            position += duration
            gapBudget += duration
            return .packet(packet, duration: duration)
        }
    }

    /// Walks the rest of the source once `next` has returned nil, and returns how many bytes follow the last page.
    func unreadBytes() throws(RecordingError) -> Int {
        while try pages.next() != nil {}
        return pages.unread
    }

    /// Returns the next packet that is complete with this page.
    private func nextOnPage() -> UnsafeRawBufferPointer? {
        if let packet = carried.take() { return packet }
        let (length, isComplete) = run(from: &segment)
        let end = min(offset + length, pages.body.count)
        let bytes = UnsafeRawBufferPointer(rebasing: pages.body[min(offset, end)..<end])
        guard isComplete, bytes.count == length else {
            carried.append(bytes)
            return nil
        }
        offset = end
        return bytes
    }

    /// Adds up the lacing values of a packet (RFC 3533 section 6).
    private func run(from segment: inout Int) -> (length: Int, isComplete: Bool) {
        var length = 0
        while segment < pages.segments.count {
            let size = Int(pages.segments[segment])
            segment += 1
            length += size
            if size < 255 { return (length, true) }
        }
        return (length, false)
    }

    /// Moves to the stream's next page; false at its end.
    private func turnPage() throws(RecordingError) -> Bool {
        var skipped = 0
        while let page = try pages.next() {
            skipped += page.skipped
            guard page.serial == serial else { continue }
            if hasEnd, let nextSequence, Int32(bitPattern: page.sequence &- nextSequence) < 0 { break }
            enter(page, skipped: skipped)
            return true
        }
        isOver = true
        return false
    }

    private func enter(_ page: OggPage, skipped: Int) {
        // Bytes between pages that count on are no gap.
        let isGap = nextSequence.map { $0 != page.sequence } ?? (skipped > 0)
        if !isGap { strayBytes = skipped }
        nextSequence = page.sequence &+ 1
        (hasEnd, isCut) = (page.isLast && !page.isCut, page.isCut)
        (segment, offset) = (0, 0)
        if isGap || !page.isContinued { carried.drop() }
        var beginsPackets = true
        if page.isContinued {
            let (length, isComplete) = run(from: &segment)
            beginsPackets = isComplete
            offset = min(length, pages.body.count)
            carried.extend(
                UnsafeRawBufferPointer(rebasing: pages.body[..<offset]), isEnd: isComplete && offset == length)
        }
        if isGap { timing.restart() }
        var lookahead = timing
        let continued = carried.complete.map { soundOfPacket($0, &lookahead) } ?? 0
        let start = lookahead
        let (others, last) = soundOfPackets(&lookahead)
        let sound = continued + others
        gapBudget += skipped * samplesPerByte
        if isGap { measureGap(page, sound: sound, skipped: skipped) }
        granules.add(
            GranuleCheck.Page(
                granule: page.granule, sound: sound, lastPacket: last ?? continued,
                position: position + (lost?.duration ?? 0)), isAfterGap: isGap)
        if sound > 0, page.granule >= 0 { granule = page.granule }
        guard beginsPackets else { return }
        self.page = PageStart(
            offset: page.offset, position: position + (lost?.duration ?? 0) + continued, timing: start)
    }

    private func measureGap(_ page: OggPage, sound: Int, skipped: Int) {
        // A stream may begin late (RFC 7845 section 4.5); only lost bytes make that a gap.
        guard let before = granule ?? (skipped > 0 && !page.isFirst ? 0 : nil), page.granule >= 0 else {
            if skipped > 0 { lost = (0, skipped) }
            return
        }
        let (between, overflow) = page.granule.subtractingReportingOverflow(before)
        let missing = overflow || between < 0 ? 0 : Int(between) - sound
        if missing > 0, missing <= gapBudget {
            let duration = missing / timing.gapUnit * timing.gapUnit
            gapBudget -= duration
            lost = (duration, skipped)
            // The samples that the gap's rounding leaves out must not be trimmed at the end.
            granule = page.granule - Int64(sound)
        } else {
            if skipped > 0 || missing > 0 { lost = (0, skipped) }
            if missing > 0 { granule = page.granule - Int64(sound) }
        }
    }

    /// Returns the sound in the packets from `segment` on that end on this page, and that of the last one of them.
    private func soundOfPackets(_ timing: inout Timing) -> (sum: Int, last: Int?) {
        var (segment, offset, sum) = (segment, offset, 0)
        var last: Int?
        while true {
            let (length, isComplete) = run(from: &segment)
            guard isComplete, offset + length <= pages.body.count else { return (sum, last) }
            let sound = soundOfPacket(UnsafeRawBufferPointer(rebasing: pages.body[offset..<offset + length]), &timing)
            if sound > 0 { last = sound }
            sum += sound
            offset += length
        }
    }

    private func soundOfPacket(_ packet: UnsafeRawBufferPointer, _ timing: inout Timing) -> Int {
        isInHeaders && timing.isHeader(packet) ? 0 : timing.duration(of: packet)
    }
}
