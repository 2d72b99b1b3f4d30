/// Which calls are wanted.
package struct CallQuery: Hashable, Sendable {
    /// Part of the caller's or the called number, in any notation.
    package var number: String?
    /// Any part of what is known: numbers, users, menus, announcements, causes; letters small or capital.
    package var text: String?
    /// Calls that began then or later, and before then.
    package var from: LogMoment?
    package var to: LogMoment?
    package var outcome: CallOutcome?
    /// Only trials, or none; nil: both.
    package var isTrial: Bool?

    package init(
        number: String? = nil, text: String? = nil, from: LogMoment? = nil, to: LogMoment? = nil,
        outcome: CallOutcome? = nil, isTrial: Bool? = nil
    ) {
        (self.number, self.text, self.from, self.to) = (number, text, from, to)
        (self.outcome, self.isTrial) = (outcome, isTrial)
    }

    /// Whether a call is wanted, as far as its row says: `text` is looked for in the log only.
    package func matches(_ call: LoggedCall) -> Bool {
        if let digits = number.map(Self.digits), !digits.isEmpty,
            ![call.from, call.to].contains(where: { $0?.contains(digits) ?? false })
        {
            return false
        }
        return (from.map { call.began >= $0 } ?? true) && (to.map { call.began < $0 } ?? true)
            && (outcome.map { call.outcome == $0 } ?? true) && (isTrial.map { call.isTrial == $0 } ?? true)
    }

    /// As numbers are kept: without what people put between digits, without prefixes that stand for the plus.
    static func digits(_ number: String) -> String {
        let plain = String(number.replacing("(0)", with: "").filter { !" -/.()\u{A0}\u{202F}".contains($0) })
        if plain.hasPrefix("00"), plain.count >= 8 { return "+" + plain.dropFirst(2) }
        // A number as people of the country write it: its zero is none abroad.
        return plain.hasPrefix("0") ? String(plain.dropFirst()) : plain
    }
}
