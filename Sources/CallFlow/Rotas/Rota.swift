package import Telephony

/// People who take turns at being called.
package struct Rota: Hashable, Sendable {
    package enum Turns: Hashable, Sendable {
        /// One after the other, at least one, each for `seconds` of local time; the first one's turn begins at `start`. The
        /// order goes on in both directions, so there is a turn before `start`, too.
        case regular(start: LocalTime, seconds: Int, people: [String])
        /// Each from a time on until the next one's, ascending, at least one. The first was on before, and the last stays.
        case listed([Listed])
    }

    /// A turn that is written down.
    package struct Listed: Hashable, Sendable {
        package let start: LocalTime
        package let person: String

        package init(start: LocalTime, person: String) {
            self.start = start
            self.person = person
        }
    }

    /// Days when another person takes the turn. A day lasts from the time at which turns begin to the same time of the next day.
    package struct Swap: Hashable, Sendable {
        package let days: DayKey
        package let person: String

        package init(days: DayKey, person: String) {
            self.days = days
            self.person = person
        }
    }

    package let name: String
    package let turns: Turns
    /// In file order. Of several that name a day the most exact wins, then the later one.
    package let swaps: [Swap]
    /// The rota's own clock; `nil` for that of the configuration.
    package let timeZone: Zone?
    /// The same swaps, the most exact first.
    private let ranked: [Swap]

    package init(name: String, turns: Turns, swaps: [Swap] = [], timeZone: Zone? = nil) {
        self.name = name
        self.turns = turns
        self.swaps = swaps
        self.timeZone = timeZone
        ranked = swaps.reversed().sorted { $0.days.exactness < $1.days.exactness }
    }

    /// Everybody who has a turn or a swap, each once.
    package var people: [String] {
        var people: [String] =
            switch turns {
            case .regular(_, _, let people): people
            case .listed(let turns): turns.map(\.person)
            }
        people += swaps.map(\.person)
        var seen: Set<String> = []
        return people.filter { seen.insert($0).inserted }
    }

    /// Whose turn it is.
    package struct Turn: Hashable, Sendable {
        package enum Reason: Hashable, Sendable {
            case turn
            case swap(DayKey)
            case override
        }

        package let person: String
        package let reason: Reason
        /// The end, not included; `nil` if it has none, or is not known.
        package let until: LocalTime?

        /// The reason in words; `nil` for a regular turn, which needs no explanation.
        package var words: String? {
            switch reason {
            case .turn: nil
            case .swap(let days): "swap \(days)"
            case .override: "swapped" + (until.map { " until \($0.date) \($0.clock)" } ?? "")
            }
        }
    }

    /// Seconds after midnight at which a day of the rota begins.
    package var dayStart: Int {
        switch turns {
        case .regular(let start, let seconds, _): return seconds.isMultiple(of: 86_400) ? start.second : 0
        case .listed(let turns):
            let seconds = Set(turns.map(\.start.second))
            return seconds.count == 1 ? seconds.first ?? 0 : 0
        }
    }

    /// The turn at a local time, without overrides; `nil` only in a rota without people.
    package func turn(at time: LocalTime) -> Turn? {
        let day = time.second >= dayStart ? time.date : time.date.adding(days: -1)
        if let swap = ranked.first(where: { $0.days.contains(day) }) {
            return Turn(person: swap.person, reason: .swap(swap.days), until: nil)
        }
        switch turns {
        case .regular(let start, let seconds, let people):
            guard !people.isEmpty, seconds > 0 else { return nil }
            let passed = time.count - start.count
            let (quotient, remainder) = passed.quotientAndRemainder(dividingBy: seconds)
            let index = remainder < 0 ? quotient - 1 : quotient
            let place = index % people.count
            return Turn(
                person: people[place < 0 ? place + people.count : place], reason: .turn,
                until: LocalTime(count: start.count + (index + 1) * seconds))
        case .listed(let turns):
            guard let first = turns.first else { return nil }
            // The last that has begun, by binary search: a list of years is long.
            var (low, high) = (0, turns.count)
            while low < high {
                let middle = (low + high) / 2
                if turns[middle].start <= time { low = middle + 1 } else { high = middle }
            }
            return Turn(
                person: low > 0 ? turns[low - 1].person : first.person, reason: .turn,
                until: low < turns.count ? turns[low].start : nil)
        }
    }

    /// The turn at a moment, overrides included.
    ///
    /// - Parameter zone: the configuration's; a rota with a clock of its own uses that.
    package func turn(at moment: Moment, in zone: Zone, under overrides: ScheduleOverrides) -> Turn? {
        if let swap = overrides.swap(of: name, at: moment) {
            return Turn(person: swap.person, reason: .override, until: zone.localTime(at: swap.until))
        }
        return turn(at: clock(in: zone).localTime(at: moment))
    }

    /// The clock of the rota: its own, or the configuration's.
    package func clock(in zone: Zone) -> Zone { timeZone ?? zone }
}

extension LocalTime {
    /// Seconds of local time since 1970-01-01T00:00.
    fileprivate var count: Int { date.dayNumber * 86_400 + second }

    fileprivate init(count: Int) {
        let (days, rest) = count.quotientAndRemainder(dividingBy: 86_400)
        self.init(date: CivilDate(dayNumber: rest < 0 ? days - 1 : days), second: rest < 0 ? rest + 86_400 : rest)
    }
}
