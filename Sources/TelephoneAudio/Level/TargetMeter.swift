/// Measures the level of an 8 kHz mono signal the way a target is given.
enum TargetMeter: Sendable {
    case speech(ActiveLevelMeter)
    case loudness(LoudnessMeter, samples: Int)

    init(_ measure: LevelTarget.Measure) {
        self =
            switch measure {
            case .speech: .speech(ActiveLevelMeter())
            case .loudness: .loudness(LoudnessMeter(), samples: 0)
            }
    }

    /// Takes the next samples, in pieces of any size.
    mutating func push(_ samples: UnsafeBufferPointer<Float>) {
        switch self {
        case .speech(var meter):
            meter.push(samples)
            self = .speech(meter)
        case .loudness(var meter, let count):
            meter.push(samples)
            self = .loudness(meter, samples: count + samples.count)
        }
    }

    /// dB below full scale; nil if nothing is loud enough to measure.
    var level: Double? {
        switch self {
        case .speech(let meter): return meter.activeLevel
        case .loudness(var meter, let samples):
            // A shorter signal than the 400 ms that a loudness takes is measured as if silence followed.
            let missing = max(0, LoudnessMeter.shortest - samples)
            [Float](repeating: 0, count: missing).withUnsafeBufferPointer { meter.push($0) }
            return meter.loudness
        }
    }
}
