/// Applies high-pass, gain, limiter and trim to a complete 8 kHz mono signal, in constant memory.
///
/// Two passes over the spool: the first filters and measures, the second delivers what is kept, with the gain. Where the limiter
/// has much to do with a short recording, the second is rehearsed before. Without high-pass and gain, samples come out unchanged. Finite
/// samples give finite samples.
package struct Conditioner: Sendable {
    private let recipe: LevelRecipe

    /// Samples read at a time.
    package static let blockLength = 8192
    /// dB. Noise that a gain raises by more is reported,
    private static let reportedGain = 10.0
    /// if it then reaches this level, in dB below full scale (RMS): softer noise is lost in that of the telephone line.
    private static let audibleNoise = -60.0
    /// dB. With less for the limiter to take off, the level hardly changes.
    private static let rehearsedExcess = 1.0
    /// How often the final pass is rehearsed at most, and the dB by which the level may then be missed.
    private static let rehearsals = 3
    private static let rehearsalTolerance = 0.1
    /// One minute. What is longer does not stand beside single words, and its rehearsal would take longer than the conversion.
    private static let longestRehearsal = 60 * telephoneRate

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
        var kept = 0..<count
        if recipe.trim, let activeLevel = measured.active.activeLevel {
            kept = try Trim(activeLevel: activeLevel, noiseFloor: measured.active.noiseFloor).keptRange(
                of: spool, count: count)
        }
        let pass = FinalPass(spool: spool, kept: kept, count: count, block: block)
        let (decision, levelAfter) = try decide(measured, pass)
        if let finding = decision.finding { findings.append(finding) }
        if decision.gain > Self.reportedGain, let noise = measured.active.noise,
            noise + decision.gain >= Self.audibleNoise
        {
            findings.append(.noiseRaised(by: decision.gain, to: noise + decision.gain))
        }
        let report = LevelReport(
            target: recipe.target, levelBefore: measured.level, levelAfter: levelAfter,
            truePeakBefore: measured.truePeak, gain: decision.gain,
            limited: decision.excess, trimmedStart: Double(kept.lowerBound) / 8000,
            trimmedEnd: Double(count - kept.upperBound) / 8000, samples: kept.count
        )
        if kept != 0..<count { findings.append(.trimmed(start: report.trimmedStart, end: report.trimmedEnd)) }
        try pass.run(decision, emit)
        return (report, findings)
    }

    /// The gain, and the level that comes of it.
    ///
    /// A limiter that takes much off the peaks takes some off the level too, by how much only shows when it is done. So the final
    /// pass is rehearsed, and the gain raised by what is missing.
    private func decide(_ measured: Measurement, _ pass: FinalPass) throws -> (GainDecision, levelAfter: Double?) {
        guard let target = recipe.target else { return (.unchanged, nil) }
        // dB that the limiter takes off the level.
        var loss = 0.0
        func decision() -> GainDecision {
            GainDecision(
                target: target, level: measured.level.map { $0 - loss }, truePeak: measured.truePeak,
                activeDuration: measured.active.activeDuration)
        }
        for _ in 0..<(pass.kept.count <= Self.longestRehearsal ? Self.rehearsals : 0) {
            let tried = decision()
            guard tried.excess >= Self.rehearsedExcess, let level = measured.level else { break }
            var meter = TargetMeter(target.measure)
            try pass.run(tried) { meter.push($0) }
            guard let reached = meter.level else { break }
            let found = level + tried.gain - reached
            guard abs(found - loss) > Self.rehearsalTolerance else { break }
            loss = max(0, found)
        }
        let final = decision()
        return (final, measured.level.map { $0 - loss + final.gain })
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
        var loudness = recipe.target?.measure == .loudness ? TargetMeter(.loudness) : nil
        var truePeak = TruePeakMeter()
        let measure = recipe.target?.measure
        try spool.forEachBlock(of: range, block) { samples, start in
            let constant = UnsafeBufferPointer(samples)
            if highPass {
                filter.process(samples)
                try spool.write(constant, at: start)
            }
            active.push(constant)
            loudness?.push(constant)
            if measure != nil { truePeak.push(constant) }
        }
        let reading = active.reading
        let level: Double? =
            switch measure {
            case nil: nil
            case .speech: reading.activeLevel
            case .loudness: loudness?.level
            }
        return Measurement(level: level, truePeak: truePeak.truePeak, active: reading)
    }
}

extension SampleSpool {
    /// Reads `range` into `block`, piece by piece; `body` gets each piece with the number of its first sample.
    ///
    /// - Throws: `RecordingError.system` with `action: .spool`, and what `body` throws.
    func forEachBlock(
        of range: Range<Int>, _ block: UnsafeMutableBufferPointer<Float>,
        _ body: (UnsafeMutableBufferPointer<Float>, Int) throws -> Void
    ) throws {
        for start in stride(from: range.lowerBound, to: range.upperBound, by: block.count) {
            let wanted = min(block.count, range.upperBound - start)
            let got = try read(at: start, into: UnsafeMutableBufferPointer(rebasing: block[..<wanted]))
            guard got > 0 else { return }
            try body(UnsafeMutableBufferPointer(rebasing: block[..<got]), start)
        }
    }
}
