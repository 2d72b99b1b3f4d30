/// Encodes linear samples by ITU-T G.711 (11/1988), with one table look-up per sample.
struct G711: Sendable {
    private let codes: [UInt8]

    /// A table for `.alaw` or `.ulaw`; nil for linear PCM.
    init?(_ encoding: AnnouncementEncoding) {
        switch encoding {
        case .pcm16: return nil
        case .alaw: codes = (0...UInt16.max).map { Self.aLaw(Int(Int16(bitPattern: $0))) }
        case .ulaw: codes = (0...UInt16.max).map { Self.muLaw(Int(Int16(bitPattern: $0))) }
        }
    }

    /// Writes a code per sample.
    func encode(_ samples: UnsafeBufferPointer<Int16>, into output: UnsafeMutablePointer<UInt8>) {
        codes.withUnsafeBufferPointer { codes in
            for n in samples.indices { output[n] = codes[Int(UInt16(bitPattern: samples[n]))] }
        }
    }

    /// The A-law code: a 13-bit value in eight segments, every second bit inverted (table 1a of the recommendation).
    static func aLaw(_ sample: Int) -> UInt8 {
        let positive = sample >= 0
        let magnitude = min((positive ? sample : -sample - 1) >> 3, 4095)
        let segment = max(0, magnitude.bitWidth - magnitude.leadingZeroBitCount - 5)
        let mantissa = segment < 2 ? magnitude >> 1 : magnitude >> segment
        let code = segment << 4 | mantissa & 15
        return UInt8(truncatingIfNeeded: (positive ? code | 0x80 : code) ^ 0x55)
    }

    /// The sample that a code stands for: the middle of its interval (table 1a, column 8).
    static func linear(aLaw code: UInt8) -> Int16 {
        let bits = Int(code ^ 0x55)
        let (segment, step) = (bits >> 4 & 7, (bits & 15) << 4)
        let magnitude = segment == 0 ? step + 8 : (step + 0x108) << (segment - 1)
        return Int16(bits & 0x80 == 0 ? -magnitude : magnitude)
    }

    /// The µ-law code: a 14-bit value biased by 33 in eight segments, all bits inverted (table 2a).
    static func muLaw(_ sample: Int) -> UInt8 {
        let positive = sample >= 0
        let magnitude = min((positive ? sample : -sample) + 132, 32767)
        let segment = max(0, magnitude.bitWidth - magnitude.leadingZeroBitCount - 8)
        let code = segment << 4 | (magnitude >> (segment + 3)) & 15
        return UInt8(truncatingIfNeeded: ~(positive ? code : code | 0x80))
    }

    /// The sample that a µ-law code stands for: the middle of its interval (table 2a, column 8).
    static func linear(muLaw code: UInt8) -> Int16 {
        let bits = Int(~code)
        let magnitude = ((bits & 15) << 3 + 132) << (bits >> 4 & 7) - 132
        return Int16(bits & 0x80 == 0 ? magnitude : -magnitude)
    }
}
