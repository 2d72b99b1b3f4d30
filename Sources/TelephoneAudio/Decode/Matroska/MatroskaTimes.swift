/// The time stamps of the first audio track of a Matroska or WebM file (RFC 9559), which ffmpeg ignores when it writes
/// samples: where a recording in a browser stalled, the sound after the gap follows the sound before it.
struct MatroskaTimes {
    /// Nil if time never passed without sound.
    let gap: TimestampGap?

    /// Elements that are read at most: blocks of four hours of sound, and those of a film of an hour and a half.
    private static let limit = 1 << 20

    /// Walks the headers of all blocks; sound is neither read nor decoded.
    ///
    /// - Throws: `system`.
    init(_ source: ByteSource) throws(RecordingError) {
        var walk = Walk(source)
        for _ in 0..<Self.limit {
            guard try walk.step() else { break }
        }
        gap = TimestampGap(between: walk.times, scale: Double(walk.nanosecondsPerTick) / 1e9)
    }

    /// Steps from element to element, into those that hold blocks and tracks.
    private struct Walk: ~Copyable {
        private(set) var times: [Int] = []
        private(set) var nanosecondsPerTick = 1_000_000

        private var reader: BufferedReader
        private let count: Int
        private var offset = 0
        /// The track that was described last, and the first one with sound.
        private var described: UInt64?
        private var audio: UInt64?
        private var cluster = 0

        init(_ source: ByteSource) {
            reader = BufferedReader(source, capacity: 4096)
            count = source.count
        }

        /// Reads one element; false at the end, and where no element can be.
        mutating func step() throws(RecordingError) -> Bool {
            guard offset < count else { return false }
            let bytes = Array(try reader.bytes(at: offset, count: 32))
            guard let id = Self.variable(bytes, at: 0, keepingMarker: true), id.length <= 4,
                let size = Self.variable(bytes, at: id.length, keepingMarker: false)
            else { return false }
            let head = id.length + size.length
            let body = bytes.dropFirst(head)
            offset += head
            switch id.value {
            // Segment, Info, Tracks, TrackEntry, Cluster, BlockGroup: their elements follow.
            case 0x1853_8067, 0x1549_A966, 0x1654_AE6B, 0xAE, 0x1F43_B675, 0xA0: return true
            case 0x2AD7B1: nanosecondsPerTick = Int(clamping: Self.number(body, size.value))
            case 0xD7: described = Self.number(body, size.value)
            case 0x83 where audio == nil && Self.number(body, size.value) == 2: audio = described
            case 0xE7: cluster = Int(clamping: Self.number(body, size.value) & 0xFFFF_FFFF_FFFF)
            case 0xA3, 0xA1:
                guard let track = Self.variable(Array(body), at: 0, keepingMarker: false), track.value == audio,
                    body.count >= track.length + 2
                else { break }
                let place = body.startIndex + track.length
                let relative = Int16(bitPattern: UInt16(body[place]) << 8 | UInt16(body[place + 1]))
                times.append(cluster + Int(relative))
            default: break
            }
            let (next, overflow) = offset.addingReportingOverflow(Int(clamping: size.value))
            guard !overflow else { return false }
            offset = next
            return true
        }

        /// A number whose first byte tells its length by its leading zeros (RFC 8794 section 4).
        private static func variable(
            _ bytes: [UInt8], at start: Int, keepingMarker: Bool
        ) -> (value: UInt64, length: Int)? {
            guard start < bytes.count, bytes[start] != 0 else { return nil }
            let length = bytes[start].leadingZeroBitCount + 1
            guard start + length <= bytes.count else { return nil }
            let all = bytes[start..<start + length].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            return (keepingMarker ? all : all & ~(1 << UInt64(7 * length)), length)
        }

        private static func number(_ body: ArraySlice<UInt8>, _ size: UInt64) -> UInt64 {
            body.prefix(Int(min(8, size))).reduce(0) { $0 << 8 | UInt64($1) }
        }
    }
}
