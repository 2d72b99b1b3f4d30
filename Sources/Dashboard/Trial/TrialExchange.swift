/// A request as the provider would have sent it, the answer to it, and what that makes of the call.
struct TrialExchange: Codable, Hashable, Sendable {
    /// What the call waits for.
    struct Gather: Codable, Hashable, Sendable {
        var token: String
        var maxDigits: Int
        /// Milliseconds.
        var timeout: Int
        /// Whether keys matter; else a prompt is only to be heard, and whatever comes goes on.
        var isAsking: Bool
    }

    /// `newCall`, `dtmf`, `hangup`.
    var event: String
    var path: String
    /// As it is sent.
    var form: String
    /// Without the password that it may contain.
    var xml: String
    /// From the number to where the call is.
    var way: String
    /// How long the answer took.
    var microseconds: Int
    /// What went wrong.
    var remark: String?
    /// Pressed when asked; empty: nothing.
    var keys: String?
    /// What the configuration plays, as names joined by `+`.
    var prompt: String?
    /// Name of the published file that is heard; nil: nothing is.
    var sound: String?
    /// Of the sound.
    var seconds: Double?
    var gather: Gather?
    /// A word of `CallEnd`.
    var end: String?
    /// Where it rings.
    var dial: [String]?

    /// Whether nothing comes any more.
    var isOver: Bool { gather == nil }
}

/// A call and all that has been sent for it: kept by the page.
struct Trial: Codable, Hashable, Sendable {
    var call: TrialCall
    var exchanges: [TrialExchange]
}
