/// Returns the weight of each channel in the mono mix. Weights add up to one, so a mix never clips.
///
/// Two channels: their mean. Known layouts: ITU-R BS.775-4, table 2, brought to mono (centre 1, left and right 0.7071,
/// surround 0.5), the low-frequency channel dropped. Unnamed layouts: the mean of all channels.
func mixWeights(of channels: [Speaker?]) -> [Float] {
    let known = channels.compactMap { $0 }
    let plain = channels.count <= 2 || known.count < channels.count || known.allSatisfy { $0 == .lowFrequency }
    let weights: [Float] = plain ? channels.map { _ in 1 } : known.map(\.mixWeight)
    let sum = weights.reduce(0, +)
    return weights.map { $0 / sum }
}

extension Speaker {
    fileprivate var mixWeight: Float {
        switch self {
        case .center: 1
        case .left, .right, .centerLeft, .centerRight: 0.707_106_77
        case .lowFrequency: 0
        case .surroundLeft, .surroundRight, .surroundCenter, .sideLeft, .sideRight: 0.5
        case .topCenter, .topFrontLeft, .topFrontCenter, .topFrontRight, .topRearLeft, .topRearCenter,
            .topRearRight:
            0.5
        }
    }
}
