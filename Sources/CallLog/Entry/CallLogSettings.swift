/// What the log keeps of a call, and for how long.
package struct CallLogSettings: Hashable, Sendable {
    /// How long calls are kept, counted from their beginning; `nil` means forever.
    package var keep: Duration?
    /// How long requests and answers are kept in their full text, in a database; `nil` means as long as their calls.
    package var keepRequests: Duration?
    /// The size in bytes from which on the oldest calls are deleted, however new they are; `nil` means any size. The file may
    /// be larger by what a minute brings and by SQLite's write-ahead log.
    package var mostBytes: Int?
    /// Whether the last digits of numbers are masked.
    package var masksNumbers: Bool
    /// Whether the keys that callers press are kept, or only their number: they may be a secret code.
    package var keepsDigits: Bool

    package init(
        keep: Duration? = .seconds(90 * 86_400), mostBytes: Int? = 1_000_000_000, masksNumbers: Bool = false,
        keepsDigits: Bool = true, keepRequests: Duration? = nil
    ) {
        self.keep = keep
        self.keepRequests = keepRequests
        self.mostBytes = mostBytes
        self.masksNumbers = masksNumbers
        self.keepsDigits = keepsDigits
    }
}
