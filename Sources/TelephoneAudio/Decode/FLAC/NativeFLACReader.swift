import Glibc

/// The frames of a native FLAC file.
///
/// Frames lie end to end. Where none is due, after damage, a frame is what begins with a header and ends with a checksum
/// that are both right. Samples of 32 bits are not decoded: `LibFLACReader` has them.
final class NativeFLACReader: FLACReader {
    let claimedShape: FLACShape?
    let claimedSamples: Int
    let largestBlock: Int
    let maySeek = true
    private(set) var shape: FLACShape?

    private(set) var samples: UnsafeMutableRawPointer
    private(set) var count = 0
    private(set) var number = 0
    private(set) var end: Int?
    private(set) var errors = 0
    private(set) var ranOut = false

    private let source: ByteSource
    private var reader: BufferedReader
    private let decoder = FLACFrameDecoder()
    /// Where the next frame is due.
    private var position: Int
    private var hasFrame = false
    private var firstFrame: Int?
    /// Where the frame found last begins.
    private var frameStart = 0
    /// Samples in every block but the last, where it is frames that are numbered; 0 as long as that is not known.
    private var blockSize: Int
    /// Memory for `samples`.
    private var memory: UnsafeMutableRawPointer
    private var capacity = 0
    /// Bytes that the next frame is likely to fit in.
    private var expected = 1 << 14
    private var bufferSize = 1 << 18
    /// Hostile bytes can look like frames that overlap: what may still be read in vain.
    private var patience: (bytes: Int, errors: Int)

    /// The most bytes that an encoder spends on a sample, where up to 32 bits are told as they are.
    private static let longestSample = 5
    /// More bytes than all else in a frame has.
    private static let longestRest = 1 << 12
    /// Bytes that are walked through rather than halved when seeking.
    private static let seekStep = 1 << 16

    /// Reads the stream's header and stands in front of its first frame.
    ///
    /// - Throws: `system`.
    init(_ source: ByteSource) throws(RecordingError) {
        self.source = source
        let header = try FLACStreamHeader(source)
        claimedShape = header.shape
        claimedSamples = header.samples
        largestBlock = header.largestBlock
        blockSize = header.smallestBlock == header.largestBlock ? header.largestBlock : 0
        // A lying size leads past all sound: look for frames everywhere.
        position = header.end ?? 0
        if header.end == nil { errors = 1 }
        patience = (8 * source.count + 64 << 20, 100_000)
        reader = BufferedReader(source, capacity: bufferSize)
        samples = .allocate(byteCount: 0, alignment: 16)
        memory = samples
    }

    deinit {
        memory.deallocate()
    }

    func next() throws(RecordingError) -> Bool {
        // Errors that the stream's header met are in front of the first frame.
        if hasFrame { (errors, ranOut, hasFrame) = (0, false, false) }
        while position < source.count, patience.bytes >= 0, patience.errors >= 0 {
            switch try readFrame() {
            case .success(let size):
                frameStart = position
                if firstFrame == nil { firstFrame = position }
                expected = max(size + size / 4, expected - expected / 8)
                position += size
                end = position
                hasFrame = true
                return true
            case .failure(let fault):
                if fault == .runsOut, errors == 0 { ranOut = true }
                errors += 1
                patience.errors -= 1
                try search()
            }
        }
        return false
    }

    /// By halving the file: every frame that is found tells on which side to look on.
    func seek(to number: Int) throws(RecordingError) {
        var (low, high) = (firstFrame ?? 0, source.count)
        while high - low > Self.seekStep {
            position = (low + high) / 2
            if try next(), self.number <= number { low = frameStart } else { high = (low + high) / 2 }
        }
        position = low
        while try next(), self.number + count <= number {}
        (errors, ranOut) = (0, false)
        guard hasFrame, (self.number..<self.number + count).contains(number), let shape else {
            count = 0
            throw .undecodable(format: "FLAC", reason: "no way to sample \(number)")
        }
        samples += (number - self.number) * shape.channels * shape.layout.size
        count -= number - self.number
        self.number = number
    }

    /// Reads the frame due at `position`: its size.
    private func readFrame() throws(RecordingError) -> Result<Int, FLACFault> {
        var wanted = expected
        while true {
            let bytes = try reader.bytes(at: position, atLeast: wanted)
            let result = Result { () throws(FLACFault) in try decode(bytes) }
            // A file that shrinks meanwhile has no more bytes.
            guard case .failure(.runsOut) = result, bytes.count >= wanted, position + bytes.count < source.count else {
                return result
            }
            wanted = 2 * bytes.count
            if wanted > bufferSize {
                bufferSize = wanted
                reader = BufferedReader(source, capacity: bufferSize)
            }
        }
    }

    /// Decodes the frame that `bytes` begin with: its size.
    ///
    /// - Throws: `runsOut` if it may only be that there are too few bytes.
    private func decode(_ bytes: UnsafeRawBufferPointer) throws(FLACFault) -> Int {
        let header = try FLACFrameHeader(bytes)
        guard let sampleRate = header.sampleRate ?? claimedShape?.sampleRate,
            let bitsPerSample = header.bitsPerSample ?? claimedShape?.bitsPerSample
        else { throw .invalid }
        let found = FLACShape(sampleRate: sampleRate, channels: header.channels, bitsPerSample: bitsPerSample)
        guard found == shape ?? found, (4...31).contains(bitsPerSample) else { throw .invalid }
        let frame = bytes.prefix(Self.longestRest + header.channels * header.blockSize * Self.longestSample)
        do {
            let size = try decoder.read(
                header, bitsPerSample: bitsPerSample, from: UnsafeRawBufferPointer(rebasing: frame))
            take(header, found)
            return size
        } catch {
            patience.bytes -= frame.count
            throw frame.count < bytes.count ? .invalid : error
        }
    }

    /// Makes samples of the frame that the decoder has read.
    private func take(_ header: FLACFrameHeader, _ found: FLACShape) {
        shape = found
        count = header.blockSize
        blockSize = max(blockSize, count)
        number = header.hasSampleNumber ? header.number : header.number * blockSize
        // Eight frames more: the loops go in steps.
        let size = (count + 8) * found.channels * found.layout.size
        if size > capacity {
            memory.deallocate()
            memory = .allocate(byteCount: size, alignment: 16)
            capacity = size
        }
        samples = memory
        decoder.withSamples {
            FLACSamples(channels: $0, count: count, bitsPerSample: found.bitsPerSample)
                .interleave(found.channels, into: memory)
        }
    }

    /// Goes to what next looks like a frame's header, or to the end.
    private func search() throws(RecordingError) {
        position += 1
        while position < source.count {
            let bytes = try reader.bytes(at: position, count: 1 << 12)
            guard let base = bytes.baseAddress else { break }
            guard let found = memchr(base, 0xFF, bytes.count) else {
                position += bytes.count
                continue
            }
            position += UnsafeRawPointer(found) - base
            // The longest header of a frame has 16 bytes (RFC 9639 section 9.1).
            if (try? FLACFrameHeader(try reader.bytes(at: position, count: 16))) != nil { return }
            position += 1
        }
        position = source.count
    }
}
