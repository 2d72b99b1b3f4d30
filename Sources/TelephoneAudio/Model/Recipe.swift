/// All settings of a conversion. The same recording and the same recipe give the same bytes.
public struct Recipe: Hashable, Sendable, Codable {
    /// How the recording's file is read.
    public var reading: ReadingOptions
    /// The channels to use.
    public var channels: ChannelChoice
    /// The engine that resamples to 8 kHz.
    public var resampler: ResamplerChoice
    /// Changes to the level; none by default.
    public var level: LevelRecipe
    /// Whether triangular dither of ± one step is added before rounding.
    public var dither: Bool
    /// The encoding of samples; only the default plays on the telephone.
    public var encoding: AnnouncementEncoding
    /// Whether samples are written without a WAV header.
    public var headerless: Bool

    /// Creates a recipe; without arguments it changes nothing but the format.
    public init(
        channels: ChannelChoice = .mix, resampler: ResamplerChoice = .fast, level: LevelRecipe = LevelRecipe(),
        dither: Bool = false, encoding: AnnouncementEncoding = .pcm16, headerless: Bool = false,
        reading: ReadingOptions = ReadingOptions()
    ) {
        self.reading = reading
        self.channels = channels
        self.resampler = resampler
        self.level = level
        self.dither = dither
        self.encoding = encoding
        self.headerless = headerless
    }
}

extension Recipe: CustomStringConvertible {
    /// A text that is equal for recipes that make the same announcement, such as "2 pcm16 mix fast level=-19 dBm0 trim".
    /// What only refuses recordings (`reading.longest`) is not part of it.
    ///
    /// Begins with the version of the conversion itself, so that announcements of an older one count as outdated.
    public var description: String {
        let channel =
            switch channels {
            case .mix: "mix"
            case .only(let number): "channel=\(number)"
            }
        let parts: [String?] = [
            "2", encoding.rawValue, channel, resampler.rawValue, level.target.map { "level=\($0)" },
            level.highPass ? "high-pass" : nil, level.trim ? "trim" : nil,
            level.clean ? "clean" : nil, level.polish ? "polish" : nil, dither ? "dither" : nil,
            headerless ? "raw" : nil, reading.track.map { "track=\($0)" },
            reading.rawFormat.map { "from=\($0.rawValue)" },
        ]
        return parts.compactMap { $0 }.joined(separator: " ")
    }
}
