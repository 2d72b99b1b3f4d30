/// What a frame says of itself before its sound (RFC 9639 section 9.1).
struct FLACFrameHeader: Hashable {
    /// How two channels were made less alike.
    enum Stereo: Hashable {
        case independent, leftSide, sideRight, midSide
    }

    /// Samples of each channel.
    let blockSize: Int
    /// Where these two are nil, the stream's header tells them.
    let sampleRate: Int?
    let bitsPerSample: Int?
    let channels: Int
    let stereo: Stereo
    /// Of the frame, or of its first sample where block sizes vary.
    let number: Int
    let hasSampleNumber: Bool
    /// Bytes of the header itself.
    let byteCount: Int

    /// The header that `bytes` begin with; its checksum is right.
    init(_ bytes: UnsafeRawBufferPointer) throws(FLACFault) {
        guard let base = bytes.baseAddress else { throw .runsOut }
        var bits = FLACBits(base, count: bytes.count)
        guard try bits.unsigned(15) == 0b111_1111_1111_1100 else { throw .invalid }
        hasSampleNumber = try bits.unsigned(1) == 1
        let blockSizeCode = try bits.unsigned(4)
        let sampleRateCode = try bits.unsigned(4)
        let channelsCode = try bits.unsigned(4)
        (channels, stereo) =
            switch channelsCode {
            case 0...7: (channelsCode + 1, .independent)
            case 8: (2, .leftSide)
            case 9: (2, .sideRight)
            case 10: (2, .midSide)
            default: throw .invalid
            }
        bitsPerSample =
            switch try bits.unsigned(3) {
            case 0: nil
            case 1: 8
            case 2: 12
            case 4: 16
            case 5: 20
            case 6: 24
            case 7: 32
            default: throw .invalid
            }
        guard try bits.unsigned(1) == 0 else { throw .invalid }
        number = try Self.codedNumber(&bits, bytes: hasSampleNumber ? 7 : 6)
        blockSize =
            switch blockSizeCode {
            case 1: 192
            case 2...5: 144 << blockSizeCode
            case 6: try bits.unsigned(8) + 1
            case 7: try bits.unsigned(16) + 1
            case 8...: 1 << blockSizeCode
            default: throw .invalid
            }
        sampleRate =
            switch sampleRateCode {
            case 0: nil
            case 12: try bits.unsigned(8) * 1000
            case 13: try bits.unsigned(16)
            case 14: try bits.unsigned(16) * 10
            case 15: throw .invalid
            default: Self.sampleRates[sampleRateCode - 1]
            }
        _ = try bits.unsigned(8)
        byteCount = bits.position / 8
        guard blockSize < 65536, FLACChecksum.header(UnsafeRawBufferPointer(rebasing: bytes[..<byteCount])) == 0 else {
            throw .invalid
        }
    }

    private static let sampleRates = [
        88200, 176400, 192000, 8000, 16000, 22050, 24000, 32000, 44100, 48000, 96000,
    ]

    /// A number coded as UTF-8 codes a character, and beyond (RFC 9639 section 9.1.5).
    private static func codedNumber(_ bits: inout FLACBits, bytes longest: Int) throws(FLACFault) -> Int {
        let first = UInt8(truncatingIfNeeded: try bits.unsigned(8))
        let length = (~first).leadingZeroBitCount
        guard length > 0 else { return Int(first) }
        guard (2...longest).contains(length) else { throw .invalid }
        var number = Int(first & 0x7F &>> UInt8(length))
        for _ in 1..<length {
            let byte = try bits.unsigned(8)
            guard byte & 0xC0 == 0x80 else { throw .invalid }
            number = number << 6 | byte & 0x3F
        }
        return number
    }
}
