import Telephony

/// The reason a text cannot be an announcement.
package enum TextProblem: Error, Hashable, Sendable {
    case empty
    /// Unicode scalars, and more than `TextTemplate.longest`.
    case tooLong(Int)
    case controlCharacter(Unicode.Scalar)
    /// A `{` without its `}`; what follows it, shortened.
    case openBrace(String)
    /// A `}` without its `{`; what precedes it, shortened.
    case strayBrace(String)
    /// What is in braces and is neither a placeholder nor the name of a parameter.
    case notAPlaceholder(String)
    /// A schedule's placeholder that does not exist, and the one that was probably meant.
    case unknownField(String, schedule: String, meant: String?)
    case unknownSchedule(String, meant: String?)
    /// `{holiday}`, though no schedule has holidays.
    case noHolidays
    /// `{holiday}` without its schedule, though several have holidays: their names.
    case severalHolidays([String])
    /// Placeholders that follow the time, in a language without rules for them.
    case unknownLanguage(String)

    /// What is wrong and what to do about it, as part of a sentence.
    package var words: String {
        switch self {
        case .empty: "the text is empty; write what callers are to hear"
        case .tooLong(let count):
            "the text has \(count) characters, at most \(TextTemplate.longest) can be spoken; divide it into several announcements"
        case .controlCharacter(let scalar):
            "the text contains the control character U+\(Self.hexadecimal(scalar)); remove it"
        case .openBrace(let rest): "\(quoted(rest)) has no closing `}`; a placeholder is written `{office.opens}`"
        case .strayBrace(let before): "there is no `{` for the `}` after \(quoted(before)); remove it"
        case .notAPlaceholder(let inner):
            "\(quoted("{\(inner)}")) is not a placeholder; write \(Self.examples) or the parameter of a flow, such as `{lang}`"
        case .unknownField(let field, let schedule, let meant?):
            "\(quoted("{\(schedule).\(field)}")) is not a placeholder; did you mean \(quoted("{\(schedule).\(meant)}"))?"
        case .unknownField(let field, let schedule, nil):
            "\(quoted("{\(schedule).\(field)}")) is not a placeholder; a schedule has "
                + TextPlaceholder.Field.allCases.map { "`{\(schedule).\($0.rawValue)}`" }.joined(separator: ", ")
        case .unknownSchedule(let name, let meant?): "unknown schedule \(quoted(name)); did you mean \(quoted(meant))?"
        case .unknownSchedule(let name, nil): "unknown schedule \(quoted(name)); add it below `schedules:`"
        case .noHolidays: "`{holiday}` needs a schedule with `holidays:`"
        case .severalHolidays(let names):
            "`{holiday}` needs its schedule, since several have holidays; write "
                + names.map { "`{\($0).holiday}`" }.joined(separator: " or ")
        case .unknownLanguage(let language):
            "times can be put into words in German and English, not in \(quoted(language)); remove the placeholders"
        }
    }

    private static let examples = "`{office.opens}`, `{office.closes}`, `{office.hours.today}`, `{holiday}`"

    private static func hexadecimal(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
