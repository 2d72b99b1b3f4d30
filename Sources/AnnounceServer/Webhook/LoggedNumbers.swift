import CallFlow
import Sipgate
import Telephony

/// How telephone numbers are written in logs.
package struct LoggedNumbers: Sendable {
    /// Whether the last four characters are hidden, as those that tell a person from a town.
    package var isMasking: Bool

    package init(isMasking: Bool = false) {
        self.isMasking = isMasking
    }

    /// `+49211123xxxx`; what is not a number is hidden the same way, for it may hold one.
    func text(_ number: some CustomStringConvertible) -> String {
        let text = number.description
        guard isMasking else { return text }
        return text.dropLast(4) + String(repeating: "x", count: min(4, text.count))
    }

    func text(_ caller: Caller) -> String {
        switch caller {
        case .anonymous: "anonymous"
        case .number(let number): text(number)
        case .unknown(""): "unknown"
        case .unknown(let word): text(word)
        }
    }

    /// `nobody` where there is none.
    func text(_ number: ReportedNumber?) -> String { number.map { text($0) } ?? "nobody" }
}
