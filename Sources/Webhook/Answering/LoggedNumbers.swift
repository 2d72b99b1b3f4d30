package import Sipgate
package import Telephony

/// Writes telephone numbers for logs.
package struct LoggedNumbers: Sendable {
    /// Whether the last four characters are hidden: those that tell a person from a town.
    package var isMasking: Bool

    package init(isMasking: Bool = false) {
        self.isMasking = isMasking
    }

    /// `+49211123xxxx`. Text that is not a number is hidden the same way, since it may contain one.
    @inlinable package func text(_ number: some CustomStringConvertible) -> String {
        let text = number.description
        guard isMasking else { return text }
        return text.dropLast(4) + String(repeating: "x", count: min(4, text.count))
    }

    /// An extension tells nothing about a person outside, and is not hidden.
    package func text(_ target: DialTarget) -> String {
        switch target {
        case .number(let number): text(number)
        case .extension(let number): number.digits
        }
    }

    package func text(_ caller: Caller) -> String {
        switch caller {
        case .anonymous: "anonymous"
        case .number(let number): text(number)
        case .unknown(""): "unknown"
        case .unknown(let word): text(word)
        }
    }

    /// `unknown` for nil.
    package func text(_ number: ReportedNumber?) -> String { number.map { text($0) } ?? "unknown" }
}
