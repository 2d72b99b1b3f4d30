/// Everything that decides what an announcement sounds like and how it is stored: same recording and same recipe, same
/// bytes.
public struct Recipe: Hashable, Sendable {
    /// Which channels to use.
    public var channels: ChannelChoice
    /// Which engine brings the recording to 8 kHz.
    public var resampler: ResamplerChoice
    /// What is to happen to the level; nothing by default.
    public var level: LevelRecipe
    /// Whether triangular noise of one step is added before rounding.
    public var dither: Bool
    /// How samples are stored; only the default plays on the telephone.
    public var encoding: AnnouncementEncoding
    /// Whether the samples go without a WAV header.
    public var headerless: Bool

    /// Creates a recipe; without arguments the faithful conversion.
    public init(
        channels: ChannelChoice = .mix, resampler: ResamplerChoice = .fast, level: LevelRecipe = LevelRecipe(),
        dither: Bool = false, encoding: AnnouncementEncoding = .pcm16, headerless: Bool = false
    ) {
        self.channels = channels
        self.resampler = resampler
        self.level = level
        self.dither = dither
        self.encoding = encoding
        self.headerless = headerless
    }
}

extension Recipe: CustomStringConvertible {
    /// One line that is equal exactly where recipes are, such as "pcm16 mix fast level=-22 LUFS trim".
    ///
    /// Begins with the version of the conversion itself: announcements of an older one count as outdated.
    public var description: String {
        let channel =
            switch channels {
            case .mix: "mix"
            case .only(let number): "channel=\(number)"
            }
        let parts: [String?] = [
            "1", encoding.rawValue, channel, resampler.rawValue, level.target.map { "level=\($0)" },
            level.highPass ? "high-pass" : nil, level.trim ? "trim" : nil, dither ? "dither" : nil,
            headerless ? "raw" : nil,
        ]
        return parts.compactMap { $0 }.joined(separator: " ")
    }
}
