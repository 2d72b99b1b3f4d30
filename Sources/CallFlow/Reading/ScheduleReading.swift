import Telephony

extension ConfigurationReader {
    /// Reads `schedules:`.
    func readSchedules(_ node: YAMLNode) -> [ScheduleSyntax] {
        (entries(node, of: "`schedules`") ?? []).map { entry in
            checkName(entry.key)
            return schedule(entry)
        }
    }

    private func schedule(_ entry: YAMLNode.Entry) -> ScheduleSyntax {
        let owner = "the schedule \(quoted(entry.key.value))"
        var schedule = Schedule(name: entry.key.value, week: Array(repeating: .closed, count: 7))
        var announcements: [Located<AnnouncementName>] = []
        if let fields = fields(entry.value, of: owner, at: entry.key.span, known: LanguageMapping.schedule.names) {
            // A schedule of single days, or of seasons, needs no week.
            let hours =
                fields.has("days") || fields.has("seasons")
                ? fields["hours"] : required("hours", in: fields, example: "hours: { mon-fri: 09:00-17:00 }")
            let zone = fields["time-zone"].flatMap(timeZone)
            let days = fields["days"].map { specialDays($0, in: zone) }
            announcements = days?.announcements ?? []
            schedule = Schedule(
                name: entry.key.value, week: (hours.map { week($0, of: "`hours`") } ?? []).map { $0 ?? .closed },
                seasons: fields["seasons"].map(seasons) ?? [],
                holidays: fields["holidays"].map(holidays) ?? HolidaySelection(),
                specialDays: days?.days ?? [], timeZone: zone)
        }
        return ScheduleSyntax(name: entry.key, schedule: schedule, announcements: announcements)
    }

    /// Reads hours by weekdays; `nil` for days that are left out.
    func week(_ node: YAMLNode, of owner: String) -> [DayHours?] {
        var week: [DayHours?] = Array(repeating: nil, count: 7)
        var firstLines: [Weekday: UInt32] = [:]
        if case .text(let text, _) = node.content, DayHours.meant(by: text) != nil || (try? DayHours(text)) != nil {
            // `hours: 24/7`
            let hours = DayHours.meant(by: text) ?? text.trimmed
            problems.add(
                .wrongKind(owner, expected: "a mapping", found: node.kind), at: node.span,
                suggestion: "{ daily: \(yamlScalar(hours)) }")
            return week
        }
        for entry in joiningUnquoted(entries(node, of: owner) ?? []) {
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
    /// leaves them out. However many commas a value has, it is one problem.
    func joiningUnquoted(_ entries: [YAMLNode.Entry]) -> [YAMLNode.Entry] {
        var result: [YAMLNode.Entry] = []
        // The parts of the last entry's value, and where they end.
        var parts: [String] = []
        var end: SourceSpan?
        func report() {
            if let last = result.last, let end, let whole = last.value.span.extended(to: end) {
                problems.add(.unquotedComma, at: whole, suggestion: yamlScalar(parts.joined(separator: ", ")))
            }
            (parts, end) = ([], nil)
        }
        for entry in entries {
            guard let last = result.last else {
                result.append(entry)
                continue
            }
            if entry.value.isNothing, (try? DayHours(entry.key.value)) != nil,
                case .text(let text, _) = last.value.content, !last.value.isNothing,
                last.value.span.extended(to: entry.key.span) != nil
            {
                if parts.isEmpty { parts = [text] }
                parts.append(entry.key.value)
                end = entry.key.span
                continue
            }
            report()
            if last.value.isNothing, let days = try? Weekdays("\(last.key.value), \(entry.key.value)"),
                days.days.count > 1,
                let whole = last.key.span.extended(to: entry.key.span)
            {
                problems.add(.unquotedComma, at: whole, suggestion: yamlScalar("\(last.key.value), \(entry.key.value)"))
                result.removeLast()
            } else {
                result.append(entry)
            }
        }
        report()
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
    private func hours(_ entry: YAMLNode.Entry) -> DayHours? { hoursText(entry).flatMap { hours($0, of: entry.key) } }

    /// Returns the text of a value that names hours.
    func hoursText(_ entry: YAMLNode.Entry) -> Located<String>? {
        guard !entry.value.isNothing else {
            problems.add(.noValue(entry.key.value), at: entry.key.span)
            return nil
        }
        return text(entry.value, of: "the hours of \(quoted(entry.key.value))")
    }

    /// - Parameter prefix: what stands before the hours in the file, for suggestions.
    func hours(_ text: Located<String>, of key: Located<String>, after prefix: String = "") -> DayHours? {
        do throws(DayHours.ParseError) {
            let hours = try DayHours(text.value)
            if hours.spans.contains(where: { $0.upperBound == 1439 }) {
                problems.add(
                    .lastMinuteClosed(key.value), at: text.span,
                    suggestion: yamlScalar(prefix + text.value.replacing("23:59", with: "24:00")))
            }
            return hours
        } catch {
            problems.add(
                .badValue("the hours of \(quoted(key.value))", expected: error.words), at: text.span,
                suggestion: error.suggestion(for: text.value).map { yamlScalar(prefix + $0) })
            return nil
        }
    }
}

extension DayHours.ParseError {
    /// What to write instead, as part of a sentence.
    fileprivate var words: String {
        switch self {
        case .notASpan: "times such as `09:00-12:30` or `\"09:00-12:30, 13:30-17:00\"`, or `closed`"
        case .notATime(let text): "times from 00:00 to 24:00, not \(quoted(text))"
        case .emptySpan(let text): "different start and end times, not \(quoted(text))"
        case .overlap(let one, let two): "times that do not overlap, unlike \(quoted(one)) and \(quoted(two))"
        }
    }

    /// Turns `9-17` into `9:00-17:00`, `09.00-17.00` into `09:00-17:00`, `24/7` into `00:00-24:00`, and `close` into
    /// `closed`.
    fileprivate func suggestion(for text: String) -> String? {
        if let hours = DayHours.meant(by: text) { return hours }
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

extension DayHours {
    /// The hours that a text means which is not written as hours are: `24/7`, `09.00-17.00`, `8-17 Uhr`, `08:00-08:00`;
    /// `nil` if that cannot be told.
    static func meant(by text: String) -> String? {
        var text = text.trimmed.lowercased()
        if ["24/7", "24h", "24 h", "24 hours", "always", "open", "all day"].contains(text) { return "00:00-24:00" }
        for word in [" uhr", "uhr"] { text = text.replacing(word, with: "") }
        for word in [" bis ", " to ", " until "] { text = text.replacing(word, with: "-") }
        let spans = text.split(separator: ",").map { span -> String in
            guard let (first, last) = span.aroundDash else { return span.trimmed }
            let times = [first, last].map { time in
                time.plainNumber.map { $0 <= 24 } ?? false ? "\(time):00" : time.replacing(".", with: ":")
            }
            // From a time until the same time is a day.
            return times[0] == times[1] ? "00:00-24:00" : times.joined(separator: "-")
        }
        let corrected = spans.joined(separator: ", ")
        return (try? DayHours(corrected)) == nil || (try? DayHours(text)) != nil ? nil : corrected
    }
}
