/// Opens or closes schedules from the telephone: `override: { office: closed, until: "18:00" }`.
package struct OverrideStep: Hashable, Sendable {
    package enum Change: String, Hashable, Sendable, CaseIterable {
        case open, closed
        /// Back to the regular hours.
        case clear

        /// The status that the schedule is forced to; `nil` for its regular hours.
        package var state: ScheduleOverride.ForcedStatus? {
            switch self {
            case .open: .open
            case .closed: .closed
            case .clear: nil
            }
        }
    }

    /// When the override ends, with the text of the file.
    package struct End: Hashable, Sendable {
        package let text: String
        package let time: WrittenTime

        package init(text: String, time: WrittenTime) {
            (self.text, self.time) = (text, time)
        }
    }

    /// At least one, in file order.
    package let changes: [(schedule: String, change: Change)]
    /// `nil` if schedules are only cleared.
    package let until: End?

    package init(changes: [(schedule: String, change: Change)], until: End?) {
        (self.changes, self.until) = (changes, until)
    }

    /// `office closed until 18:00`
    package var words: String {
        changes.map { "\($0.schedule) \($0.change.rawValue)" }.joined(separator: ", ")
            + (until.map { " until \($0.text)" } ?? "")
    }

    package static func == (left: OverrideStep, right: OverrideStep) -> Bool {
        left.until == right.until && left.words == right.words
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(words) }
}
