package import Telephony

/// A search for calls. Conditions that are `nil` match every call.
package struct CallQuery: Hashable, Sendable {
    /// A part of the caller's number or the number called, in any notation.
    package var number: String?
    /// A part of anything known about the call: numbers, users, menus, announcements, causes. Case does not matter.
    package var text: String?
    /// The earliest beginning.
    package var from: Moment?
    /// The end of the time span: calls begin before it.
    package var to: Moment?
    package var outcome: CallOutcome?
    /// `true` for simulated calls only, `false` for real ones only.
    package var isTrial: Bool?

    package init(
        number: String? = nil, text: String? = nil, from: Moment? = nil, to: Moment? = nil,
        outcome: CallOutcome? = nil, isTrial: Bool? = nil
    ) {
        (self.number, self.text, self.from, self.to) = (number, text, from, to)
        (self.outcome, self.isTrial) = (outcome, isTrial)
    }

    /// Whether a call matches all conditions but `text`, which only the log can check.
    package func matches(_ call: LoggedCall) -> Bool {
        if let digits = number.map(Self.digits), !digits.isEmpty,
            ![call.from, call.to].contains(where: { $0?.contains(digits) ?? false })
        {
            return false
        }
        return (from.map { call.began >= $0 } ?? true) && (to.map { call.began < $0 } ?? true)
            && (outcome.map { call.outcome == $0 } ?? true) && (isTrial.map { call.isTrial == $0 } ?? true)
    }

    /// A part of a number in the notation of the log: without separators and trunk prefix, `00` replaced by `+`.
    static func digits(_ number: String) -> String {
        let plain = String(number.replacing("(0)", with: "").filter { !" -/.()\u{A0}\u{202F}".contains($0) })
        if plain.hasPrefix("00"), plain.count >= 8 { return "+" + plain.dropFirst(2) }
        // A national number: its leading zero is not part of the international form.
        return plain.hasPrefix("0") ? String(plain.dropFirst()) : plain
    }
}
