import Telephony

/// What stands in braces in the text of an announcement.
package enum TextPlaceholder: Hashable, Sendable {
    /// What a schedule can be asked for.
    package enum Field: String, Hashable, Sendable, CaseIterable {
        /// When it opens next.
        case opens
        /// When it closes next.
        case closes
        /// The hours of today.
        case hoursToday = "hours.today"
        /// The holiday of today, or the next one.
        case holiday
    }

    /// `{office.opens}`
    case schedule(String, Field)
    /// `{holiday}`: of the schedule that the text names otherwise, or of the only one with holidays.
    case holiday
    /// `{lang}`, and parameters of flows.
    case parameter(String)

    /// Reads what is between the braces.
    ///
    /// - Throws: `TextProblem`.
    init(_ inner: String) throws(TextProblem) {
        if inner == "holiday" {
            self = .holiday
        } else if let dot = inner.firstIndex(of: ".") {
            let (schedule, field) = (String(inner[..<dot]).trimmed, String(inner[inner.index(after: dot)...]).trimmed)
            guard !schedule.isEmpty, !field.isEmpty else { throw .notAPlaceholder(inner) }
            guard let known = Field(rawValue: field) else {
                let meant = Suggestion.closest(to: field, among: Field.allCases.map(\.rawValue))
                throw .unknownField(field, schedule: schedule, meant: meant)
            }
            self = .schedule(schedule, known)
        } else {
            guard Placeholders.isName(inner) else { throw .notAPlaceholder(inner) }
            self = .parameter(inner)
        }
    }

    /// Whether its words change with the time.
    var followsTime: Bool { if case .parameter = self { false } else { true } }
}
