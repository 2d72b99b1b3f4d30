import COpus

/// The Opus packets of one logical stream in an Ogg file, and where packets are missing.
///
/// All durations and positions are in samples at 48 kHz, whatever the decoder's rate (RFC 7845 section 4). Time is kept
/// by counting what packets say of themselves; granule positions tell only how much a gap has swallowed and where the
/// end is.
final class OpusPackets {
    enum Event {
        /// A packet, valid until the next event, and its duration; 0 where it is none that Opus knows.
        case packet(UnsafeRawBufferPointer, duration: Int)
        /// Packets are missing: how much sound (a multiple of 2.5 ms; 0 if unknown), how many bytes were skipped.
        case lost(duration: Int, bytes: Int)
    }

    /// Where the packets of a page begin.
    struct PageStart: Hashable, Sendable {
        /// Of the page in the source.
        let offset: Int
        /// Of the first packet that begins on it.
        let position: Int
    }

    /// The sound up to the end of the last event.
    private(set) var position = 0
    /// The last page that packets begin on, or could.
    private(set) var page = PageStart(offset: 0, position: 0)
    /// Sound at the very end that is not to be heard (RFC 7845 section 4.4).
    private(set) var endTrim = 0
    /// The stream's end was marked.
    private(set) var hasEnd = false
    /// The file ends within a page.
    private(set) var isCut = false
    /// A packet so far was coded by SILK, alone or in hybrid mode (RFC 6716 section 3.1: configurations below 16).
    private(set) var usesSilk = false

    private let pages: OggPages
    private let serial: UInt32
    /// The last page with sound ended here, by its own word.
    private var granule: Int64?
    private var nextSequence: UInt32?
    private var isInHeaders: Bool
    private var segment = 0
    private var offset = 0
    /// A packet that goes over the end of a page, as far as it was read.
    private var carried = CarriedPacket()
    private var lost: (duration: Int, bytes: Int)?
    /// How much missing sound is believed: granule positions can claim a million years.
    private var credit = 60 * 48000

    /// The least sound worth its bytes, for judging a gap: 2 kbit/s.
    private static let samplesPerByte = 192

    /// - Parameter offset: of the page to begin with; a packet that began before is left out.
    init(_ source: ByteSource, serial: UInt32, from offset: Int) {
        pages = OggPages(source, from: offset, verifying: true)
        self.serial = serial
        isInHeaders = offset == 0
    }

    /// What comes next; nil at the end.
    func next() throws(RecordingError) -> Event? {
        while true {
            if let gap = lost {
                lost = nil
                position += gap.duration
                return .lost(duration: gap.duration, bytes: gap.bytes)
            }
            guard let packet = nextOnPage() else {
                guard !hasEnd, !isCut, try turnPage() else { return nil }
                continue
            }
            if isInHeaders {
                if Self.isHeader(packet) { continue }
                isInHeaders = false
            }
            let duration = Self.duration(of: packet)
            position += duration
            credit += duration
            if duration > 0, packet[0] >> 3 < 16 { usesSilk = true }
            return .packet(packet, duration: duration)
        }
    }

    /// The bytes behind the last page, once `next` has returned nil; walks what is left.
    func unreadBytes() throws(RecordingError) -> Int {
        while try pages.next() != nil {}
        return pages.unread
    }

    /// The next packet that is complete with this page.
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

    /// Goes to the stream's next page; false at the end of the file.
    private func turnPage() throws(RecordingError) -> Bool {
        var skipped = 0
        while let page = try pages.next() {
            skipped += page.skipped
            guard page.serial == serial else { continue }
            enter(page, skipped: skipped)
            return true
        }
        return false
    }

    private func enter(_ page: OggPage, skipped: Int) {
        let isGap = skipped > 0 || nextSequence.map { $0 != page.sequence } ?? false
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
        let continued = carried.complete.map(soundOfPacket) ?? 0
        let sound = continued + soundOfPackets()
        credit += skipped * Self.samplesPerByte
        if isGap { judgeGap(page, sound: sound, skipped: skipped) }
        if sound > 0, page.granule >= 0 {
            let trim = (granule ?? 0) &+ Int64(sound) &- page.granule
            if hasEnd, (0...Int64(sound)).contains(trim) { endTrim = Int(trim) }
            granule = page.granule
        }
        guard beginsPackets else { return }
        self.page = PageStart(offset: page.offset, position: position + (lost?.duration ?? 0) + continued)
    }

    private func judgeGap(_ page: OggPage, sound: Int, skipped: Int) {
        // A stream may begin late (RFC 7845 section 4.5); only lost bytes make that a gap.
        guard let before = granule ?? (skipped > 0 && !page.isFirst ? 0 : nil), page.granule >= 0 else {
            if skipped > 0 { lost = (0, skipped) }
            return
        }
        let (between, overflow) = page.granule.subtractingReportingOverflow(before)
        let missing = overflow ? 0 : Int(between) - sound
        if (1...credit).contains(missing) {
            let duration = missing / 120 * 120
            credit -= duration
            lost = (duration, skipped)
            // What is not filled to the sample must not be trimmed at the end.
            granule = page.granule - Int64(sound)
        } else {
            if skipped > 0 || missing > 0 { lost = (0, skipped) }
            if missing > 0 { granule = page.granule - Int64(sound) }
        }
    }

    /// The sound in the packets from `segment` on that end on this page.
    private func soundOfPackets() -> Int {
        var (segment, offset, sum) = (segment, offset, 0)
        while true {
            let (length, isComplete) = run(from: &segment)
            guard isComplete, offset + length <= pages.body.count else { return sum }
            sum += soundOfPacket(UnsafeRawBufferPointer(rebasing: pages.body[offset..<offset + length]))
            offset += length
        }
    }

    private func soundOfPacket(_ packet: UnsafeRawBufferPointer) -> Int {
        isInHeaders && Self.isHeader(packet) ? 0 : Self.duration(of: packet)
    }

    private static func isHeader(_ packet: UnsafeRawBufferPointer) -> Bool {
        packet.count >= 8 && (packet.starts(with: "OpusHead".utf8) || packet.starts(with: "OpusTags".utf8))
    }

    private static func duration(of packet: UnsafeRawBufferPointer) -> Int {
        guard let base = packet.baseAddress, !packet.isEmpty, packet.count < CarriedPacket.capacity else { return 0 }
        let bytes = base.assumingMemoryBound(to: UInt8.self)
        return max(0, Int(opus_packet_get_nb_samples(bytes, opus_int32(packet.count), 48000)))
    }
}

/// Puts a packet together from pieces on several pages.
private struct CarriedPacket: ~Copyable {
    private enum State { case empty, begun, complete }

    /// No Opus packet is longer (RFC 6716 section 3.4: 48 frames of up to 1275 bytes, and what frames them); of longer
    /// ones, such as comments with pictures, the beginning is kept.
    static let capacity = 1 << 16

    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: capacity, alignment: 16)
    private var count = 0
    private var state = State.empty

    deinit {
        buffer.deallocate()
    }

    /// The whole packet, while it was not taken.
    var complete: UnsafeRawBufferPointer? {
        state == .complete ? UnsafeRawBufferPointer(rebasing: buffer[..<count]) : nil
    }

    /// The whole packet, once; valid until the next `append`.
    mutating func take() -> UnsafeRawBufferPointer? {
        guard let complete else { return nil }
        state = .empty
        return complete
    }

    mutating func drop() {
        state = .empty
    }

    /// Begins a packet with a piece that is not empty, or goes on with one.
    mutating func append(_ piece: UnsafeRawBufferPointer) {
        guard !piece.isEmpty else { return }
        if state == .empty { count = 0 }
        state = .begun
        let taken = min(piece.count, Self.capacity - count)
        UnsafeMutableRawBufferPointer(rebasing: buffer[count..<count + taken]).copyMemory(
            from: UnsafeRawBufferPointer(rebasing: piece[..<taken]))
        count += taken
    }

    /// Goes on with a packet; a piece of one whose beginning is lost is lost too.
    mutating func extend(_ piece: UnsafeRawBufferPointer, isEnd: Bool) {
        guard state == .begun else { return }
        append(piece)
        if isEnd { state = .complete }
    }
}
