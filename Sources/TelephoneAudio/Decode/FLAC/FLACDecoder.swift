/// Decodes FLAC (RFC 9639), native or in Ogg, by libFLAC itself: libsndfile 1.2.0 stops for good at the first damaged
/// frame, or leaves it out so that everything behind it comes early.
///
/// Every frame carries the number of its first sample. Samples that are missing between two frames are delivered as
/// silence, so that damage keeps its time.
final class FLACDecoder: Decoder {
    let format: RecordingFormat
    let lead = 0.0
    let layout: SampleLayout
    let length: StreamLength
    var findings: [Finding] {
        guard let damage else { return endFindings }
        let lost = damage.lost > 0 ? seconds(damage.lost) : nil
        return [.skippedDamage(at: seconds(damage.first), bytes: nil, lost: lost)] + endFindings
    }

    private let reader: FLACFrameReader
    private let source: ByteSource
    private let isCutOff: Bool
    /// Samples of each channel as declared by the header; nil if the file is too small for that many.
    private let total: Int?
    /// The number of the recording's first sample: not 0 in a stream cut from a longer one.
    private var origin = 0
    /// Frames delivered.
    private var position = 0
    /// The part of the reader's frame that was not delivered yet.
    private var rest: Range<Int> = 0..<0
    /// Frames of silence to be delivered before that.
    private var gap = 0
    /// Where the last good frame ends in the source.
    private var goodEnd: Int?
    /// All damage as one, so that a file full of holes costs one finding.
    private var damage: (first: Int, lost: Int)?
    private var endFindings: [Finding] = []
    private var ended = false

    /// Seconds. Longer gaps are filled only where the declared length leaves room for them.
    private static let longestGap = 60

    /// - Parameters:
    ///   - oggSerial: which stream of an Ogg file; nil for a native one.
    ///   - isCutOff: whether the container shows that the end is missing.
    /// - Throws: `undecodable`, `rateOutOfRange`, `channelCountOutOfRange`, `system`.
    init(_ source: ByteSource, oggSerial: UInt32? = nil, isCutOff: Bool = false) throws(RecordingError) {
        self.source = source
        self.isCutOff = isCutOff
        reader = try FLACFrameReader(source, oggSerial: oggSerial)
        let hasFrame = try reader.next()
        // A frame has a checksum, the header has none.
        guard let shape = reader.shape ?? reader.claimedShape else {
            throw .undecodable(format: "FLAC", reason: "neither a stream header nor a whole frame")
        }
        format = RecordingFormat(
            container: oggSerial == nil ? "FLAC" : "Ogg",
            codec: oggSerial == nil ? "\(shape.bitsPerSample)-bit PCM" : OggCodec.flac.rawValue,
            sampleRate: shape.sampleRate, channels: Speaker.standardChannels(count: shape.channels))
        layout = shape.layout
        // Without a frame, none of another shape may come later.
        reader.shape = shape
        total = reader.believableTotal(in: source.count)
        try format.checkRange()
        let isInOrder = hasFrame && reader.errors == 0
        let first = isInOrder ? reader.number : 0
        origin = first
        let isExact = isInOrder && first == 0 && reader.maySeek
        length = total.map { isExact ? .exact($0) : .claimed($0) } ?? .unknown
        if hasFrame { place() }
    }

    func read(_ frames: Int, into block: SampleBlock) throws(RecordingError) -> Int {
        var done = 0
        while done < frames {
            if gap > 0 {
                let count = min(gap, frames - done)
                block.clear(done..<done + count, channels: format.channels.count)
                gap -= count
                done += count
                position += count
            } else if !rest.isEmpty {
                let count = min(rest.count, frames - done)
                reader.copy(rest.prefix(count), to: block, at: done)
                rest = rest.dropFirst(count)
                done += count
                position += count
            } else if done > 0, frames - done < reader.largestBlock {
                // A short read rather than a frame that would have to be held and copied.
                break
            } else if !ended, try readFrame(into: block, at: done, room: frames - done) {
                if reader.isInTarget {
                    done += rest.count
                    position += rest.count
                    rest = 0..<0
                }
            } else {
                if !ended { try reportEnd() }
                ended = true
                break
            }
        }
        return done
    }

    /// Reads the next frame, straight into the block where it belongs there; false at the end.
    private func readFrame(into block: SampleBlock, at place: Int, room: Int) throws(RecordingError) -> Bool {
        let target = FLACFrameReader.Target(block: block, place: place, room: room, number: origin + position)
        guard try reader.next(into: target) else { return false }
        self.place()
        return true
    }

    func seek(to frame: Int) throws(RecordingError) {
        (gap, rest, ended) = (0, 0..<0, false)
        try reader.seek(to: origin + frame)
        position = frame
        place()
    }

    /// Places the reader's frame by its number; `position` is where all before it ends.
    private func place() {
        let start = reader.number - origin
        // Behind the declared end there may be a second file or anything else; only frames that continue without a gap
        // belong to this recording.
        if let total, position >= total, start != position { return }
        goodEnd = reader.end
        if start > position {
            let missing = start - position
            let isFilled = missing <= Self.longestGap * format.sampleRate || start + reader.count <= total ?? 0
            addDamage(lost: isFilled ? missing : 0)
            if isFilled { gap = missing } else { origin += missing }
        } else if start < position || reader.errors > 0 {
            addDamage(lost: 0)
        }
        rest = min(reader.count, max(0, position - (reader.number - origin)))..<reader.count
    }

    private func addDamage(lost: Int) {
        damage = (damage?.first ?? position, (damage?.lost ?? 0) + lost)
    }

    private func reportEnd() throws(RecordingError) {
        let claimed = reader.claimedSamples
        let remains = try remains()
        if let total, position < total {
            endFindings.append(.stoppedEarly(at: seconds(position), expected: seconds(total), cause: endCause))
        } else if claimed > 0, position != claimed {
            endFindings.append(.headerLies(claimed: seconds(claimed), found: seconds(position)))
        } else if claimed == 0, isCutOff || remains == .partOfFrame {
            endFindings.append(.stoppedEarly(at: seconds(position), expected: nil, cause: endCause))
        } else if let goodEnd, remains != .nothing {
            endFindings.append(.unreadBytes(source.count - goodEnd))
        }
    }

    private var endCause: Finding.Damage {
        reader.ranOut || reader.errors == 0 || isCutOff ? .truncated : .damagedData(codec: OggCodec.flac.rawValue)
    }

    private func seconds(_ frames: Int) -> Double {
        Double(frames) / Double(format.sampleRate)
    }

    /// What follows the last good frame.
    private enum Remains {
        /// Nothing, padding or tags.
        case nothing
        case partOfFrame, unknown
    }

    private func remains() throws(RecordingError) -> Remains {
        guard let goodEnd, goodEnd < source.count else { return .nothing }
        let start = try source.bytes(at: goodEnd, count: 8)
        if start.starts(with: "TAG".utf8) || start.starts(with: "APETAGEX".utf8) || start.allSatisfy({ $0 == 0 }) {
            return .nothing
        }
        return start[0] == 0xFF && (start.count == 1 || start[1] & 0xFE == 0xF8) ? .partOfFrame : .unknown
    }
}

extension FLACFrameReader {
    /// The length by the header, if frames of the smallest size could hold it (RFC 9639 section 9: a header of six
    /// bytes, a constant for each channel, a checksum).
    fileprivate func believableTotal(in bytes: Int) -> Int? {
        guard let shape = shape ?? claimedShape, claimedSamples > 0 else { return nil }
        let smallestFrame = 8 + (shape.channels * (8 + shape.bitsPerSample) + 7) / 8
        return claimedSamples <= (bytes / smallestFrame + 1) * max(1, largestBlock, count) ? claimedSamples : nil
    }
}
