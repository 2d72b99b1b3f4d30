/// Applies high-pass, gain, limiter and trim to a complete 8 kHz mono signal, in constant memory.
///
/// Two passes over the spool: the first filters and measures, the second delivers what is kept, with the gain. Without
/// high-pass and gain, samples come out unchanged. Finite samples give finite samples.
package struct Conditioner: Sendable {
    private let recipe: LevelRecipe

    /// Samples read at a time.
    package static let blockLength = 8192
    /// dB. Noise that a gain raises by more is reported,
    private static let reportedGain = 10.0
    /// if it then reaches this level, in dB below full scale (RMS): softer noise is lost in that of the telephone line.
    private static let audibleNoise = -60.0

    /// Creates the stage for one recipe.
    package init(_ recipe: LevelRecipe) {
        self.recipe = recipe
    }

    /// Conditions the first `count` samples of `spool` and passes them, in order, to `emit`.
    ///
    /// With the high-pass on, the spool holds the filtered signal afterwards. It is also on if a level is asked for and the
    /// recording has DC, which a gain would amplify.
    /// - Throws: `RecordingError` of the spool, and what `emit` throws.
    package func run(
        on spool: SampleSpool, count: Int, emit: (UnsafeBufferPointer<Float>) throws -> Void
    ) throws -> (report: LevelReport, findings: [Finding]) {
        let block = UnsafeMutableBufferPointer<Float>.allocate(capacity: Self.blockLength)
        defer { block.deallocate() }
        var findings: [Finding] = []

        var measured = try measure(spool, 0..<count, block, highPass: recipe.highPass)
        if recipe.target != nil, !recipe.highPass, measured.active.hasOffset {
            let mean = measured.active.mean
            measured = try measure(spool, 0..<count, block, highPass: true)
            findings.append(.dcOffset(mean, isRemoved: true))
        }
        let decision = recipe.target.map {
            GainDecision(
                target: $0, level: measured.level, truePeak: measured.truePeak,
                activeDuration: measured.active.activeDuration
            )
        }
        if let finding = decision?.finding { findings.append(finding) }
        let gain = decision?.gain ?? 0
        if gain > Self.reportedGain, let noise = measured.active.noise, noise + gain >= Self.audibleNoise {
            findings.append(.noiseRaised(by: gain, to: noise + gain))
        }

        var kept = 0..<count
        if recipe.trim, let activeLevel = measured.active.activeLevel {
            kept = try Trim(activeLevel: activeLevel, noiseFloor: measured.active.noiseFloor).keptRange(
                of: spool, count: count)
        }
        let report = LevelReport(
            target: recipe.target, levelBefore: measured.level, levelAfter: measured.level.map { $0 + gain },
            truePeakBefore: measured.truePeak, gain: gain,
            limited: decision?.excess ?? 0, trimmedStart: Double(kept.lowerBound) / 8000,
            trimmedEnd: Double(count - kept.upperBound) / 8000, samples: kept.count
        )
        if kept != 0..<count { findings.append(.trimmed(start: report.trimmedStart, end: report.trimmedEnd)) }

        let factor = Float(Decibel.amplitude(report.gain))
        let fade = Fade()
        var limiter = report.limited > 0 ? Limiter(ceiling: GainDecision.ceiling) : nil
        var position = 0
        func deliver(_ samples: UnsafeMutableBufferPointer<Float>) throws {
            fade.apply(
                to: samples, offset: position, count: kept.count,
                start: kept.lowerBound > 0, end: kept.upperBound < count
            )
            position += samples.count
            try emit(UnsafeBufferPointer(samples))
        }
        try forEachBlock(of: spool, kept, block) { samples, _ in
            if factor != 1 {
                for index in samples.indices { samples[index] *= factor }
            }
            if limiter == nil { try deliver(samples) }
            try limiter?.push(UnsafeBufferPointer(samples), deliver)
        }
        try limiter?.finish(deliver)
        return (report, findings)
    }

    private struct Measurement {
        /// As the target is measured.
        var level: Double?
        var truePeak: Double?
        var active: ActiveLevelMeter.Reading
    }

    /// The first pass: measures what the recipe needs, and applies the high-pass.
    private func measure(
        _ spool: SampleSpool, _ range: Range<Int>, _ block: UnsafeMutableBufferPointer<Float>, highPass: Bool
    ) throws -> Measurement {
        var filter = HighPass()
        var active = ActiveLevelMeter()
        var loudness = LoudnessMeter()
        var truePeak = TruePeakMeter()
        let measure = recipe.target?.measure
        try forEachBlock(of: spool, range, block) { samples, start in
            let constant = UnsafeBufferPointer(samples)
            if highPass {
                filter.process(samples)
                try spool.write(constant, at: start)
            }
            active.push(constant)
            if measure == .loudness { loudness.push(constant) }
            if measure != nil { truePeak.push(constant) }
        }
        let reading = active.reading
        let level: Double? =
            switch measure {
            case nil: nil
            case .speech: reading.activeLevel
            case .loudness: Self.loudness(loudness, samples: range.count)
            }
        return Measurement(level: level, truePeak: truePeak.truePeak, active: reading)
    }

    /// The loudness of a signal that silence follows, where it is shorter than the 400 ms that a loudness takes.
    private static func loudness(_ meter: LoudnessMeter, samples: Int) -> Double? {
        guard samples < LoudnessMeter.shortest else { return meter.loudness }
        var meter = meter
        [Float](repeating: 0, count: LoudnessMeter.shortest - samples).withUnsafeBufferPointer { meter.push($0) }
        return meter.loudness
    }

    /// Reads `range` into `block`, piece by piece; `body` gets each piece with the number of its first sample.
    private func forEachBlock(
        of spool: SampleSpool, _ range: Range<Int>, _ block: UnsafeMutableBufferPointer<Float>,
        _ body: (UnsafeMutableBufferPointer<Float>, Int) throws -> Void
    ) throws {
        for start in stride(from: range.lowerBound, to: range.upperBound, by: block.count) {
            let wanted = min(block.count, range.upperBound - start)
            let got = try spool.read(at: start, into: UnsafeMutableBufferPointer(rebasing: block[..<wanted]))
            guard got > 0 else { return }
            try body(UnsafeMutableBufferPointer(rebasing: block[..<got]), start)
        }
    }
}
