package import Telephony

/// What a text says over a stretch of time: its different wordings, and which of them holds when.
///
/// Each wording is spoken ahead; when a call comes, the one that holds is found by its time, without rendering a text.
package struct TextVariants: Hashable, Sendable {
    /// How far ahead texts are spoken.
    package static let days = 14

    /// From when it is known what is said.
    package let from: Moment
    /// The end, not included.
    package let until: Moment
    /// The different wordings in the order in which they are first needed. At least one.
    package let wordings: [String]
    /// When another wording begins to hold, ascending; the first is `from`.
    package let changes: [Change]

    /// From when on a wording holds.
    package struct Change: Hashable, Sendable {
        package let from: Moment
        /// The index in `wordings`.
        package let wording: Int
    }

    /// The wordings of a text from a moment on, under the overrides that are known then.
    ///
    /// Nothing but a midnight, the ends of hours and of overrides can change what is said, so only those moments are looked at.
    package init(of template: TextTemplate, from: Moment, days: Int = Self.days, in context: TextContext) {
        let until = from.adding(.seconds(days * 86_400))
        var wordings: [String] = []
        var changes: [Change] = []
        for moment in Self.moments(of: template, from: from, until: until, in: context) {
            let text = template.spoken(at: moment, in: context)
            let index = wordings.firstIndex(of: text) ?? wordings.count
            if index == wordings.count { wordings.append(text) }
            if changes.last?.wording != index { changes.append(Change(from: moment, wording: index)) }
        }
        (self.from, self.until, self.wordings, self.changes) = (from, until, wordings, changes)
    }

    /// The index of the wording that holds at a moment; nil before `from` and from `until` on.
    package func index(at moment: Moment) -> Int? {
        guard from <= moment, moment < until else { return nil }
        // The last change that is not later: by halving.
        var (low, high) = (0, changes.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if changes[middle].from <= moment { low = middle } else { high = middle }
        }
        return changes[low].wording
    }

    /// The wording that holds at a moment; nil before `from` and from `until` on.
    package func wording(at moment: Moment) -> String? { index(at: moment).map { wordings[$0] } }

    /// The stretches of time in which each wording holds, by its index.
    package var spans: [(wording: Int, from: Moment, until: Moment)] {
        changes.enumerated().map { index, change in
            (change.wording, change.from, index + 1 < changes.count ? changes[index + 1].from : until)
        }
    }

    /// The moments at which the words can change, the first one included, ascending.
    private static func moments(
        of template: TextTemplate, from: Moment, until: Moment, in context: TextContext
    ) -> [Moment] {
        var moments: Set<Moment> = [from]
        let names = (try? template.schedules(in: context.schedules)) ?? template.namedSchedules
        for schedule in names.compactMap({ context.schedules[$0] }) {
            let clock = schedule.clock(in: context.zone)
            let (first, last) = (clock.localTime(at: from).date, clock.localTime(at: until).date)
            // Hours of yesterday may end after midnight.
            for number in (first.dayNumber - 1)...(last.dayNumber + 1) {
                let date = CivilDate(dayNumber: number)
                moments.insert(clock.moment(of: LocalTime(date: date, second: 0)))
                moments.formUnion(schedule.edges(on: date, clock))
            }
            for override in context.overrides.all where override.schedule == schedule.name {
                moments.formUnion([override.from, override.until].compactMap(\.self))
            }
        }
        return moments.filter { from <= $0 && $0 < until }.sorted()
    }
}
