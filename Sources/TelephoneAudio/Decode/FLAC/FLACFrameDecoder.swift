/// Decodes single frames (RFC 9639 section 9), given all of their bytes.
///
/// First a frame is read and its checksum compared; only what is intact is made sound of. Its memory grows with the
/// largest frame.
final class FLACFrameDecoder {
    private var subframes: [FLACSubframe] = []
    private var header: FLACFrameHeader?
    /// One channel after the other.
    private var channels: UnsafeMutablePointer<Int32>
    private var capacity = 0

    init() {
        channels = .allocate(capacity: 0)
    }

    deinit {
        channels.deallocate()
    }

    /// Reads the frame that `bytes` begin with.
    ///
    /// - Parameter bitsPerSample: below 32, since the difference of two channels has one bit more.
    /// - Returns: how many bytes it has.
    func read(
        _ header: FLACFrameHeader, bitsPerSample: Int, from bytes: UnsafeRawBufferPointer
    ) throws(FLACFault) -> Int {
        guard let base = bytes.baseAddress else { throw .runsOut }
        reserve(header.channels * header.blockSize)
        self.header = header
        subframes.removeAll(keepingCapacity: true)
        var bits = FLACBits(base, count: bytes.count)
        bits.position = header.byteCount * 8
        for channel in 0..<header.channels {
            let subframe = try FLACSubframe(
                &bits, bitsPerSample: bitsPerSample + (header.isDifference(channel) ? 1 : 0),
                blockSize: header.blockSize, into: channels + channel * header.blockSize)
            subframes.append(subframe)
        }
        bits.align()
        _ = try bits.unsigned(16)
        let size = bits.position / 8
        guard FLACChecksum.frame(UnsafeRawBufferPointer(rebasing: bytes[..<size])) == 0 else { throw .invalid }
        return size
    }

    /// Makes samples of the frame read last, once: a buffer a channel.
    func withSamples(_ body: (UnsafePointer<UnsafePointer<Int32>?>) -> Void) {
        guard let header else { return }
        let size = header.blockSize
        let all = subframes.enumerated().map { index, subframe in
            FLACPrediction.Channel(subframe: subframe, samples: channels + index * size)
        }
        for index in stride(from: 0, to: all.count, by: 2) {
            FLACPrediction.restore(all[index], all[min(index + 1, all.count - 1)], blockSize: size)
        }
        header.stereo.separate(channels, channels + size, count: size)
        let pointers = all.map { Optional(UnsafePointer($0.samples)) }
        pointers.withUnsafeBufferPointer { pointers in
            if let base = pointers.baseAddress { body(base) }
        }
    }

    private func reserve(_ count: Int) {
        guard count > capacity else { return }
        channels.deallocate()
        channels = .allocate(capacity: count)
        channels.initialize(repeating: 0, count: count)
        capacity = count
    }
}

extension FLACFrameHeader {
    /// Whether a channel holds the difference of two, which has one bit more.
    fileprivate func isDifference(_ channel: Int) -> Bool {
        switch stereo {
        case .independent: false
        case .sideRight: channel == 0
        case .leftSide, .midSide: channel == 1
        }
    }
}

extension FLACFrameHeader.Stereo {
    /// Makes left and right of what was coded instead (RFC 9639 section 4.2).
    fileprivate func separate(_ a: UnsafeMutablePointer<Int32>, _ b: UnsafeMutablePointer<Int32>, count: Int) {
        switch self {
        case .independent: break
        case .leftSide: for index in 0..<count { b[index] = a[index] &- b[index] }
        case .sideRight: for index in 0..<count { a[index] = a[index] &+ b[index] }
        case .midSide:
            // The mean, rounded down, is the right channel and half the difference, rounded down.
            for index in 0..<count {
                let right = a[index] &- b[index] &>> 1
                a[index] = right &+ b[index]
                b[index] = right
            }
        }
    }
}
