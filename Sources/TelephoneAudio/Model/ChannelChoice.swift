/// Which channels of a recording make the announcement.
public enum ChannelChoice: Hashable, Sendable, Codable {
    /// All of them, mixed.
    case mix
    /// One of them, counted from 1.
    case only(Int)
}
