/// The time stamps of the first sound track of an MP4 or QuickTime file (ISO/IEC 14496-12), which ffmpeg ignores when it
/// writes samples: where a recording stalled, the sound after the gap follows the sound before it.
///
/// The file is a tree of boxes. The duration of each sample is in the table of its track (`stts`), or, in a file that was
/// written while it was recorded, in its fragments (`moof`): each says when it begins (`tfdt`) and how long its samples last (`trun`).
struct MovieTimes {
    /// Nil if time never passed without sound.
    let gap: TimestampGap?

    /// Walks the boxes; sound is neither read nor decoded.
    ///
    /// - Throws: `system`.
    init(_ source: ByteSource) throws(RecordingError) {
        var walk = Walk(source)
        try walk.boxes(in: 0..<source.count)
        gap = walk.ticksPerSecond > 0 ? TimestampGap(between: walk.times, scale: 1 / Double(walk.ticksPerSecond)) : nil
    }

    private struct Walk: ~Copyable {
        /// When samples begin, in ticks.
        private(set) var times: [Int] = []
        private(set) var ticksPerSecond = 0

        private var reader: BufferedReader
        /// Of the track that is described.
        private var described: (id: UInt32, ticksPerSecond: Int) = (0, 0)
        /// The first track with sound.
        private var sound: UInt32?
        /// When the next sample begins, in ticks.
        private var now = 0
        /// Durations, in ticks, of samples that name none: of the track, and of the fragment.
        private var trackDuration: UInt32 = 0
        private var fragmentDuration: UInt32 = 0
        private var isSound = false
        private var boxesLeft = 1 << 18
        private var samplesLeft = 1 << 20

        init(_ source: ByteSource) { reader = BufferedReader(source, capacity: 4096) }

        mutating func boxes(in range: Range<Int>, depth: Int = 0) throws(RecordingError) {
            var start = range.lowerBound
            while start < range.upperBound, boxesLeft > 0 {
                boxesLeft -= 1
                let head = BigEndianHeader(bytes: Array(try reader.bytes(at: start, count: 16)))
                guard head.bytes.count >= 8 else { return }
                var (size, headSize) = (UInt64(head.uint32(at: 0)), 8)
                if size == 1, head.bytes.count == 16 { (size, headSize) = (head.uint64(at: 8), 16) }
                // 0: to the end.
                let room = UInt64(range.upperBound - start)
                let length = Int(size == 0 ? room : min(size, room))
                guard length >= headSize else { return }
                try box(
                    String(decoding: head.bytes[4..<8], as: UTF8.self), start + headSize..<start + length, depth)
                start += length
            }
        }

        private mutating func box(_ kind: String, _ body: Range<Int>, _ depth: Int) throws(RecordingError) {
            switch kind {
            case "moov", "trak", "mdia", "minf", "stbl", "mvex", "moof", "traf":
                // Deeper than any that means something.
                if depth < 8 { try boxes(in: body, depth: depth + 1) }
            case "tkhd": described.id = try number(in: body, at: versioned(body, 12, 20)) ?? 0
            case "mdhd": described.ticksPerSecond = Int(try number(in: body, at: versioned(body, 12, 20)) ?? 0)
            // 'soun'
            case "hdlr" where sound == nil:
                guard try number(in: body, at: 8) == 0x736F_756E else { break }
                sound = described.id
                ticksPerSecond = described.ticksPerSecond
            case "stts" where sound == described.id:
                let count = Int(try number(in: body, at: 4) ?? 0)
                // Each is at least a sample.
                for entry in 0..<min(count, samplesLeft) {
                    guard let samples = try number(in: body, at: 8 + 8 * entry), samplesLeft > 0,
                        let duration = try number(in: body, at: 12 + 8 * entry)
                    else { break }
                    add(samples, lasting: duration)
                }
            case "trex" where try number(in: body, at: 4) == sound: trackDuration = try number(in: body, at: 12) ?? 0
            case "tfhd":
                isSound = try number(in: body, at: 4) == sound
                let flags = try number(in: body, at: 0) ?? 0
                let place = 8 + (flags & 1 != 0 ? 8 : 0) + (flags & 2 != 0 ? 4 : 0)
                fragmentDuration = flags & 8 != 0 ? try number(in: body, at: place) ?? 0 : trackDuration
            case "tfdt" where isSound:
                let isLong = try versioned(body, 0, 1) == 1
                let (high, low) = (try number(in: body, at: 4) ?? 0, try number(in: body, at: 8) ?? 0)
                now = isLong ? Int(clamping: UInt64(high) << 32 | UInt64(low)) : Int(high)
            case "trun" where isSound: try run(body)
            default: break
            }
        }

        /// The samples of a fragment.
        private mutating func run(_ body: Range<Int>) throws(RecordingError) {
            let flags = try number(in: body, at: 0) ?? 0
            let count = try number(in: body, at: 4) ?? 0
            guard flags & 0x100 != 0 else { return add(count, lasting: fragmentDuration) }
            // Each has as many of duration, size, flags and offset as the run says.
            let stride = 4 * (flags >> 8 & 0xF).nonzeroBitCount
            var place = 8 + (flags & 1 != 0 ? 4 : 0) + (flags & 4 != 0 ? 4 : 0)
            for _ in 0..<count {
                guard samplesLeft > 0, let duration = try number(in: body, at: place) else { return }
                add(1, lasting: duration)
                place += stride
            }
        }

        private mutating func add(_ samples: UInt32, lasting duration: UInt32) {
            for _ in 0..<min(Int(samples), samplesLeft) {
                times.append(now)
                now = now.addingReportingOverflow(Int(duration)).partialValue
            }
            samplesLeft -= min(Int(samples), samplesLeft)
        }

        /// A place that depends on the box's version, 0 or 1.
        private mutating func versioned(_ body: Range<Int>, _ first: Int, _ second: Int) throws(RecordingError) -> Int {
            (try number(in: body, at: 0) ?? 0) >> 24 == 1 ? second : first
        }

        /// Nil behind the box's end.
        private mutating func number(in body: Range<Int>, at offset: Int) throws(RecordingError) -> UInt32? {
            guard offset + 4 <= body.count else { return nil }
            let bytes = try reader.bytes(at: body.lowerBound + offset, count: 4)
            return bytes.count == 4 ? BigEndianHeader(bytes: Array(bytes)).uint32(at: 0) : nil
        }
    }
}
