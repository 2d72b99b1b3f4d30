/// A format of recordings that only its maker's programs read.
public enum ClosedFormat: String, Hashable, Sendable, Codable, CaseIterable {
    /// Olympus, Philips and Grundig dictation machines; its older sibling DSS can be read.
    case ds2 = "DS2"
    /// Voice messages of WeChat and QQ.
    case silk = "SILK"
    /// A lossless archive format.
    case optimFROG = "OptimFROG"
}
