/// How the samples of a WAV file are stored whose header says one number of bytes per sample and another number of bits.
///
/// 24 bits in four bytes may be meant: in the upper three bytes, as WAVEFORMATEXTENSIBLE has it, or in the lower three.
/// Or the bytes per frame are wrong, and the samples stand close together. Writers exist for each, so the samples decide:
/// sound changes little from one sample to the next, and what is read in the wrong way is noise.
struct SampleStorage: Hashable, Sendable {
    let codec: HeaderlessFormat.Codec
    /// Significant bits of a sample, in whole bytes.
    let bits: Int

    /// Where in the sound samples are looked at, and how many bytes at each place.
    private static let (places, placeBytes) = (16, 4096)
    /// A reading other than the one that the header suggests must be smoother by this factor.
    private static let clearlySmoother = 0.95

    /// Nil where bytes and bits agree, and where they are not those of whole numbers.
    ///
    /// - Parameter sound: the sound without its header.
    /// - Throws: `system`.
    init?(of format: WaveFormat, in sound: ByteSource) throws(RecordingError) {
        let (channels, bytes) = (format.channels, (format.bits + 7) / 8)
        guard format.codecTag == 1, (1...1024).contains(channels), format.blockAlign % channels == 0 else { return nil }
        let container = format.blockAlign / channels
        guard (1...4).contains(bytes), (1...4).contains(container), container != bytes,
            let packed = HeaderlessFormat.Codec(linearBytes: bytes),
            let upper = HeaderlessFormat.Codec(linearBytes: container)
        else { return nil }
        var readings = [Reading(packed), Reading(upper)]
        if bytes < container {
            let lower = PaddedPCM(container: container, bytes: bytes, isUpper: false, isBigEndian: false)
            readings.append(Reading(.padded(lower)))
        }
        // Every reading begins with a whole frame there.
        let unit = channels * container * bytes
        var (usesLowBytes, fitsLowBytes) = (false, true)
        for place in 0..<Self.places {
            let start = sound.count / Self.places * place / unit * unit
            let piece = try sound.bytes(at: start, count: max(unit * 4, Self.placeBytes / unit * unit))
            for index in readings.indices { readings[index].add(piece, channels: channels) }
            if bytes < container {
                usesLowBytes = usesLowBytes || Self.usesLowBytes(piece, container: container, count: container - bytes)
                fitsLowBytes = fitsLowBytes && Self.fitsLowBytes(piece, container: container, count: bytes)
            }
        }
        // Samples in the lower bytes leave nothing above them but their sign. So do very quiet ones in all bytes, but then
        // their lowest bytes are not used.
        let isLow =
            readings.count == 3 && usesLowBytes
            && (fitsLowBytes || readings[2].roughness < readings[1].roughness * Self.clearlySmoother)
        let padded = readings[isLow ? 2 : 1]
        // Four bytes for fewer bits are padding rather than a mistake.
        let isPadded =
            bytes < container && container == 4
            ? readings[0].roughness >= padded.roughness * Self.clearlySmoother
            : padded.roughness < readings[0].roughness * Self.clearlySmoother
        codec = isPadded ? padded.codec : packed
        let usesAll = isPadded && !isLow && (usesLowBytes || bytes > container)
        bits = 8 * (usesAll ? container : bytes)
    }

    /// Whether any sample has other bits than zeros in its lowest `count` bytes.
    static func usesLowBytes(_ piece: [UInt8], container: Int, count: Int) -> Bool {
        stride(from: 0, to: piece.count - container + 1, by: container).contains { start in
            piece[start..<start + count].contains { $0 != 0 }
        }
    }

    /// Whether nothing but a sign, or nothing at all, is above the lowest `count` bytes of any sample.
    static func fitsLowBytes(_ piece: [UInt8], container: Int, count: Int) -> Bool {
        stride(from: 0, to: piece.count - container + 1, by: container).allSatisfy { start in
            let above = piece[start + count..<start + container]
            return above.allSatisfy { $0 == 0 }
                || piece[start + count - 1] >= 0x80 && above.allSatisfy { $0 == 0xFF }
        }
    }

    /// Samples read in one way.
    private struct Reading {
        let codec: HeaderlessFormat.Codec
        private var size = 0.0
        private var change = 0.0

        init(_ codec: HeaderlessFormat.Codec) {
            self.codec = codec
        }

        /// How much samples change from one to the next, relative to their size: about 1.3 for noise, less for sound.
        var roughness: Double { size > 0 ? change / size : 0 }

        mutating func add(_ piece: [UInt8], channels: Int) {
            let frame = channels * codec.bytes
            for channel in 0..<channels {
                var before: Double?
                for start in stride(from: channel * codec.bytes, through: piece.count - codec.bytes, by: frame) {
                    let value = Double(codec.value(of: piece[start..<start + codec.bytes]))
                    size += abs(value)
                    if let before { change += abs(value - before) }
                    before = value
                }
            }
        }
    }
}

extension HeaderlessFormat.Codec {
    /// Whole numbers of so many bytes.
    fileprivate init?(linearBytes: Int) {
        switch linearBytes {
        case 1: self = .pcmUnsigned8
        case 2: self = .pcm16
        case 3: self = .pcm24
        case 4: self = .pcm32
        default: return nil
        }
    }

    /// A whole number in its bytes, full scale 1; 0 for other codecs.
    fileprivate func value(of bytes: ArraySlice<UInt8>) -> Float {
        let word = bytes.reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        switch self {
        case .pcmUnsigned8: return (Float(word) - 128) / 128
        case .pcm16, .pcm24, .pcm32:
            return Float(Int32(bitPattern: word << UInt32(32 - 8 * bytes.count))) / 2_147_483_648
        case .padded(let storage):
            return Float(Int32(bitPattern: word << UInt32(32 - 8 * storage.bytes))) / 2_147_483_648
        case .float32, .float64, .muLaw, .aLaw: return 0
        }
    }
}
