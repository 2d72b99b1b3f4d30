extension ConfigurationReader {
    /// Reads `schedules:`.
    func readSchedules(_ node: YAMLNode) -> [ScheduleSyntax] {
        (entries(node, of: "`schedules`") ?? []).map { entry in
            checkName(entry.key)
            return ScheduleSyntax(name: entry.key, schedule: schedule(entry))
        }
    }

    private func schedule(_ entry: YAMLNode.Entry) -> Schedule {
        var week = Array(repeating: DayHours.closed, count: 7)
        var holidays: Set<HolidayRegion> = []
        var days: [SpecialDay] = []
        let owner = "the schedule \(quoted(entry.key.value))"
        if let fields = fields(entry.value, of: owner, at: entry.key.span, known: LanguageMapping.schedule.names) {
            if let hours = required("hours", in: fields, example: "hours: { mon-fri: 09:00-17:00 }") {
                week = self.week(hours)
            }
            holidays = fields["holidays"].map(regions) ?? []
            days = fields["days"].map(specialDays) ?? []
        }
        return Schedule(name: entry.key.value, week: week, holidays: holidays, specialDays: days)
    }

    private func week(_ node: YAMLNode) -> [DayHours] {
        var week = Array(repeating: DayHours.closed, count: 7)
        var firstLines: [Weekday: UInt32] = [:]
        for entry in joiningUnquoted(entries(node, of: "`hours`") ?? []) {
            let hours = hours(entry)
            do throws(Weekdays.ParseError) {
                for day in try Weekdays(entry.key.value).days {
                    if let line = firstLines[day] {
                        problems.add(.dayTwice(day.shortName, firstLine: Int(line)), at: entry.key.span)
                    } else {
                        firstLines[day] = entry.key.span.line
                        week[day.rawValue] = hours ?? .closed
                    }
                }
            } catch {
                report(entry.key, error)
            }
        }
        return week
    }

    /// Reports days and hours with a comma that lack quotes in braces, such as `{ mon: 09:00-12:00, 13:00-17:00 }`, and
    /// leaves them out.
    private func joiningUnquoted(_ entries: [YAMLNode.Entry]) -> [YAMLNode.Entry] {
        var result: [YAMLNode.Entry] = []
        for entry in entries {
            guard let last = result.last else {
                result.append(entry)
                continue
            }
            if entry.value.isNothing, (try? DayHours(entry.key.value)) != nil,
                case .text(let text, _) = last.value.content,
                let whole = last.value.span.extended(to: entry.key.span)
            {
                problems.add(.unquotedComma, at: whole, suggestion: yamlScalar("\(text), \(entry.key.value)"))
            } else if last.value.isNothing, let days = try? Weekdays("\(last.key.value), \(entry.key.value)"),
                days.days.count > 1,
                let whole = last.key.span.extended(to: entry.key.span)
            {
                problems.add(.unquotedComma, at: whole, suggestion: yamlScalar("\(last.key.value), \(entry.key.value)"))
                result.removeLast()
            } else {
                result.append(entry)
            }
        }
        return result
    }

    private func report(_ key: Located<String>, _ reason: Weekdays.ParseError) {
        switch reason {
        case .duplicate(let day):
            problems.add(.dayTwice(day.shortName, firstLine: Int(key.span.line)), at: key.span)
        case .notAWeekday:
            let expected = "days such as `mon`, `mon-thu`, `\"sat, sun\"` or `daily`"
            problems.add(
                .badValue("a key of `hours`", expected: expected), at: key.span,
                suggestion: Self.corrected(key.value).map(yamlScalar))
        }
    }

    /// Turns `mo-fr` into `mon-fri`; `nil` if a day cannot be guessed.
    private static func corrected(_ days: String) -> String? {
        let german = ["mo": "mon", "di": "tue", "mi": "wed", "do": "thu", "fr": "fri", "sa": "sat", "so": "sun"]
        func corrected(_ word: String) -> String? {
            if (try? Weekdays(word)) != nil { return word }
            let word = word.lowercased()
            return german[word] ?? Suggestion.closest(to: word, among: Weekdays.vocabulary)
                ?? Weekdays.vocabulary.first { $0 == word.prefix(3) } ?? german[String(word.prefix(2))]
        }
        let parts = days.split(separator: ",").map { part in
            part.aroundDash.map { [corrected($0.0), corrected($0.1)] } ?? [corrected(part.trimmed)]
        }
        guard parts.allSatisfy({ !$0.contains(nil) }) else { return nil }
        let text = parts.map { $0.compactMap(\.self).joined(separator: "-") }.joined(separator: ", ")
        return (try? Weekdays(text)) == nil ? nil : text
    }

    /// Returns the hours that a value names.
    private func hours(_ entry: YAMLNode.Entry) -> DayHours? {
        guard !entry.value.isNothing else {
            problems.add(.noValue(entry.key.value), at: entry.key.span)
            return nil
        }
        let owner = "the hours of \(quoted(entry.key.value))"
        guard let text = text(entry.value, of: owner) else { return nil }
        do throws(DayHours.ParseError) {
            return try DayHours(text.value)
        } catch {
            problems.add(
                .badValue(owner, expected: error.words), at: text.span,
                suggestion: error.suggestion(for: text.value).map(yamlScalar))
            return nil
        }
    }

    private func regions(_ node: YAMLNode) -> Set<HolidayRegion> {
        let known = HolidayRegion.allCases.map(\.rawValue)
        return Set(
            texts(node, of: "`holidays`").compactMap { text in
                if let region = HolidayRegion(rawValue: text.value) { return region }
                let state = known.first { $0 == "DE-" + text.value.uppercased() }
                if let state {
                    problems.add(.unknownRegion(text.value), at: text.span, suggestion: state)
                } else {
                    problems.add(.unknownRegion(text.value), at: text.span, closestTo: text.value, among: known)
                }
                return nil
            })
    }

    private func specialDays(_ node: YAMLNode) -> [SpecialDay] {
        var days: [Located<SpecialDay>] = []
        for entry in entries(node, of: "`days`") ?? [] {
            let hours = hours(entry) ?? .closed
            do throws(SpecialDay.ParseError) {
                days.append(Located(value: try SpecialDay(days: entry.key.value, hours: hours), span: entry.key.span))
            } catch {
                switch error {
                case .date(.noSuchDay(let text)):
                    problems.add(.noSuchDay(text), at: entry.key.span)
                case .date(.notADate), .backwards:
                    let expected = "days such as `2026-12-24` or `2026-12-28..2027-01-01`, first day first"
                    problems.add(
                        .badValue("a key of `days`", expected: expected), at: entry.key.span,
                        suggestion: Self.corrected(day: entry.key.value))
                }
            }
        }
        checkOverlaps(days)
        return days.map(\.value)
    }

    /// Turns `24.12.2026` into `2026-12-24`.
    private static func corrected(day: String) -> String? {
        guard case .date(let date)? = try? WrittenDay(Substring(day.trimmed)) else { return nil }
        return date.description
    }

    /// Reports days that two entries name. In order of their first days it is enough to compare with the entry that
    /// ends latest so far.
    private func checkOverlaps(_ days: [Located<SpecialDay>]) {
        var latest: Located<SpecialDay>?
        for day in days.sorted(by: { $0.value.first < $1.value.first }) {
            if let latest, day.value.first <= latest.value.last {
                let inOrder = latest.span.line < day.span.line
                let (one, two) = inOrder ? (latest, day) : (day, latest)
                let text =
                    two.value.first == two.value.last ? "\(two.value.first)" : "\(two.value.first)..\(two.value.last)"
                problems.add(.overlappingDays(text, firstLine: Int(one.span.line)), at: two.span)
            }
            if latest.map({ $0.value.last < day.value.last }) ?? true { latest = day }
        }
    }
}

extension DayHours.ParseError {
    /// What to write instead, as part of a sentence.
    fileprivate var words: String {
        switch self {
        case .notASpan: "times such as `09:00-12:30` or `\"09:00-12:30, 13:30-17:00\"`, or `closed`"
        case .notATime(let text): "times from 00:00 to 24:00, not \(quoted(text))"
        case .emptySpan(let text): "different start and end times, not \(quoted(text)); the whole day is `00:00-24:00`"
        case .overlap(let one, let two): "times that do not overlap, unlike \(quoted(one)) and \(quoted(two))"
        }
    }

    /// Turns `9-17` into `9:00-17:00`, and `close` into `closed`.
    fileprivate func suggestion(for text: String) -> String? {
        switch self {
        case .notATime(let time) where (time.plainNumber.map { $0 <= 24 } ?? false):
            let corrected = text.split(separator: ",").map { span in
                span.split(separator: "-").map { part in
                    let part = part.trimmed
                    return part.plainNumber == nil ? part : "\(part):00"
                }
                .joined(separator: "-")
            }
            .joined(separator: ", ")
            return (try? DayHours(corrected)) == nil ? nil : corrected
        case .notASpan(let text):
            return Suggestion.closest(to: text, among: ["closed"])
        default:
            return nil
        }
    }
}
