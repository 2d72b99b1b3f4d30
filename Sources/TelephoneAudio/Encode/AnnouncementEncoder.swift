/// Rounds samples, encodes them and writes them to their place in the file.
final class AnnouncementEncoder: MonoSink {
    private let recipe: Recipe
    private let writer: AlignedWriter
    private let headerSize: Int
    private let g711: G711?
    private var quantizer: Quantizer
    private var meter = ActiveLevelMeter()
    private var dtmf = DTMFDetector()
    /// The number of the first sample taken.
    private var start: Int?
    /// Rounded samples, before G.711.
    private var linear: UnsafeMutableBufferPointer<Int16> = .allocate(capacity: 0)

    init(_ recipe: Recipe, file: AnnouncementFile) {
        self.recipe = recipe
        writer = AlignedWriter(file)
        headerSize = Self.header(recipe, samples: 0).count
        g711 = G711(recipe.encoding)
        quantizer = Quantizer(dither: recipe.dither)
    }

    deinit {
        linear.deallocate()
    }

    func take(_ index: Int, _ block: UnsafeBufferPointer<Float>) throws {
        meter.push(block)
        if index < SampleStatistics.keyToneSamples {
            start = start ?? index
            dtmf.push(UnsafeBufferPointer(rebasing: block.prefix(SampleStatistics.keyToneSamples - index)))
        }
        let size = block.count * recipe.encoding.sampleSize
        guard let room = try writer.room(for: size, at: headerSize + index * recipe.encoding.sampleSize) else { return }
        if let g711 {
            if linear.count < block.count {
                linear.deallocate()
                linear = .allocate(capacity: block.count)
            }
            guard let base = linear.baseAddress else { return }
            quantizer.quantize(block, at: index, into: base)
            g711.encode(
                UnsafeBufferPointer(start: base, count: block.count),
                into: room.bindMemory(to: UInt8.self, capacity: size))
        } else {
            quantizer.quantize(block, at: index, into: room.bindMemory(to: Int16.self, capacity: block.count))
        }
        try writer.commit(size)
    }

    func finish() throws -> SampleStatistics {
        try writer.flush()
        let keyTones = dtmf.tones.map { tone in
            var tone = tone
            tone.at += Double(start ?? 0) / Double(telephoneRate)
            return tone
        }
        return SampleStatistics(
            overs: quantizer.overs, isSilent: quantizer.isSilent, meter: meter, keyTones: keyTones)
    }

    /// Completes a file of `samples` samples with its header.
    ///
    /// - Parameter fades: whether ends that are far from zero are faded.
    static func finish(
        _ file: AnnouncementFile, samples: Int, fades: Bool, recipe: Recipe
    ) throws(OutputError) {
        let largest = recipe.headerless ? Int.max : recipe.encoding.largestSampleCount
        guard samples <= largest else { throw .tooLong(samples: samples) }
        let header = header(recipe, samples: samples)
        try file.write(header, at: 0)
        let size = header.count + samples * recipe.encoding.sampleSize
        // Workers of an abandoned split may have written beyond the end.
        try file.truncate(to: size)
        if fades { try EndFade(file, headerSize: header.count, recipe.encoding).apply(to: samples) }
        // Chunks have even sizes.
        if !recipe.headerless, !size.isMultiple(of: 2) { try file.write([0], at: size) }
    }

    fileprivate static func header(_ recipe: Recipe, samples: Int) -> [UInt8] {
        recipe.headerless ? [] : recipe.encoding.waveHeader(samples: samples)
    }
}

extension AnnouncementFile {
    /// Whether another process has written an announcement of this many samples: it begins with their header, and has their
    /// size.
    package func holds(samples: Int, of recipe: Recipe) throws(OutputError) -> Bool {
        let size = try size
        guard (0...size).contains(samples) else { return false }
        let header = AnnouncementEncoder.header(recipe, samples: samples)
        let sound = header.count + samples * recipe.encoding.sampleSize
        guard size == (recipe.headerless ? sound : sound + sound % 2) else { return false }
        return try read(header.count, at: 0) == header
    }
}
