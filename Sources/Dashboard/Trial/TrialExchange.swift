/// A request in the provider's format, its answer, and the state of the call afterwards.
struct TrialExchange: Codable, Hashable, Sendable {
    /// What the call waits for.
    struct Gather: Codable, Hashable, Sendable {
        var token: String
        var maxDigits: Int
        /// Milliseconds.
        var timeout: Int
        /// Whether keys matter; otherwise a prompt is played and the call continues with any input.
        var isAsking: Bool
    }

    /// `newCall`, `dtmf`, `hangup`.
    var event: String
    var path: String
    /// As it is sent.
    var form: String
    /// Without the password that URLs may contain.
    var xml: String
    /// The path from the number to where the call is.
    var way: String
    /// How long the answer took.
    var microseconds: Int
    /// What went wrong.
    var remark: String?
    /// The keys pressed when asked; empty: none.
    var keys: String?
    /// The prompt of the answer, as names joined by `+`.
    var prompt: String?
    /// The name of the published file that is heard; nil: none is.
    var sound: String?
    /// If it consists of several files, all of them.
    var sounds: [String]?
    /// The duration of the sound.
    var seconds: Double?
    var gather: Gather?
    /// The raw value of a `CallEnd`.
    var end: String?
    /// The numbers that ring.
    var dial: [String]?

    /// Whether the call has ended.
    var isOver: Bool { gather == nil }
}

/// A simulated call and its exchanges, kept by the page.
struct Trial: Codable, Hashable, Sendable {
    var call: TrialCall
    var exchanges: [TrialExchange]
}
