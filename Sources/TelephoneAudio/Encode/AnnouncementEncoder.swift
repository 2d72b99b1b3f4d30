import Glibc

/// Where mono samples at 8 kHz go.
protocol MonoSink: AnyObject {
    /// Takes a block whose first sample is number `index` of the announcement.
    func take(_ index: Int, _ block: UnsafeBufferPointer<Float>) throws

    /// What was taken, where the sink looks at it.
    var result: EncodedSound { get }
}

/// What the samples written so far are like.
struct EncodedSound: Sendable {
    var overs = 0
    var isSilent = true
    var meter = ActiveLevelMeter()

    /// The largest sample in dB below full scale; nil for digital silence.
    var peak: Double? { isSilent || meter.peak == 0 ? nil : 20 * log10(Double(min(meter.peak, 1))) }

    mutating func add(_ other: EncodedSound) {
        overs += other.overs
        isSilent = isSilent && other.isSilent
        meter.add(other.meter)
    }
}

/// Rounds, codes and writes blocks to their place in the file.
final class AnnouncementEncoder: MonoSink {
    private let recipe: Recipe
    private let file: AnnouncementFile
    private let headerSize: Int
    private let g711: G711?
    private var quantizer: Quantizer
    private var meter = ActiveLevelMeter()
    private var samples: UnsafeMutableBufferPointer<Int16> = .allocate(capacity: 0)
    private var codes: [UInt8] = []

    init(_ recipe: Recipe, file: AnnouncementFile) {
        self.recipe = recipe
        self.file = file
        headerSize = Self.header(recipe, samples: 0).count
        g711 = G711(recipe.encoding)
        quantizer = Quantizer(dither: recipe.dither)
    }

    deinit {
        samples.deallocate()
    }

    var result: EncodedSound {
        EncodedSound(overs: quantizer.overs, isSilent: quantizer.isSilent, meter: meter)
    }

    func take(_ index: Int, _ block: UnsafeBufferPointer<Float>) throws {
        if samples.count < block.count + 4 {
            samples.deallocate()
            samples = .allocate(capacity: block.count + 4)
            if g711 != nil { codes = Array(repeating: 0, count: block.count) }
        }
        guard let base = samples.baseAddress else { return }
        meter.push(block)
        quantizer.quantize(block, at: index, into: base)
        let rounded = UnsafeBufferPointer(start: base, count: block.count)
        let offset = headerSize + index * recipe.encoding.sampleSize
        guard let g711 else { return try file.write(UnsafeRawBufferPointer(rounded), at: offset) }
        try codes.withUnsafeMutableBufferPointer { codes in
            guard let base = codes.baseAddress else { return }
            g711.encode(rounded, into: base)
            try file.write(UnsafeRawBufferPointer(start: base, count: block.count), at: offset)
        }
    }

    /// Completes a file of `samples` samples with its header; returns its size in bytes.
    static func finish(_ file: AnnouncementFile, samples: Int, recipe: Recipe) throws(OutputError) -> Int {
        let largest = recipe.headerless ? Int.max : recipe.encoding.largestSampleCount
        guard samples <= largest else { throw .tooLong(samples: samples) }
        let header = header(recipe, samples: samples)
        try file.write(header, at: 0)
        let size = header.count + samples * recipe.encoding.sampleSize
        // A split that was given up may have written beyond the end.
        try file.truncate(to: size)
        // Chunks have even sizes.
        guard !recipe.headerless, !size.isMultiple(of: 2) else { return size }
        try file.write([0], at: size)
        return size + 1
    }

    private static func header(_ recipe: Recipe, samples: Int) -> [UInt8] {
        recipe.headerless ? [] : recipe.encoding.waveHeader(samples: samples)
    }
}

/// Keeps samples as they are, for the level stage to look at the whole before anything is rounded.
final class SpoolSink: MonoSink {
    private let spool: SampleSpool

    init(_ spool: SampleSpool) {
        self.spool = spool
    }

    var result: EncodedSound { EncodedSound() }

    func take(_ index: Int, _ block: UnsafeBufferPointer<Float>) throws {
        try spool.write(block, at: index)
    }
}
