import ProviderSimulator

/// Makes inputs from valid ones by the changes that find errors in parsers: flipped bits, lengths and sizes at their limits,
/// parts that are missing, doubled or from another input.
struct Mutator {
    let corpus: [[UInt8]]
    private let tokens: [[UInt8]]
    private var random: SeededRandom
    /// Inputs grow no longer than that by mutations.
    private static let longest = 1 << 18

    init(seed: UInt64, corpus: [[UInt8]], tokens: [String]) {
        self.corpus = corpus
        self.tokens = tokens.map { Array($0.utf8) }
        random = SeededRandom(seed: seed)
    }

    private mutating func below(_ count: Int) -> Int { count > 0 ? Int(random.next() % UInt64(count)) : 0 }

    mutating func next() -> [UInt8] {
        var bytes = corpus[below(corpus.count)]
        for _ in 0...below(4) { mutate(&bytes) }
        return bytes
    }

    private mutating func mutate(_ bytes: inout [UInt8]) {
        // Headers are where most is decided.
        let place = below(4) == 0 ? below(bytes.count + 1) : below(min(bytes.count + 1, 256))
        let rest = bytes.count - place
        switch below(9) {
        case 0 where rest > 0: bytes[place] ^= 1 << UInt8(below(8))
        case 1 where rest > 0: bytes[place] = UInt8(truncatingIfNeeded: random.next())
        case 2: bytes.removeSubrange(place..<min(bytes.count, place + 1 + below(16)))
        case 3: bytes.removeSubrange(place...)
        case 4:
            bytes.insert(contentsOf: (0...below(8)).map { _ in UInt8(truncatingIfNeeded: random.next()) }, at: place)
        case 5 where bytes.count < Self.longest:
            bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + 1 + below(512))], at: place)
        case 6: setNumber(in: &bytes, at: place)
        case 7 where !tokens.isEmpty: bytes.insert(contentsOf: tokens[below(tokens.count)], at: place)
        default:
            let other = corpus[below(corpus.count)]
            let start = below(other.count)
            let part = other[start..<min(other.count, start + 1 + below(1024))]
            bytes.replaceSubrange(place..<min(bytes.count, place + part.count), with: part)
        }
    }

    /// Numbers at which sizes, counts and offsets overflow.
    private static let limits: [UInt64] = [
        0, 1, 2, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFE, 0xFFFF_FFFF,
        0x7FFF_FFFF_FFFF_FFFF, 0x8000_0000_0000_0000, 0xFFFF_FFFF_FFFF_FFFE, 0xFFFF_FFFF_FFFF_FFFF,
    ]

    private mutating func setNumber(in bytes: inout [UInt8], at place: Int) {
        let width = 1 << below(4)
        guard place + width <= bytes.count else { return }
        let number = Self.limits[below(Self.limits.count)]
        let isBigEndian = below(2) == 0
        for index in 0..<width {
            let shift = UInt64(8 * (isBigEndian ? width - 1 - index : index))
            bytes[place + index] = UInt8(truncatingIfNeeded: number >> shift)
        }
    }
}
