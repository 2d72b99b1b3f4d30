import CFLAC

/// The frames of a FLAC stream (RFC 9639), native or in Ogg, as libFLAC decodes them, in file order.
///
/// Only frames with a right checksum are delivered, each with the number of its first sample: a caller sees by the
/// numbers what is missing.
///
/// libFLAC fills gaps by itself: before the frame behind a gap it writes silent frames, up to five seconds of them,
/// and version 1.4.2 silences that good frame as well. Such a step is thrown away and the good frame decoded anew, so
/// that gaps show in the numbers.
///
/// Not promised: that every intact frame is found. Inserted bytes that look like a frame can make libFLAC miss the one
/// behind them; damage within frames has not been seen to do so.
final class FLACFrameReader {
    /// By STREAMINFO, which has no checksum; nil if there is none.
    private(set) var claimedShape: FLACShape?
    /// Samples of each channel by STREAMINFO; 0 where it does not know.
    private(set) var claimedSamples = 0
    /// The largest block of samples by STREAMINFO, or of those seen so far if larger.
    private(set) var largestBlock = 0
    /// Whether `seek` is worth trying: libFLAC keeps a table of seek points in Ogg in memory, for every thread that reads
    /// the recording.
    var maySeek: Bool { seekPoints <= 65536 }
    /// That of the first frame; frames of another shape count as damage.
    var shape: FLACShape?

    /// Samples of each channel in the frame found last.
    private(set) var count = 0
    /// The number of its first sample.
    private(set) var number = 0
    /// Whether it was written to `target`; otherwise `copy` has it.
    private(set) var isInTarget = false
    /// Where it ends in the source; nil in Ogg.
    private(set) var end: Int?
    /// Errors before it, or behind the last one.
    private(set) var errors = 0
    /// The first of these errors came when there were no bytes left.
    private(set) var ranOut = false

    /// Where a frame is written at once, if it is the expected one.
    struct Target {
        let block: SampleBlock
        /// The first frame of the block to be written.
        let place: Int
        /// Frames that fit.
        let room: Int
        /// The sample number expected.
        let number: Int
    }

    private let handle: UnsafeMutablePointer<FLAC__StreamDecoder>
    private let isOgg: Bool
    private var input: FLACInput
    private var seekPoints = 0
    private var target: Target?
    /// Holds a frame that did not go to `target`; nil while there was none.
    private var held: SampleBlock?
    private var hasFrame = false
    /// Frames that came in one step of libFLAC.
    private var written = 0
    private var failure: RecordingError?
    /// After every error libFLAC goes back to the start of what looked like a frame: a hostile file can make it read the
    /// same bytes over and over. What it may still read, and the errors it may still meet.
    private var budget: (bytes: Int, errors: Int)
    private var isExhausted: Bool { budget.bytes < 0 || budget.errors < 0 }

    /// Reads the stream's header and stops before its first frame.
    ///
    /// - Parameter oggSerial: which stream of an Ogg file; nil for a native one.
    /// - Throws: `undecodable`, `system`.
    init(_ source: ByteSource, oggSerial: UInt32?) throws(RecordingError) {
        guard let handle = FLAC__stream_decoder_new() else {
            throw .undecodable(format: "FLAC", reason: "out of memory")
        }
        self.handle = handle
        isOgg = oggSerial != nil
        // A sparse file can have any size.
        budget = (8 * min(source.count, 1 << 48) + 64 << 20, 100_000)
        if isOgg {
            input = FLACInput(ogg: source)
        } else {
            let metadata: FLACStreamHeader
            do throws(RecordingError) {
                metadata = try FLACStreamHeader(source)
            } catch {
                FLAC__stream_decoder_delete(handle)
                throw error
            }
            input = FLACInput(native: source, metadata)
            if metadata.firstFrame == nil { errors = 1 }
        }
        // Frames have checksums of their own, and a sum over all samples would cost a fifth of the decoding.
        FLAC__stream_decoder_set_md5_checking(handle, 0)
        FLAC__stream_decoder_set_metadata_respond(handle, FLAC__METADATA_TYPE_SEEKTABLE)
        let user = Unmanaged.passUnretained(self).toOpaque()
        let status: FLAC__StreamDecoderInitStatus
        if let oggSerial {
            FLAC__stream_decoder_set_ogg_serial_number(handle, Int(oggSerial))
            status = FLAC__stream_decoder_init_ogg_stream(
                handle, Self.read, Self.seek, Self.tell, Self.length, Self.isAtEnd, Self.write, Self.metadata,
                Self.error, user)
        } else {
            status = FLAC__stream_decoder_init_stream(
                handle, Self.read, Self.seek, Self.tell, Self.length, Self.isAtEnd, Self.write, Self.metadata,
                Self.error, user)
        }
        guard status == FLAC__STREAM_DECODER_INIT_STATUS_OK else {
            throw .undecodable(format: "FLAC", reason: String(cString: announce_flac_init_words(status)))
        }
        let found = FLAC__stream_decoder_process_until_end_of_metadata(handle)
        if let failure { throw failure }
        // Without STREAMINFO a native stream begins with a frame.
        let states = [FLAC__STREAM_DECODER_SEARCH_FOR_FRAME_SYNC, FLAC__STREAM_DECODER_READ_FRAME]
        if found == 0 || !states.contains(FLAC__stream_decoder_get_state(handle)) {
            // What should have been metadata is none: look for frames everywhere.
            input.position = 0
            FLAC__stream_decoder_flush(handle)
            errors += 1
        }
    }

    deinit {
        FLAC__stream_decoder_delete(handle)
    }

    /// Decodes the next frame; false where there is none.
    ///
    /// - Parameter target: where to write it, if it is the expected one and fits.
    /// - Throws: `system`.
    func next(into target: Target? = nil) throws(RecordingError) -> Bool {
        self.target = target
        defer { self.target = nil }
        // Errors that the stream's header met are before the first frame.
        if hasFrame { (errors, ranOut, hasFrame) = (0, false, false) }
        var wayBack = end
        var searched = end ?? input.sourceOffset(of: 0)
        while !hasFrame {
            written = 0
            let goesOn = FLAC__stream_decoder_process_single(handle) != 0
            if let failure { throw failure }
            guard hasFrame || goesOn && FLAC__stream_decoder_get_state(handle).rawValue < endOfStream else {
                // libFLAC reads a damaged frame up to the end of the file if need be, and does not go back.
                if let next = try nextCandidate(after: searched) {
                    FLAC__stream_decoder_flush(handle)
                    input.position = input.position(ofSourceOffset: next)
                    (searched, wayBack) = (next, nil)
                    errors += 1
                    budget.errors -= 1
                    continue
                }
                noteRest()
                return false
            }
            // One good frame per step: the others fill a gap.
            if written > 1 {
                hasFrame = false
                // In Ogg there is no way back to the frame: it counts as lost.
                guard let start = wayBack else { continue }
                FLAC__stream_decoder_flush(handle)
                input.position = input.position(ofSourceOffset: start)
                wayBack = nil
            }
        }
        noteEnd()
        return true
    }

    /// Makes the rest of a frame from sample `number` on the frame found last.
    ///
    /// - Throws: `undecodable`, after which frames go on from anywhere; `system`.
    func seek(to number: Int) throws(RecordingError) {
        hasFrame = false
        let found = FLAC__stream_decoder_seek_absolute(handle, UInt64(number)) != 0
        (errors, ranOut) = (0, false)
        if let failure { throw failure }
        guard found, hasFrame, self.number == number else {
            FLAC__stream_decoder_flush(handle)
            count = 0
            throw .undecodable(format: "FLAC", reason: "no way to sample \(number)")
        }
        noteEnd()
    }

    /// Copies samples of the frame found last, if it is not in `target`, to `block` from frame `place` on.
    func copy(_ range: Range<Int>, to block: SampleBlock, at place: Int) {
        guard let held, let shape else { return }
        let size = MemoryLayout<Int32>.size
        for channel in 0..<shape.channels {
            (block.plane(channel) + place * size).copyMemory(
                from: held.plane(channel) + range.lowerBound * size, byteCount: range.count * size)
        }
    }

    /// Where a frame may begin behind `offset`, as long as searching is worth it; nil in Ogg.
    private func nextCandidate(after offset: Int) throws(RecordingError) -> Int? {
        isOgg || isExhausted ? nil : try input.nextSyncCode(from: offset + 1)
    }

    private func noteEnd() {
        var position: UInt64 = 0
        let isKnown = !isOgg && FLAC__stream_decoder_get_decode_position(handle, &position) != 0
        end = isKnown ? input.sourceOffset(of: Int(position)) : nil
    }

    /// Counts an error if bytes follow the last frame: libFLAC reports none for a frame that the file cuts off.
    private func noteRest() {
        guard !isOgg else { return }
        if end ?? input.sourceOffset(of: 0) >= input.sourceOffset(of: input.count) {
            ranOut = false
        } else if errors == 0 {
            errors = 1
        }
    }

    private var endOfStream: UInt32 { FLAC__STREAM_DECODER_END_OF_STREAM.rawValue }
}

// What libFLAC calls back.
extension FLACFrameReader {
    private static func from(_ user: UnsafeMutableRawPointer?) -> FLACFrameReader? {
        user.map { Unmanaged<FLACFrameReader>.fromOpaque($0).takeUnretainedValue() }
    }

    private static let read: FLAC__StreamDecoderReadCallback = { _, buffer, size, user in
        guard let reader = from(user), let buffer, let size else { return FLAC__STREAM_DECODER_READ_STATUS_ABORT }
        let wanted = size.pointee
        size.pointee = 0
        guard !reader.isExhausted else { return FLAC__STREAM_DECODER_READ_STATUS_END_OF_STREAM }
        do throws(RecordingError) {
            let got = try reader.input.read(into: UnsafeMutableRawBufferPointer(start: buffer, count: wanted))
            reader.budget.bytes -= got
            size.pointee = got
            if got > 0 { return FLAC__STREAM_DECODER_READ_STATUS_CONTINUE }
            if reader.errors == 0 { reader.ranOut = true }
            return FLAC__STREAM_DECODER_READ_STATUS_END_OF_STREAM
        } catch {
            reader.failure = error
            return FLAC__STREAM_DECODER_READ_STATUS_ABORT
        }
    }

    private static let seek: FLAC__StreamDecoderSeekCallback = { _, offset, user in
        guard let reader = from(user), let position = Int(exactly: offset) else {
            return FLAC__STREAM_DECODER_SEEK_STATUS_ERROR
        }
        reader.input.position = position
        return FLAC__STREAM_DECODER_SEEK_STATUS_OK
    }

    private static let tell: FLAC__StreamDecoderTellCallback = { _, offset, user in
        guard let reader = from(user), let offset else { return FLAC__STREAM_DECODER_TELL_STATUS_ERROR }
        offset.pointee = UInt64(reader.input.position)
        return FLAC__STREAM_DECODER_TELL_STATUS_OK
    }

    private static let length: FLAC__StreamDecoderLengthCallback = { _, length, user in
        guard let reader = from(user), let length else { return FLAC__STREAM_DECODER_LENGTH_STATUS_ERROR }
        length.pointee = UInt64(reader.input.count)
        return FLAC__STREAM_DECODER_LENGTH_STATUS_OK
    }

    private static let isAtEnd: FLAC__StreamDecoderEofCallback = { _, user in
        guard let reader = from(user) else { return 1 }
        guard reader.input.position >= reader.input.count || reader.isExhausted else { return 0 }
        if reader.errors == 0 { reader.ranOut = true }
        return 1
    }

    private static let metadata: FLAC__StreamDecoderMetadataCallback = { _, block, user in
        guard let reader = from(user), let block else { return }
        switch block.pointee.type {
        case FLAC__METADATA_TYPE_STREAMINFO where reader.claimedShape == nil:
            let info = block.pointee.data.stream_info
            reader.claimedShape = FLACShape(
                sampleRate: Int(info.sample_rate), channels: Int(info.channels),
                bitsPerSample: Int(info.bits_per_sample))
            reader.claimedSamples = Int(info.total_samples)
            reader.largestBlock = Int(info.max_blocksize)
        case FLAC__METADATA_TYPE_SEEKTABLE:
            reader.seekPoints = max(reader.seekPoints, Int(block.pointee.data.seek_table.num_points))
        default:
            break
        }
    }

    private static let error: FLAC__StreamDecoderErrorCallback = { _, _, user in
        guard let reader = from(user) else { return }
        reader.errors += 1
        reader.budget.errors -= 1
    }

    private static let write: FLAC__StreamDecoderWriteCallback = { _, frame, channels, user in
        guard let reader = from(user), let frame, let channels else { return FLAC__STREAM_DECODER_WRITE_STATUS_ABORT }
        reader.take(frame.pointee.header, channels)
        return FLAC__STREAM_DECODER_WRITE_STATUS_CONTINUE
    }

    private func take(
        _ header: FLAC__FrameHeader, _ channels: UnsafePointer<UnsafePointer<FLAC__int32>?>
    ) {
        let found = FLACShape(
            sampleRate: Int(header.sample_rate), channels: Int(header.channels),
            bitsPerSample: Int(header.bits_per_sample))
        guard found == shape ?? found, (1...8).contains(found.channels), (4...32).contains(found.bitsPerSample),
            let number = Int(exactly: header.number.sample_number), number < 1 << 48
        else {
            errors += 1
            return
        }
        shape = found
        count = Int(header.blocksize)
        largestBlock = max(largestBlock, count)
        self.number = number
        hasFrame = true
        written += 1
        let (block, place) = destination(channels: found.channels, layout: found.layout)
        let size = MemoryLayout<Int32>.size
        for channel in 0..<found.channels {
            guard let samples = channels[channel] else { continue }
            (block.plane(channel) + place * size).copyMemory(from: samples, byteCount: count * size)
        }
    }

    /// Where the frame just found is written, and from which frame of that block on.
    private func destination(channels: Int, layout: SampleLayout) -> (block: SampleBlock, place: Int) {
        if let target, target.number == number, count <= target.room {
            isInTarget = true
            return (target.block, target.place)
        }
        isInTarget = false
        if let held, held.frames >= count { return (held, 0) }
        let larger = SampleBlock(frames: count, layout: layout, channels: channels)
        held = larger
        return (larger, 0)
    }
}
