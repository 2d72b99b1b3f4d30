import Telephony

/// Days with hours of their own: `days:` and `seasons:` of a schedule.
extension ConfigurationReader {
    /// Reads `days:`, with the announcements that it names.
    func specialDays(
        _ node: YAMLNode, in zone: Zone?
    ) -> (days: [SpecialDay], announcements: [Located<AnnouncementName>]) {
        var keys: [Located<DayKey>] = []
        var announcements: [Located<AnnouncementName>] = []
        let days = joiningUnquoted(entries(node, of: "`days`") ?? []).compactMap { entry -> SpecialDay? in
            let (times, announcement) = parts(of: entry)
            let value = times.map(dayValue) ?? (.closed, false)
            if let announcement { announcements.append(announcement) }
            guard let key = dayKey(entry.key, of: "`days`") else { return nil }
            keys.append(Located(value: key, span: entry.key.span))
            return SpecialDay(
                days: key, hours: value.hours, isHoliday: value.isHoliday, announcement: announcement?.value)
        }
        checkConflicts(keys)
        warn(about: keys, in: zone)
        return (days, announcements)
    }

    /// The times of a special day, which are its whole value or one of two, and what callers hear.
    private func parts(of entry: YAMLNode.Entry) -> (times: YAMLNode.Entry?, announcement: Located<AnnouncementName>?) {
        guard case .mapping(let entries) = entry.value.content else { return (entry, nil) }
        var value = entry.value
        value.content = .mapping(joiningUnquoted(entries))
        let owner = "the day \(quoted(entry.key.value))"
        guard let fields = fields(value, of: owner, at: entry.key.span, known: LanguageMapping.specialDay.names)
        else { return (nil, nil) }
        let times = required("hours", in: fields, example: "hours: closed")
        let announcement = fields["play"].flatMap { node in
            text(node, of: "`play`").flatMap { _ in prompt(node, of: "`play`").first }
        }
        return (times.map { YAMLNode.Entry(key: entry.key, value: $0) }, announcement)
    }

    /// Warns if all days are over, or will be soon: what recurs never is.
    private func warn(about keys: [Located<DayKey>], in zone: Zone?) {
        guard let today = today(in: zone)?.date, !keys.isEmpty else { return }
        let ends = keys.compactMap { key in key.value.end.map { Located(value: $0, span: key.span) } }
        guard ends.count == keys.count, let last = ends.max(by: { $0.value < $1.value }) else { return }
        let left = last.value.dayNumber - today.dayNumber
        if left <= 30 { problems.add(.daysRunOut(last: last.value, left: left), at: last.span) }
    }

    /// Reads hours, `closed`, `holiday`, or `holiday` with hours.
    private func dayValue(_ entry: YAMLNode.Entry) -> (hours: DayHours, isHoliday: Bool) {
        guard let text = hoursText(entry) else { return (.closed, false) }
        let words = text.value.split(maxSplits: 1, whereSeparator: \.isWhitespace)
        guard words.first?.lowercased() == "holiday" else {
            return (hours(text, of: entry.key) ?? .closed, false)
        }
        guard words.count > 1 else { return (.closed, true) }
        let rest = Located(value: String(words[1]), span: text.span)
        return (hours(rest, of: entry.key, after: "holiday ") ?? .closed, true)
    }

    /// Reads `seasons:`.
    func seasons(_ node: YAMLNode) -> [Season] {
        var keys: [Located<DayKey>] = []
        let seasons = (entries(node, of: "`seasons`") ?? []).compactMap { entry -> Season? in
            var week: [DayHours?] = []
            if entry.value.isNothing {
                problems.add(.noValue(entry.key.value), at: entry.key.span)
            } else {
                week = self.week(entry.value, of: "the season \(quoted(entry.key.value))")
            }
            guard let key = dayKey(entry.key, of: "`seasons`") else { return nil }
            switch key {
            case .dates, .yearly: keys.append(Located(value: key, span: entry.key.span))
            case .easter, .ordinal, .weeks:
                problems.add(.badValue("a key of `seasons`", expected: Self.seasonExamples), at: entry.key.span)
                return nil
            }
            return Season(days: key, week: week)
        }
        checkConflicts(keys)
        return seasons
    }

    private static let seasonExamples = "days such as `04-01..10-31` or `2026-12-28..2027-01-01`"
    private static let dayExamples =
        "days such as `2026-12-24`, `12-24`, `2026-12-28..2027-01-01`, `first tue` or `easter-2`, first day first"

    /// Returns the days that a key names.
    func dayKey(_ key: Located<String>, of owner: String) -> DayKey? {
        do throws(DayKey.ParseError) {
            return try DayKey(key.value)
        } catch {
            switch error {
            case .date(.noSuchDay(let text)):
                problems.add(.noSuchDay(text), at: key.span)
            case .farFromEaster:
                problems.add(
                    .badValue("a key of \(owner)", expected: "a day from `easter-80` to `easter+250`"), at: key.span)
            case .date(.notADate), .backwards, .mixed, .weekdays:
                problems.add(
                    .badValue(
                        "a key of \(owner)", expected: owner == "`seasons`" ? Self.seasonExamples : Self.dayExamples),
                    at: key.span, suggestion: DayKey.meant(by: key.value).map(yamlScalar))
            }
            return nil
        }
    }

    /// Reports days that two entries name, neither of which is more exact.
    ///
    /// Most entries are dates, of which it is enough, in order of their first days, to compare each with the ones that have
    /// not ended. Of others there are few.
    func checkConflicts(_ keys: [Located<DayKey>]) {
        var open: [(key: Located<DayKey>, last: CivilDate)] = []
        let dates = keys.compactMap { key -> (key: Located<DayKey>, first: CivilDate, last: CivilDate)? in
            if case .dates(let first, let last) = key.value { (key, first, last) } else { nil }
        }
        for date in dates.sorted(by: { $0.first < $1.first }) {
            open.removeAll { $0.last < date.first }
            report(date.key, against: open.lazy.map(\.key))
            // Nested ranges are rare; a file of nothing else must not take long.
            if open.count < 50 { open.append((date.key, date.last)) }
        }
        var others: [Located<DayKey>] = []
        for key in keys where key.value.end == nil {
            report(key, against: others)
            if others.count < 400 { others.append(key) }
        }
    }

    private func report(_ key: Located<DayKey>, against others: some Sequence<Located<DayKey>>) {
        guard let other = others.first(where: { $0.value.conflicts(with: key.value) }) else { return }
        let isLater = (other.span.line, other.span.column) < (key.span.line, key.span.column)
        let (one, two) = isLater ? (other, key) : (key, other)
        problems.add(.overlappingDays(two.value.description, firstLine: Int(one.span.line)), at: two.span)
    }
}

extension DayKey {
    /// The key that a text means which is not written as one: `24.12.2026`, `24.12.`, `2026-12-24–2026-12-26`, `2nd satrday`;
    /// `nil` if that cannot be told.
    static func meant(by text: String) -> String? {
        let text = text.trimmed
        if let day = written(text) { return day }
        var candidates: [String] = []
        for separator in ["–", "—", " - ", " bis ", " to ", "...", "..", "-", "/"] {
            guard let mark = text.firstRange(of: separator) else { continue }
            guard var last = written(text[mark.upperBound...].trimmed),
                let first = written(text[..<mark.lowerBound].trimmed)
            else { continue }
            // `2026-12-24..12-26`
            if first.count == 10, last.count == 5 { last = "\(first.prefix(4))-\(last)" }
            candidates.append("\(first)..\(last)")
        }
        if text.utf8.count == 21, text.utf8.count(where: { $0 == UInt8(ascii: "-") }) == 5 {
            // `2026-12-24-2026-12-26`
            candidates.append("\(text.prefix(10))..\(text.suffix(10))")
        }
        candidates.append(
            text.split(separator: " ").map { word in
                (try? Weekdays(String(word))) != nil || MonthDay.month(named: word) != nil
                    ? String(word)
                    : Suggestion.closest(to: String(word), among: vocabulary + Weekdays.vocabulary) ?? String(word)
            }
            .joined(separator: " "))
        return candidates.first { $0 != text && (try? DayKey($0)) != nil }
    }

    /// A single day in the file's spelling: `2026-12-24` or `12-24`.
    private static func written(_ text: String) -> String? {
        if MonthDay(text) != nil { return text }
        switch try? WrittenDay(Substring(text)) {
        case .date(let date): return date.description
        case .dayOfYear(let month, let day): return MonthDay(month: month, day: day)?.description
        case .relative, nil: return nil
        }
    }
}
