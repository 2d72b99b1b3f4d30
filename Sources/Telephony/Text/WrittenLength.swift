/// A length of time as people write it: a whole number and a unit, `45s`, `90m` or `4h`.
package struct WrittenLength: Hashable, Sendable {
    /// At least 1.
    package let seconds: Int

    /// How long a recording may be unless something else is said.
    package static let standardLongest = WrittenLength(hours: 4)
    /// A WAV file holds no more.
    package static let largest = WrittenLength(hours: 37)

    private init(hours: Int) { seconds = hours * 3600 }

    /// - Returns: nil for another text, and for less than 1 s or more than 37 h.
    package init?(_ text: String) {
        guard let unit = ["s": 1, "m": 60, "h": 3600][text.suffix(1)] else { return nil }
        let digits = text.dropLast().filter { $0 != " " }
        guard !digits.isEmpty, digits.count < 8, digits.allSatisfy({ $0.isASCII && $0.isNumber }),
            let number = Int(digits)
        else { return nil }
        seconds = number * unit
        guard seconds >= 1, seconds <= Self.largest.seconds else { return nil }
    }
}

extension WrittenLength: CustomStringConvertible {
    /// In the largest unit in which it is a whole number.
    package var description: String {
        if seconds % 3600 == 0 { return "\(seconds / 3600)h" }
        return seconds % 60 == 0 ? "\(seconds / 60)m" : "\(seconds)s"
    }
}
