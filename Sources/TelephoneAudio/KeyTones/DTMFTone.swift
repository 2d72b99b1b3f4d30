/// A sound that a DTMF detector takes for a key press.
///
/// In an announcement that is a fault: the menu would receive a key that the caller did not press.
public struct DTMFTone: Hashable, Sendable {
    /// The key: "0" to "9", "*", "#", "A" to "D".
    public var key: Character
    /// The time in seconds from the start, within 10 ms.
    public var at: Double
    /// The duration in seconds, within 20 ms.
    public var duration: Double

    /// Creates a tone.
    public init(key: Character, at: Double, duration: Double) {
        self.key = key
        self.at = at
        self.duration = duration
    }
}
