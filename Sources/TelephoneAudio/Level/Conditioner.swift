/// Applies high-pass, gain and trim to a complete 8 kHz mono signal, in constant memory.
///
/// Two passes over the spool: the first filters and measures, the second delivers what is kept, with the gain. Without
/// high-pass and gain, samples come out unchanged. Finite samples give finite samples.
package struct Conditioner: Sendable {
    private let recipe: LevelRecipe

    /// Samples in every delivered block but the last.
    package static let blockLength = 8192

    /// Creates the stage for one recipe.
    package init(_ recipe: LevelRecipe) {
        self.recipe = recipe
    }

    /// Conditions the first `count` samples of `spool` and passes them, in order, to `emit`.
    ///
    /// With the high-pass on, the spool holds the filtered signal afterwards.
    /// - Throws: `RecordingError` of the spool, and what `emit` throws.
    package func run(
        on spool: SampleSpool, count: Int, emit: (UnsafeBufferPointer<Float>) throws -> Void
    ) throws -> (report: LevelReport, findings: [Finding]) {
        let block = UnsafeMutableBufferPointer<Float>.allocate(capacity: Self.blockLength)
        defer { block.deallocate() }
        var findings: [Finding] = []

        let measured = try measure(spool, 0..<count, block)
        let decision = recipe.target.map {
            GainDecision(
                target: $0, loudness: measured.loudness, truePeak: measured.truePeak,
                activeDuration: measured.activeDuration
            )
        }
        if let finding = decision?.finding { findings.append(finding) }

        var kept = 0..<count
        if recipe.trim, let activeLevel = measured.activeLevel {
            kept = try Trim(activeLevel: activeLevel, noiseFloor: measured.noiseFloor).keptRange(
                of: spool, count: count)
        }
        let report = LevelReport(
            loudnessBefore: measured.loudness, truePeakBefore: measured.truePeak, gain: decision?.gain ?? 0,
            trimmedStart: Double(kept.lowerBound) / 8000, trimmedEnd: Double(count - kept.upperBound) / 8000,
            samples: kept.count
        )
        if kept != 0..<count { findings.append(.trimmed(start: report.trimmedStart, end: report.trimmedEnd)) }

        let factor = Float(Decibel.amplitude(report.gain))
        let fade = Fade()
        try forEachBlock(of: spool, kept, block) { samples, start in
            if factor != 1 {
                for index in samples.indices { samples[index] *= factor }
            }
            fade.apply(
                to: samples, offset: start - kept.lowerBound, count: kept.count,
                start: kept.lowerBound > 0, end: kept.upperBound < count
            )
            try emit(UnsafeBufferPointer(samples))
        }
        return (report, findings)
    }

    private struct Measurement {
        var loudness, truePeak, activeLevel, noiseFloor: Double?
        var activeDuration = 0.0
    }

    /// The first pass: measures what the recipe needs, and applies the high-pass.
    private func measure(
        _ spool: SampleSpool, _ range: Range<Int>, _ block: UnsafeMutableBufferPointer<Float>
    ) throws -> Measurement {
        var highPass = HighPass()
        var active = ActiveLevelMeter()
        var loudness = LoudnessMeter()
        var truePeak = TruePeakMeter()
        var noiseFloor = NoiseFloor()
        try forEachBlock(of: spool, range, block) { samples, start in
            let constant = UnsafeBufferPointer(samples)
            if recipe.highPass {
                highPass.process(samples)
                try spool.write(constant, at: start)
            }
            active.push(constant)
            if recipe.target != nil {
                loudness.push(constant)
                truePeak.push(constant)
            }
            if recipe.trim { noiseFloor.push(constant) }
        }
        return Measurement(
            loudness: loudness.loudness, truePeak: truePeak.truePeak, activeLevel: active.activeLevel,
            noiseFloor: noiseFloor.level, activeDuration: active.activeDuration
        )
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
