/// Applies high-pass, polish, gain, limiter and trim to a complete 8 kHz mono signal, in constant memory.
///
/// Two passes over the spool: the first filters and measures, the second delivers what is kept, with the gain. Between them
/// speech is polished, which takes a pass of its own, since how much it lacks is known only after the first. Where the limiter
/// has much to do with a short recording, the last is rehearsed before. Without high-pass, polish and gain, samples come out
/// unchanged. Finite samples give finite samples.
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
        var clean: CleanReport?
        if recipe.clean {
            let report = try self.clean(spool, count, block, &measured)
            findings.append(report.finding)
            clean = report
        }
        let (levelBefore, noiseBefore) = (measured.active.activeLevel, measured.active.noise)
        let target = recipe.target ?? (recipe.polish ? levelBefore.map(LevelTarget.init(keeping:)) : nil)
        var polish: PolishReport?
        if recipe.polish {
            let report = try self.polish(spool, count, block, &measured)
            findings.append(report.finding)
            polish = report
        }
        let isLevelled = recipe.target != nil || polish?.outcome == .polished
        var kept = 0..<count
        if recipe.trim, let activeLevel = measured.active.activeLevel {
            kept = try Trim(activeLevel: activeLevel, noiseFloor: measured.active.noiseFloor).keptRange(
                of: spool, count: count)
        }
        let pass = FinalPass(spool: spool, kept: kept, count: count, block: block)
        let reduction = (levelBefore ?? 0) - (measured.active.activeLevel ?? levelBefore ?? 0)
        let (decision, levelAfter) = try decide(isLevelled ? target : nil, measured, reduction, pass)
        if recipe.target != nil, let finding = decision.finding { findings.append(finding) }
        if let noise = measured.active.noise, noise + decision.gain >= Self.audibleNoise {
            let raised = noise + decision.gain - (noiseBefore ?? noise)
            if raised > Self.reportedGain { findings.append(.noiseRaised(by: raised, to: noise + decision.gain)) }
        }
        let report = LevelReport(
            target: recipe.target, levelBefore: measured.level, levelAfter: levelAfter,
            truePeakBefore: measured.truePeak, gain: decision.gain,
            limited: decision.excess, trimmedStart: Double(kept.lowerBound) / 8000,
            trimmedEnd: Double(count - kept.upperBound) / 8000, samples: kept.count,
            clean: clean, polish: polish
        )
        if kept != 0..<count { findings.append(.trimmed(start: report.trimmedStart, end: report.trimmedEnd)) }
        try pass.run(decision, emit)
        return (report, findings)
    }

    /// The gain, and the level that comes of it.
    ///
    /// A limiter that takes much off the peaks takes some off the level too, by how much only shows when it is done. So the final
    /// pass is rehearsed, and the gain raised by what is missing.
    private func decide(
        _ target: LevelTarget?, _ measured: Measurement, _ reduction: Double, _ pass: FinalPass
    ) throws -> (GainDecision, levelAfter: Double?) {
        guard let target else { return (.unchanged, nil) }
        // dB that the limiter takes off the level.
        var loss = 0.0
        func decision() -> GainDecision {
            GainDecision(
                target: target, level: measured.level.map { $0 - loss }, truePeak: measured.truePeak,
                activeDuration: measured.active.activeDuration, reduction: reduction)
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

    /// Takes hum and steady noise out of the speech of the spool, and measures what comes of it.
    private func clean(
        _ spool: SampleSpool, _ count: Int, _ block: UnsafeMutableBufferPointer<Float>, _ measured: inout Measurement
    ) throws -> CleanReport {
        let before = measured.active.noise
        guard let level = measured.active.activeLevel else {
            return CleanReport(.alreadyClean, noiseBefore: before)
        }
        let isNoisy = before.map { $0 >= Self.heardNoise && $0 >= level - Self.cleanMargin } ?? false
        // Loud noise fills the gaps of speech and hides its consonants, which distinguish speech from music.
        let isSpeech = measured.active.character?.isSpeech == true
        guard isSpeech || isNoisy else { return CleanReport(.notSpeech, noiseBefore: before) }
        var detector = HumDetector()
        try spool.forEachBlock(of: 0..<min(count, HumDetector.longest * telephoneRate), block) { samples, _ in
            detector.push(UnsafeBufferPointer(samples))
        }
        let hum = detector.hum
        guard isNoisy || hum != nil else { return CleanReport(.alreadyClean, noiseBefore: before) }
        var filter = hum.map(HumFilter.init)
        try spool.forEachBlock(of: 0..<min(count, HumFilter.warmUpLength), block) { samples, _ in
            filter?.warmUp(on: UnsafeBufferPointer(samples))
        }
        let reduction = isNoisy ? NoiseReduction(peak: measured.active.peak) : nil
        // Once to learn the noise, and once more to take it out.
        func rehearse(_ hear: (UnsafeBufferPointer<Float>) -> Void) throws {
            guard let reduction else { return }
            var filter = filter
            try spool.forEachBlock(of: 0..<count, block) { samples, _ in
                filter?.process(samples)
                reduction.push(UnsafeBufferPointer(samples), hear)
            }
            reduction.rewind()
        }
        try rehearse { _ in }
        if !isSpeech {
            var heard = ActiveLevelMeter(describes: true)
            try rehearse { heard.push($0) }
            guard heard.reading.character?.isSpeech == true else {
                return CleanReport(.notSpeech, noiseBefore: before)
            }
        }
        var meters = Meters(recipe, measuresPeak: !recipe.polish, describes: recipe.polish)
        var position = 0
        func store(_ samples: UnsafeBufferPointer<Float>) throws {
            try spool.write(samples, at: position)
            position += samples.count
            meters.push(samples)
        }
        try spool.forEachBlock(of: 0..<count, block) { samples, _ in
            filter?.process(samples)
            let filtered = UnsafeBufferPointer(samples)
            if let reduction { try reduction.push(filtered, store) } else { try store(filtered) }
        }
        try reduction?.finish(store)
        measured = meters.measurement
        return CleanReport(
            .cleaned, noiseBefore: isNoisy ? before : nil, noiseAfter: isNoisy ? measured.active.noise : nil,
            hum: hum?.mains)
    }

    /// dB below full scale (RMS). Softer noise is lost in that of the line.
    private static let heardNoise = -65.0
    /// dB under the speech: noise that is softer disturbs less than taking it out would.
    private static let cleanMargin = 40.0

    /// How often a recording is polished at most.
    private static let mostPolishes = 3

    /// Makes the speech of the spool easier to understand by as much as it lacks, and measures what comes of it. Where it then still
    /// lacks something and is not too long for a rehearsal, it is polished again, so that what comes of it lacks nothing when it is converted another time.
    private func polish(
        _ spool: SampleSpool, _ count: Int, _ block: UnsafeMutableBufferPointer<Float>, _ measured: inout Measurement
    ) throws -> PolishReport {
        var polished: PolishReport?
        for _ in 0..<Self.mostPolishes {
            switch PolishPlan(measured.active, isBegun: polished != nil) {
            case .leave(let outcome):
                if let polished { return polished }
                if recipe.target != nil { measured.truePeak = try truePeak(spool, count, block) }
                return PolishReport(outcome)
            case .polish(let settings):
                var chain = PolishChain(settings, removesRumble: polished == nil)
                let mayRepeat = count <= Self.longestRehearsal
                var meters = Meters(recipe, measuresPeak: true, describes: mayRepeat)
                var position = 0
                func store(_ samples: UnsafeBufferPointer<Float>) throws {
                    // Behind what is read: a sample comes out of the chain after it went in.
                    try spool.write(samples, at: position)
                    position += samples.count
                    meters.push(samples)
                }
                try spool.forEachBlock(of: 0..<count, block) { samples, _ in
                    try chain.push(UnsafeBufferPointer(samples), store)
                }
                try chain.finish(store)
                measured = meters.measurement
                let report = PolishReport(
                    presence: settings.presence, ratio: settings.ratio, compression: chain.meanReduction)
                polished = polished.map { $0 + report } ?? report
                if !mayRepeat { return report }
            }
        }
        return polished ?? PolishReport(.alreadyClear)
    }

    private func truePeak(
        _ spool: SampleSpool, _ count: Int, _ block: UnsafeMutableBufferPointer<Float>
    ) throws -> Double? {
        var meter = TruePeakMeter()
        try spool.forEachBlock(of: 0..<count, block) { samples, _ in meter.push(UnsafeBufferPointer(samples)) }
        return meter.truePeak
    }

    private struct Measurement {
        /// As the target is measured.
        var level: Double?
        var truePeak: Double?
        var active: ActiveLevelMeter.Reading
    }

    /// What a recipe needs to know of a signal.
    private struct Meters {
        private let measure: LevelTarget.Measure?
        private var active: ActiveLevelMeter
        private var loudness: TargetMeter?
        private var truePeak: TruePeakMeter?

        init(_ recipe: LevelRecipe, measuresPeak: Bool, describes: Bool) {
            measure = recipe.target?.measure ?? (recipe.polish ? .speech : nil)
            active = ActiveLevelMeter(describes: describes)
            loudness = measure == .loudness ? TargetMeter(.loudness) : nil
            truePeak = measure != nil && measuresPeak ? TruePeakMeter() : nil
        }

        mutating func push(_ samples: UnsafeBufferPointer<Float>) {
            active.push(samples)
            loudness?.push(samples)
            truePeak?.push(samples)
        }

        var measurement: Measurement {
            let reading = active.reading
            let level: Double? =
                switch measure {
                case nil: nil
                case .speech: reading.activeLevel
                case .loudness: loudness?.level
                }
            return Measurement(level: level, truePeak: truePeak?.truePeak, active: reading)
        }
    }

    /// The first pass: measures what the recipe needs, and applies the high-pass. What is to be polished changes its peaks.
    private func measure(
        _ spool: SampleSpool, _ range: Range<Int>, _ block: UnsafeMutableBufferPointer<Float>, highPass: Bool
    ) throws -> Measurement {
        var filter = HighPass()
        var meters = Meters(recipe, measuresPeak: !recipe.polish, describes: recipe.polish || recipe.clean)
        try spool.forEachBlock(of: range, block) { samples, start in
            let constant = UnsafeBufferPointer(samples)
            if highPass {
                filter.process(samples)
                try spool.write(constant, at: start)
            }
            meters.push(constant)
        }
        return meters.measurement
    }
}

extension CleanReport {
    /// What is said of it.
    fileprivate var finding: Finding {
        outcome == .cleaned
            ? .cleaned(from: noiseBefore, to: noiseAfter, hum: hum) : .notCleaned(because: outcome)
    }
}

extension PolishReport {
    /// What is said of it.
    fileprivate var finding: Finding {
        outcome == .polished
            ? .polished(presence: presence, compression: compression) : .notPolished(because: outcome)
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
