/// Changes to the level of an announcement; none by default.
public struct LevelRecipe: Hashable, Sendable, Codable {
    /// The level that speech is normalized to; nil leaves it unchanged.
    public var target: LevelTarget?
    /// Whether DC and rumble below 80 Hz are removed.
    public var highPass: Bool
    /// Whether silence at both ends is cut.
    public var trim: Bool
    /// Whether speech is made easier to understand in noise: see ``PolishReport``. Without a target its level stays what it was.
    public var polish: Bool
    /// Whether steady noise and hum are taken out of speech: see ``CleanReport``.
    public var clean: Bool

    /// Creates a recipe; without arguments it changes nothing.
    public init(
        target: LevelTarget? = nil, highPass: Bool = false, trim: Bool = false, polish: Bool = false,
        clean: Bool = false
    ) {
        self.clean = clean
        self.target = target
        self.highPass = highPass
        self.trim = trim
        self.polish = polish
    }

    /// Whether the recipe changes nothing.
    public var isNeutral: Bool {
        target == nil && !highPass && !trim && !polish && !clean
    }
}
