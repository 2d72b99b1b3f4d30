/// The position of a channel's loudspeaker.
public enum Speaker: String, Hashable, Sendable, Codable, CaseIterable {
    // The names are those of WAVEFORMATEXTENSIBLE, with "surround" for "back".
    case left, right, center, lowFrequency
    case surroundLeft, surroundRight, surroundCenter
    case sideLeft, sideRight
    case centerLeft, centerRight
    case topCenter, topFrontLeft, topFrontCenter, topFrontRight, topRearLeft, topRearCenter, topRearRight

    /// The speakers of a `dwChannelMask` in the order of its bits (Microsoft, WAVEFORMATEXTENSIBLE).
    static let maskOrder: [Speaker] = [
        .left, .right, .center, .lowFrequency, .surroundLeft, .surroundRight, .centerLeft, .centerRight,
        .surroundCenter, .sideLeft, .sideRight, .topCenter, .topFrontLeft, .topFrontCenter, .topFrontRight,
        .topRearLeft, .topRearCenter, .topRearRight,
    ]

    /// Returns the channels of a file with `count` channels and this mask; unnamed ones are nil.
    package static func channels(count: Int, mask: UInt32) -> [Speaker?] {
        let named = maskOrder.enumerated().filter { mask & (1 << UInt32($0.offset)) != 0 }.map(\.element)
        return (0..<max(0, count)).map { $0 < named.count ? named[$0] : nil }
    }

    /// Returns the layout for a number of channels, for formats that fix it (FLAC: RFC 9639 section 9.1.3). WAV does so
    /// for one and two channels only.
    package static func standardChannels(count: Int) -> [Speaker?] {
        let layouts: [[Speaker?]] = [
            [.center],
            [.left, .right],
            [.left, .right, .center],
            [.left, .right, .surroundLeft, .surroundRight],
            [.left, .right, .center, .surroundLeft, .surroundRight],
            [.left, .right, .center, .lowFrequency, .surroundLeft, .surroundRight],
            [.left, .right, .center, .lowFrequency, .surroundCenter, .sideLeft, .sideRight],
            [.left, .right, .center, .lowFrequency, .surroundLeft, .surroundRight, .sideLeft, .sideRight],
        ]
        return (1...layouts.count).contains(count)
            ? layouts[count - 1] : Array(repeating: nil, count: max(0, count))
    }
}
