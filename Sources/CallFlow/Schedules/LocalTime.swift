/// What calendar and clock on the wall show.
package struct LocalTime: Hashable, Sendable, Comparable {
    package let date: CivilDate
    /// Of the day, 0..<86400.
    package let second: Int

    package init(date: CivilDate, second: Int) {
        self.date = date
        self.second = second
    }

    package static func < (left: LocalTime, right: LocalTime) -> Bool {
        (left.date, left.second) < (right.date, right.second)
    }
}
