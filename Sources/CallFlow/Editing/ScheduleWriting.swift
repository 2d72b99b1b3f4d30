import Telephony

// The parts of a schedule, written where they are.

extension EditedText {
    // MARK: Weeks

    /// Sets the hours of a week: of entries that are there, the value, or the days that it is for; other hours are added in the order
    /// of the week.
    mutating func setWeek(
        _ week: [DayHours?], at path: [String], isSeason: Bool
    ) throws(ConfigurationEditError) {
        guard let found = root.entry(at: path), !found.value.isNothing else {
            let lines = Self.groups(Weekday.allCases, week).filter { !$0.hours.spans.isEmpty }.map { group in
                (
                    key: yamlScalar("\(group.days)", isInBraces: true),
                    value: yamlScalar("\(group.hours)", isInBraces: true)
                )
            }
            guard !lines.isEmpty else { return }
            return try add("hours", lines: lines, to: Array(path.dropLast()), before: ["seasons", "holidays", "days"])
        }
        try changeWeek(week, found.value, isSeason: isSeason)
        let added = try entry(at: path).value
        try addMissing(week, to: added)
    }

    struct Group {
        let days: Weekdays
        let hours: DayHours
    }

    /// Days with the same hours together, by their first day; those without hours are left out.
    static func groups(_ days: [Weekday], _ week: [DayHours?]) -> [Group] {
        var groups: [(hours: DayHours, days: [Weekday])] = []
        for day in days {
            guard let hours = week[day.rawValue] else { continue }
            if let index = groups.firstIndex(where: { $0.hours == hours }) {
                groups[index].days.append(day)
            } else {
                groups.append((hours, [day]))
            }
        }
        return groups.compactMap { group in Weekdays(group.days).map { Group(days: $0, hours: group.hours) } }
    }

    /// Changes the entries that say something else now, and removes those that say nothing.
    private mutating func changeWeek(
        _ week: [DayHours?], _ node: WrittenNode, isSeason: Bool
    ) throws(ConfigurationEditError) {
        let entries = node.entries ?? []
        try patch { (patch) throws(UnusualWriting) in
            for (index, entry) in entries.enumerated() {
                guard let text = entry.key.text, let days = try? Weekdays(text),
                    let old = entry.value.text.flatMap({ try? DayHours($0) })
                else { throw UnusualWriting(position: entry.range.lowerBound) }
                var groups = Self.groups(days.days, week)
                // Days that are closed need no entry beside those that are open.
                if !isSeason, groups.count > 1 { groups.removeAll { $0.hours.spans.isEmpty } }
                guard let kept = groups.first(where: { $0.hours == old }) ?? groups.first else {
                    try patch.remove(index, from: node)
                    continue
                }
                let isInBraces = node.style == .flow
                if kept.days != days {
                    patch.replaceInLine(
                        entry.key.range,
                        with: yamlScalar("\(kept.days)", isInBraces: isInBraces, like: entry.key.style))
                }
                if kept.hours != old {
                    try patch.setValue(
                        of: entry, to: yamlScalar("\(kept.hours)", isInBraces: isInBraces, like: entry.value.style))
                }
            }
        }
    }

    /// Adds the hours of days that no entry names.
    private mutating func addMissing(_ week: [DayHours?], to node: WrittenNode) throws(ConfigurationEditError) {
        let entries = node.entries ?? []
        let named = entries.map { entry in entry.key.text.flatMap { try? Weekdays($0).days } ?? [] }
        let missing = Weekday.allCases.filter { day in !named.contains { $0.contains(day) } }
        let isInBraces = node.style == .flow
        let isSeason = week.contains(nil)
        let groups = Self.groups(missing, week).filter { isSeason || !$0.hours.spans.isEmpty }
        try patch { (patch) throws(UnusualWriting) in
            for group in groups {
                let before = named.lastIndex { ($0.first ?? .monday) < group.days.days[0] }
                try patch.insert(
                    yamlScalar("\(group.days)", isInBraces: isInBraces),
                    .line(yamlScalar("\(group.hours)", isInBraces: isInBraces)), into: node,
                    at: before.map { $0 + 1 } ?? 0)
            }
        }
    }

    // MARK: Special days

    mutating func setDay(
        _ old: DayKey?, _ new: SpecialDay?, of schedule: [String]
    ) throws(ConfigurationEditError) {
        let path = schedule + ["days"]
        guard let old else {
            guard let new else { return }
            return try addDay(new, at: path)
        }
        let written = try key(at: path, for: "\(old)") { (try? DayKey($0)) == old }
        let parent = try entry(at: path).value
        guard let new else {
            let isAlone = parent.entries?.count == 1
            return try isAlone ? remove("days", from: schedule) : remove(written, from: path)
        }
        try setValue(of: new, at: path + [written], isInBraces: parent.style == .flow)
        guard new.days != old else { return }
        let key = try entry(at: path + [written]).key
        try patch { (patch) throws(UnusualWriting) in
            patch.replaceInLine(
                key.range, with: yamlScalar("\(new.days)", isInBraces: parent.style == .flow, like: key.style))
        }
    }

    /// Sets the hours of a special day and what callers hear; where both are written, only the one that changes.
    private mutating func setValue(
        of day: SpecialDay, at path: [String], isInBraces: Bool
    ) throws(ConfigurationEditError) {
        let entry = try entry(at: path)
        let hours = entry.value.entries == nil ? entry.value.text : entry.value["hours"]?.value.text
        let play = entry.value["play"]?.value.text
        if hours == day.value, play == day.announcement?.text { return }
        if let announcement = day.announcement, entry.value.entries != nil {
            if hours != day.value {
                try set("hours", to: { yamlScalar(day.value, isInBraces: $0, like: $1) }, in: path)
            }
            if play != announcement.text {
                try set("play", to: { yamlScalar(announcement.text, isInBraces: $0, like: $1) }, in: path)
            }
            return
        }
        let style = entry.value.entries == nil ? entry.value.style : nil
        let value =
            day.announcement == nil
            ? yamlScalar(day.value, isInBraces: isInBraces, like: style) : day.written(isInBraces)
        try patch { (patch) throws(UnusualWriting) in try patch.setValue(of: entry, to: value) }
    }

    private mutating func addDay(_ day: SpecialDay, at path: [String]) throws(ConfigurationEditError) {
        guard let days = root.entry(at: path)?.value, !days.isNothing else {
            let line = (
                key: yamlScalar("\(day.days)", isInBraces: true), value: day.written(true)
            )
            return try add("days", lines: [line], to: Array(path.dropLast()))
        }
        let keys = (days.entries ?? []).map { entry in entry.key.text.flatMap { try? DayKey($0) } }
        try patch { (patch) throws(UnusualWriting) in
            let isInBraces = days.style == .flow
            try patch.insert(
                yamlScalar("\(day.days)", isInBraces: isInBraces),
                .line(day.written(isInBraces)), into: days,
                at: day.days.place(among: keys.compactMap(\.self)))
        }
    }

    // MARK: Holidays

    mutating func setHolidays(
        _ selection: HolidaySelection, of schedule: [String]
    ) throws(ConfigurationEditError) {
        let wanted = selection.items
        guard let found = root.entry(at: schedule + ["holidays"]), !found.value.isNothing else {
            return try addHolidays(wanted, to: schedule)
        }
        if wanted.isEmpty { return try remove("holidays", from: schedule) }
        let parent = try entry(at: schedule).value
        guard let items = found.value.items else {
            return try patch { (patch) throws(UnusualWriting) in
                try patch.setValue(of: found, to: Self.holidays(wanted, isInBraces: parent.style == .flow))
            }
        }
        let written = items.map { $0.text.flatMap(HolidaySelection.item) }
        var removed = written.indices.filter { index in !wanted.contains { $0 == written[index] } }
        var added = wanted.filter { !written.contains($0) }
        let isInBraces = found.value.style == .flow
        try patch { (patch) throws(UnusualWriting) in
            // One in the place of another.
            while let index = removed.first, let item = added.first {
                patch.replaceInLine(
                    items[index].range, with: yamlScalar(item, isInBraces: isInBraces, like: items[index].style))
                (removed, added) = (Array(removed.dropFirst()), Array(added.dropFirst()))
            }
            for item in added {
                try patch.insert(
                    nil, .line(yamlScalar(item, isInBraces: isInBraces)), into: found.value, at: items.count)
            }
        }
        // From the last on, so that the places before it stay.
        for index in removed.reversed() {
            let list = try entry(at: schedule + ["holidays"]).value
            try patch { (patch) throws(UnusualWriting) in try patch.remove(index, from: list) }
        }
    }

    private mutating func addHolidays(_ wanted: [String], to schedule: [String]) throws(ConfigurationEditError) {
        guard !wanted.isEmpty else { return }
        let parent = try entry(at: schedule).value
        let entries = parent.entries ?? []
        try patch { (patch) throws(UnusualWriting) in
            try patch.insert(
                "holidays", .line(Self.holidays(wanted, isInBraces: parent.style == .flow)), into: parent,
                at: entries.firstIndex { $0.key.text == "days" } ?? entries.count)
        }
    }

    private static func holidays(_ items: [String], isInBraces: Bool) -> String {
        guard items.count > 1 else { return yamlScalar(items[0], isInBraces: isInBraces) }
        return "[ \(items.map { yamlScalar($0, isInBraces: true) }.joined(separator: ", ")) ]"
    }
}

extension SpecialDay {
    /// The value as it is written: `09:00-12:00`, `{ hours: 09:00-12:00, play: christmas }`.
    fileprivate func written(_ isInBraces: Bool) -> String {
        guard let announcement else { return yamlScalar(value, isInBraces: isInBraces) }
        return
            "{ hours: \(yamlScalar(value, isInBraces: true)), play: \(yamlScalar(announcement.text, isInBraces: true)) }"
    }
}

extension HolidaySelection {
    /// The selection as it is written: regions, names, and names behind `not`.
    var items: [String] { regions.map(\.code) + added + removed.map { "not \($0)" } }

    /// An item as `items` has it, whatever its case; `nil` if it is none.
    static func item(_ text: String) -> String? {
        let words = text.split(maxSplits: 1, whereSeparator: \.isWhitespace)
        if words.count == 2, words[0].lowercased() == "not" { return name(words[1].trimmed).map { "not \($0)" } }
        return HolidayRegion(text)?.code ?? name(text)
    }
}

extension DayKey {
    /// Where it is added among others: dates in their order, anything else at the end.
    func place(among keys: [DayKey]) -> Int {
        let earlier: (DayKey) -> Bool?
        switch self {
        case .dates(let first, _):
            earlier = { if case .dates(let other, _) = $0 { other < first } else { nil } }
        case .yearly(let first, _):
            earlier = { if case .yearly(let other, _) = $0 { other < first } else { nil } }
        case .easter, .ordinal, .weeks: return keys.count
        }
        if let last = keys.lastIndex(where: { earlier($0) == true }) { return last + 1 }
        return keys.firstIndex { earlier($0) == false } ?? keys.count
    }
}
