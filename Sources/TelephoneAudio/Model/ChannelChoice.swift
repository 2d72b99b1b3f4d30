/// The channels of a recording that are used.
public enum ChannelChoice: Hashable, Sendable, Codable {
    /// All channels, mixed to one.
    case mix
    /// One channel, counted from 1.
    case only(Int)
}
