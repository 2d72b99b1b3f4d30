/// What the log keeps of a call, and for how long.
package struct CallLogSettings: Hashable, Sendable {
    /// How long calls are kept, counted from their beginning; `nil` means forever.
    package var keep: Duration?
    /// Whether the last digits of numbers are masked.
    package var masksNumbers: Bool
    /// Whether the keys that callers press are kept, or only their number: they may be a secret code.
    package var keepsDigits: Bool

    package init(keep: Duration? = .seconds(90 * 86_400), masksNumbers: Bool = false, keepsDigits: Bool = true) {
        self.keep = keep
        self.masksNumbers = masksNumbers
        self.keepsDigits = keepsDigits
    }
}
