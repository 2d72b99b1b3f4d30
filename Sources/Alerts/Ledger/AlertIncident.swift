package import Telephony

/// Something that was wrong for a time.
package struct AlertIncident: Codable, Hashable, Sendable {
    /// Tells it from all others, also from earlier ones of the same kind.
    package let id: String
    /// As last seen.
    package internal(set) var cause: AlertCause
    package let began: Moment
    /// When messages about it were put in line; nil as long as it may be noise.
    package internal(set) var reported: Moment?
    package internal(set) var ended: Moment?
    /// Whether no messages go out: one of many of its kind at the same time.
    var isSilent = false

    init(_ cause: AlertCause, began: Moment) {
        self.cause = cause
        self.began = began
        id = "\(cause.rule.rawValue)-\(began.milliseconds)" + (cause.subject.isEmpty ? "" : "-\(cause.subject)")
    }

    /// Whether it is open and people were alerted.
    package var isCurrent: Bool { reported != nil && ended == nil }
}

/// What a message says.
package struct AlertMessage: Codable, Hashable, Sendable {
    package enum Event: String, Codable, Hashable, Sendable {
        case begin, end, test
        /// Of the week, by mail only.
        case summary
    }

    package var event: Event
    /// Nil for a test and a summary.
    package var incident: AlertIncident?
    /// Further incidents of the same rule at the same time, which have no messages of their own.
    package var others = 0
    package var at: Moment
    package var summary: WeekFigures?

    package static func test(at now: Moment) -> AlertMessage { AlertMessage(event: .test, at: now) }
}

/// The figures of a week, for the summary.
package struct WeekFigures: Codable, Hashable, Sendable {
    package var from: Moment
    package var to: Moment
    package var calls: Int
    /// Words for outcomes with their counts, most frequent first.
    package var outcomes: [Outcome]
    /// Incidents that were reported in the week.
    package var incidents = 0

    package struct Outcome: Codable, Hashable, Sendable {
        /// As in the call log: `answered`, `voicemail`, …
        package var word: String
        package var count: Int

        package init(word: String, count: Int) { (self.word, self.count) = (word, count) }
    }

    package init(from: Moment, to: Moment, calls: Int, outcomes: [Outcome]) {
        (self.from, self.to, self.calls, self.outcomes) = (from, to, calls, outcomes)
    }
}
