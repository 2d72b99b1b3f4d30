import CFLAC

/// The frames of a FLAC stream in Ogg, or of 32 bits, as libFLAC finds them.
///
/// Where frames are missing libFLAC writes silent ones itself, up to five seconds of them, and version 1.4.2 so that the
/// good frame behind the gap is silenced too. That frame is decoded again, and whoever reads sees the gap in the numbers.
final class LibFLACReader: FLACReader {
    private(set) var claimedShape: FLACShape?
    private(set) var claimedSamples = 0
    private(set) var largestBlock = 0
    /// libFLAC keeps the table of seek points in memory, for every thread that reads the recording.
    var maySeek: Bool { seekPoints <= 65536 }
    private(set) var shape: FLACShape?

    private(set) var samples: UnsafeMutableRawPointer
    private(set) var count = 0
    private(set) var number = 0
    private(set) var end: Int?
    private(set) var errors = 0
    private(set) var ranOut = false

    private let source: ByteSource
    private let handle: UnsafeMutablePointer<FLAC__StreamDecoder>
    private var seekPoints = 0
    private var capacity = 0
    private var hasFrame = false
    /// Frames that came in one step of libFLAC.
    private var written = 0
    private var position = 0
    private var failure: RecordingError?
    /// At every error libFLAC goes back to the start of what looked like a frame. A file can be made so that this
    /// never ends in a lifetime.
    private var patience: (bytes: Int, errors: Int)
    private var isExhausted: Bool { patience.bytes < 0 || patience.errors < 0 }

    /// Reads the stream's header and stands in front of its first frame.
    ///
    /// - Parameter oggSerial: which stream of an Ogg file; nil for a native one.
    /// - Throws: `undecodable`, `system`.
    init(_ source: ByteSource, oggSerial: UInt32?) throws(RecordingError) {
        guard let handle = FLAC__stream_decoder_new() else {
            throw .undecodable(format: "FLAC", reason: "out of memory")
        }
        self.handle = handle
        self.source = source
        samples = .allocate(byteCount: 0, alignment: 16)
        patience = (8 * source.count + 64 << 20, 100_000)
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
        if found == 0 || FLAC__stream_decoder_get_state(handle) != FLAC__STREAM_DECODER_SEARCH_FOR_FRAME_SYNC {
            // A lying size among the metadata leads past all sound: look for frames everywhere.
            position = 0
            FLAC__stream_decoder_flush(handle)
            errors += 1
        }
    }

    deinit {
        FLAC__stream_decoder_delete(handle)
        samples.deallocate()
    }

    func next() throws(RecordingError) -> Bool {
        // Errors that the stream's header met are in front of the first frame.
        if hasFrame { (errors, ranOut, hasFrame) = (0, false, false) }
        var wayBack = end
        while !hasFrame {
            written = 0
            let goesOn = FLAC__stream_decoder_process_single(handle) != 0
            if let failure { throw failure }
            guard hasFrame || goesOn && FLAC__stream_decoder_get_state(handle).rawValue < endOfStream else {
                return false
            }
            // One good frame a step: more of them are those that fill a gap.
            if written > 1 {
                hasFrame = false
                // In Ogg there is no way back to the frame: it counts as lost.
                guard let start = wayBack else { continue }
                FLAC__stream_decoder_flush(handle)
                position = start
                wayBack = nil
            }
        }
        noteEnd()
        return true
    }

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

    private func noteEnd() {
        var position: UInt64 = 0
        end = FLAC__stream_decoder_get_decode_position(handle, &position) != 0 ? Int(position) : nil
    }

    private var endOfStream: UInt32 { FLAC__STREAM_DECODER_END_OF_STREAM.rawValue }
}

// What libFLAC calls back.
extension LibFLACReader {
    private static func from(_ user: UnsafeMutableRawPointer?) -> LibFLACReader? {
        user.map { Unmanaged<LibFLACReader>.fromOpaque($0).takeUnretainedValue() }
    }

    private static let read: FLAC__StreamDecoderReadCallback = { _, buffer, size, user in
        guard let reader = from(user), let buffer, let size else { return FLAC__STREAM_DECODER_READ_STATUS_ABORT }
        let wanted = size.pointee
        size.pointee = 0
        guard !reader.isExhausted else { return FLAC__STREAM_DECODER_READ_STATUS_END_OF_STREAM }
        do throws(RecordingError) {
            let got = try reader.source.read(
                at: reader.position, into: UnsafeMutableRawBufferPointer(start: buffer, count: wanted))
            reader.position += got
            reader.patience.bytes -= got
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
        reader.position = position
        return FLAC__STREAM_DECODER_SEEK_STATUS_OK
    }

    private static let tell: FLAC__StreamDecoderTellCallback = { _, offset, user in
        guard let reader = from(user), let offset else { return FLAC__STREAM_DECODER_TELL_STATUS_ERROR }
        offset.pointee = UInt64(reader.position)
        return FLAC__STREAM_DECODER_TELL_STATUS_OK
    }

    private static let length: FLAC__StreamDecoderLengthCallback = { _, length, user in
        guard let reader = from(user), let length else { return FLAC__STREAM_DECODER_LENGTH_STATUS_ERROR }
        length.pointee = UInt64(reader.source.count)
        return FLAC__STREAM_DECODER_LENGTH_STATUS_OK
    }

    private static let isAtEnd: FLAC__StreamDecoderEofCallback = { _, user in
        guard let reader = from(user), reader.position < reader.source.count, !reader.isExhausted else {
            if let reader = from(user), reader.errors == 0 { reader.ranOut = true }
            return 1
        }
        return 0
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
        reader.patience.errors -= 1
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
        self.number = number
        hasFrame = true
        written += 1
        // Eight frames more: the loops go in steps.
        let size = (count + 8) * found.channels * found.layout.size
        if size > capacity {
            samples.deallocate()
            samples = .allocate(byteCount: size, alignment: 16)
            capacity = size
        }
        FLACSamples(channels: channels, count: count, bitsPerSample: found.bitsPerSample)
            .interleave(found.channels, into: samples)
    }
}
