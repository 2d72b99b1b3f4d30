extension ActiveLevelMeter {
    /// The measurements of a signal.
    package struct Reading: Sendable {
        /// The active speech level (ITU-T P.56) above 300 Hz, in dB below full scale (RMS); nil if nothing is loud enough to
        /// be heard.
        package var activeLevel: Double?
        /// Seconds of sound that counts for the level: within 15.9 dB of it.
        package var activeDuration = 0.0
        /// The level that a tenth of the signal stays under, in dB below full scale; nil for digital silence.
        var noiseFloor: Double?
        /// The level of the noise in the pauses; nil if there is nothing as steady as noise.
        var noise: Double?
        /// The largest magnitude of a sample; full scale is 1.0.
        package var peak: Float = 0
        /// The mean of all samples: DC.
        package var mean = 0.0
        /// What the sound within 15.9 dB of the level is like; nil unless the meter was to find out.
        var character: SpeechCharacter.Result?

        /// Whether there is so much DC that it takes up room: 1 % of full scale.
        var hasOffset: Bool { abs(mean) >= 0.01 }
    }

    /// What was counted of the hops so far.
    struct Measured: Sendable {
        private(set) var samples = 0
        private var figures = Figures()
        private var head = Head()
        private var peak: Float = 0
        private var sum = 0.0
        /// Room for the hops of one batch.
        private var hops = Self.room
        /// Nil unless the sound is to be described.
        private var character: SpeechCharacter?
        private var highHops: [SpeechBand.Hop] = []

        private static let room = [SpeechBand.Hop](
            repeating: SpeechBand.Hop(power: 0, magnitude: 0), count: SpeechBand.batch / SpeechBand.hop)

        init(describes: Bool) {
            guard describes else { return }
            character = SpeechCharacter()
            highHops = Self.room
        }

        /// dB below full scale. What is softer is not heard on a telephone.
        private static let softest = -70.0

        private struct Figures: Sendable {
            var level = SpeechLevel()
            var powers = HopPowers()

            mutating func add(_ hop: SpeechBand.Hop) {
                level.add(hop)
                powers.add(hop.power)
            }

            mutating func append(_ other: Figures, after head: Figures) {
                level.append(other.level, after: head.level)
                powers.append(other.powers, after: head.powers)
            }
        }

        /// How the signal began: its first second is counted differently when it turns out to follow another one.
        private struct Head: Sendable {
            /// The samples of the first hop.
            var samples: [Float] = []
            var hops: [SpeechBand.Hop] = []
            /// The figures of these hops alone.
            var figures = Figures()

            /// Hops kept: the envelope of P.56 has then forgotten what was before.
            static let length = 128
        }

        private static let highBand = SpeechBand(corner: PolishChain.shelfMiddle)

        /// Counts the first `count` samples of a batch; an unfinished hop counts as if silence followed.
        mutating func add(
            _ batch: UnsafePointer<Float>, history: UnsafePointer<Float>, count: Int, _ band: SpeechBand
        ) {
            let extremes = hops.withUnsafeMutableBufferPointer {
                band.measure(batch, history: history, into: $0)
            }
            if samples == 0 {
                head.samples = Array(UnsafeBufferPointer(start: batch, count: SpeechBand.hop))
            }
            peak = max(peak, extremes.peak)
            sum += extremes.sum
            let complete = (count + SpeechBand.hop - 1) / SpeechBand.hop
            for index in 0..<complete { add(hops[index]) }
            if character != nil {
                highHops.withUnsafeMutableBufferPointer { hops in
                    _ = Self.highBand.measureHops(batch, history: history, into: hops)
                }
                for index in 0..<complete { character?.add(hops[index].power, high: highHops[index].power) }
            }
            samples += count
        }

        private mutating func add(_ hop: SpeechBand.Hop) {
            figures.add(hop)
            if head.hops.count < Head.length {
                head.hops.append(hop)
                head.figures.add(hop)
            }
        }

        /// Puts the measurements of the signal before in front of these.
        ///
        /// - Parameter history: the last samples of the signal before.
        mutating func precede(with earlier: Measured, history: [Float], _ band: SpeechBand) {
            var whole = earlier
            for (index, hop) in head.hops.enumerated() {
                whole.add(index == 0 ? band.hop(head.samples, history: history) : hop)
            }
            if head.hops.count == Head.length { whole.figures.append(figures, after: head.figures) }
            whole.samples += samples
            whole.peak = max(peak, whole.peak)
            whole.sum += sum
            self = whole
        }

        var reading: Reading {
            var reading = Reading(peak: peak, mean: samples > 0 ? sum / Double(samples) : 0)
            reading.noiseFloor = figures.powers.floor
            reading.noise = figures.powers.noise
            guard let level = figures.level.level, level > Self.softest else { return reading }
            reading.activeLevel = level
            let active = figures.powers.count(from: level - SpeechLevel.margin)
            reading.activeDuration = Double(active * SpeechBand.hop) / Double(telephoneRate)
            reading.character = character?.result(at: level)
            return reading
        }
    }
}
