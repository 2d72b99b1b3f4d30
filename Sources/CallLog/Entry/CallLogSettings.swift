/// What of a call is kept, and for how long.
package struct CallLogSettings: Hashable, Sendable {
    /// How long calls are kept after they began; nil: for ever.
    package var keep: Duration?
    /// Whether numbers are written with their last digits hidden.
    package var masksNumbers: Bool
    /// Whether the keys that callers press are written, or only how many they were: a code is a secret.
    package var keepsDigits: Bool

    package init(keep: Duration? = .seconds(90 * 86_400), masksNumbers: Bool = false, keepsDigits: Bool = true) {
        self.keep = keep
        self.masksNumbers = masksNumbers
        self.keepsDigits = keepsDigits
    }
}
