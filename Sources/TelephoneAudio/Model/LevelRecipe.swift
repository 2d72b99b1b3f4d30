/// What is to happen to the level of an announcement. Nothing, unless asked for.
public struct LevelRecipe: Hashable, Sendable {
    /// The level to bring speech to; nil leaves it alone.
    public var target: LevelTarget?
    /// Whether DC and rumble below 80 Hz are taken out.
    public var highPass: Bool
    /// Whether silence at both ends is cut.
    public var trim: Bool

    /// Creates a recipe; without arguments one that changes nothing.
    public init(target: LevelTarget? = nil, highPass: Bool = false, trim: Bool = false) {
        self.target = target
        self.highPass = highPass
        self.trim = trim
    }

    /// Whether the recipe changes nothing.
    public var isNeutral: Bool {
        target == nil && !highPass && !trim
    }
}
