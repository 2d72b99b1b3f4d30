package import Telephony

/// A search for calls. Conditions that are `nil` match every call.
package struct CallQuery: Hashable, Sendable {
    /// A part of the caller's number, the number called or the one that answered, of any leg, in any notation.
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
    /// Of open calls: whether they were in progress at this moment. The others have ended without a report of it.
    package var progress: Progress?
    /// How the announcements were heard.
    package var hearing: CallHearing?
    /// What a finding is about.
    package var evidence: CallEvidence?
    /// The numbers whose calls are looked for; `nil` for all.
    package var scope: CallScope?

    package struct Progress: Hashable, Sendable {
        package var at: Moment
        package var isInProgress: Bool

        package init(at: Moment, isInProgress: Bool) { (self.at, self.isInProgress) = (at, isInProgress) }
    }

    package init(
        number: String? = nil, text: String? = nil, from: Moment? = nil, to: Moment? = nil,
        outcome: CallOutcome? = nil, isTrial: Bool? = nil
    ) {
        (self.number, self.text, self.from, self.to) = (number, text, from, to)
        (self.outcome, self.isTrial) = (outcome, isTrial)
    }

    /// Whether a call matches all conditions but `text`, `progress`, `hearing`, `evidence` and `scope`, which only the log can check.
    package func matches(_ call: LoggedCall) -> Bool {
        if let part = number.map(NumberPart.init), !part.digits.isEmpty,
            !([call] + call.legs).contains(where: { leg in
                [leg.from, leg.to, leg.answeringNumber].contains { $0.map(part.isIn) ?? false }
            })
        {
            return false
        }
        return (from.map { call.began >= $0 } ?? true) && (to.map { call.began < $0 } ?? true)
            && (outcome.map { call.outcome == $0 } ?? true) && (isTrial.map { call.isTrial == $0 } ?? true)
    }
}

/// A part of a telephone number that someone looks for, in any notation, and where in a number it can be.
struct NumberPart: Hashable, Sendable {
    enum Place: Hashable, Sendable {
        /// With its country code: the beginning.
        case beginning
        /// A national number, from its area code on: after the country code, which has one to three digits.
        case afterCountryCode
        case anywhere
    }

    /// In the notation of the log: without separators and trunk prefix, with `+` for `00`.
    let digits: String
    let place: Place

    init(_ number: String) {
        let plain = String(number.replacing("(0)", with: "").filter { !" -/.()\u{A0}\u{202F}".contains($0) })
        if plain.hasPrefix("00") {
            // Short ones are the middle of a number, not the beginning of an international one.
            (digits, place) =
                plain.count >= 8 ? ("+" + plain.dropFirst(2), .beginning) : (String(plain.dropFirst()), .anywhere)
        } else if plain.hasPrefix("0") {
            // Its leading zero is not part of the international form.
            (digits, place) = (String(plain.dropFirst()), .afterCountryCode)
        } else {
            (digits, place) = (plain, plain.hasPrefix("+") ? .beginning : .anywhere)
        }
    }

    func isIn(_ number: String) -> Bool {
        switch place {
        case .beginning: number.hasPrefix(digits)
        case .afterCountryCode: number.hasPrefix("+") && (2...4).contains { number.dropFirst($0).hasPrefix(digits) }
        case .anywhere: number.contains(digits)
        }
    }

    /// A condition of a column, with the digits as its argument.
    func condition(_ column: String) -> String {
        switch place {
        case .beginning: "instr(\(column), ?) = 1"
        case .afterCountryCode: "\(column) LIKE '+%' AND instr(\(column), ?) BETWEEN 3 AND 5"
        case .anywhere: "instr(\(column), ?) > 0"
        }
    }
}

extension CallQuery {
    /// The text to be found, as it is compared; `nil` without one.
    var comparedText: String? {
        guard let text, !text.isEmpty else { return nil }
        return text.lowercased().stored
    }

    /// The part of a number to be found; `nil` without digits.
    var numberPart: NumberPart? {
        guard let part = number.map(NumberPart.init), !part.digits.isEmpty else { return nil }
        return part
    }
}
