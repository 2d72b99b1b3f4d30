import Telephony

/// `people:` and `rotas:`.
extension ConfigurationReader {
    func readPeople(_ node: YAMLNode) -> [PersonSyntax] {
        (entries(node, of: "`people`") ?? []).map { entry in
            checkName(entry.key)
            checkIsNoWord(entry.key)
            if entry.value.isNothing {
                problems.add(.noValue(entry.key.value), at: entry.key.span)
                return PersonSyntax(name: entry.key, number: nil)
            }
            let number = text(entry.value, of: "the number of \(quoted(entry.key.value))").flatMap { dialTarget($0) }
            return PersonSyntax(name: entry.key, number: number)
        }
    }

    /// Reports a name that means something else where a person or a rota is dialled.
    private func checkIsNoWord(_ name: Located<String>) {
        let isWord = name.value == "called-number" || name.value == "voicemail"
        if isWord || !name.value.isEmpty && name.value.allSatisfy({ $0.isNumber || "+- ".contains($0) }) {
            problems.add(.badName(name.value), at: name.span)
        }
    }

    func readRotas(_ node: YAMLNode) -> [RotaSyntax] {
        (entries(node, of: "`rotas`") ?? []).map { entry in
            checkName(entry.key)
            checkIsNoWord(entry.key)
            if people.contains(entry.key.value) || schedules.contains(entry.key.value) {
                let item: ConfigurationProblem.NamedItem = people.contains(entry.key.value) ? .person : .schedule
                problems.add(.nameTaken(entry.key.value, by: item), at: entry.key.span)
            }
            return RotaSyntax(name: entry.key, rota: rota(entry))
        }
    }

    /// Returns `nil`, and has reported why, if the turns cannot be read.
    private func rota(_ entry: YAMLNode.Entry) -> Rota? {
        let owner = "the rota \(quoted(entry.key.value))"
        guard let fields = fields(entry.value, of: owner, at: entry.key.span, known: LanguageMapping.rota.names),
            let node = required("turns", in: fields, example: "turns: [ anna, bernd ]")
        else { return nil }
        let swaps = fields["swaps"].map(swaps) ?? []
        let zone = fields["time-zone"].flatMap(timeZone)
        let turns: Rota.Turns?
        if case .mapping(let entries) = node.content {
            for key in ["every", "from"] {
                guard let span = fields.key(key) else { continue }
                problems.add(.notWithListedTurns(key), at: span)
            }
            turns = listed(entries, of: entry.key, in: zone)
        } else {
            turns = regular(node, fields)
        }
        return turns.map { Rota(name: entry.key.value, turns: $0, swaps: swaps, timeZone: zone) }
    }

    private func regular(_ node: YAMLNode, _ fields: Fields) -> Rota.Turns? {
        let names = texts(node, of: "`turns`").compactMap(person)
        let seconds = required("every", in: fields, example: "every: 1 week").flatMap(period)
        let start = required("from", in: fields, example: "from: 2026-01-05T08:00").flatMap { node in
            text(node, of: "`from`").flatMap { time($0, of: "`from`") }
        }
        guard !names.isEmpty, let seconds, let start else { return nil }
        return .regular(start: start, seconds: seconds, people: names)
    }

    private func listed(_ entries: [YAMLNode.Entry], of rota: Located<String>, in zone: Zone?) -> Rota.Turns? {
        var turns: [Located<Rota.Listed>] = []
        for entry in entries {
            let name = text(entry.value, of: "the turn of \(quoted(entry.key.value))").flatMap(person)
            guard let start = time(entry.key, of: "a key of `turns`"), let name else { continue }
            if let twin = turns.first(where: { $0.value.start == start }) {
                problems.add(.overlappingDays(entry.key.value, firstLine: Int(twin.span.line)), at: entry.key.span)
            }
            turns.append(Located(value: Rota.Listed(start: start, person: name), span: entry.key.span))
        }
        turns.sort { $0.value.start < $1.value.start }
        guard let last = turns.last else {
            if entries.isEmpty { problems.add(.noValue("turns"), at: rota.span) }
            return nil
        }
        if let today = today(in: zone), last.value.start <= today {
            problems.add(.lastTurn(last.value.person, since: last.value.start.date), at: last.span)
        }
        return .listed(turns.map(\.value))
    }

    private func swaps(_ node: YAMLNode) -> [Rota.Swap] {
        var keys: [Located<DayKey>] = []
        let swaps = (entries(node, of: "`swaps`") ?? []).compactMap { entry -> Rota.Swap? in
            let name = text(entry.value, of: "the swap of \(quoted(entry.key.value))").flatMap(person)
            guard let key = dayKey(entry.key, of: "`swaps`") else { return nil }
            keys.append(Located(value: key, span: entry.key.span))
            return name.map { Rota.Swap(days: key, person: $0) }
        }
        checkConflicts(keys)
        return swaps
    }

    /// Returns a name of `people:`.
    private func person(_ text: Located<String>) -> String? {
        if people.contains(text.value) { return text.value }
        problems.add(.unknownName(.person, text.value), at: text.span, closestTo: text.value, among: people)
        return nil
    }

    /// Returns a day, with its time of day or its beginning.
    private func time(_ text: Located<String>, of owner: String) -> LocalTime? {
        if let date = try? CivilDate(text.value) { return LocalTime(date: date, second: 0) }
        return localTime(
            text, of: owner, expected: "a day, or a day and a time, such as `2026-01-05T08:00`",
            suggestion: DayKey.meant(by: text.value).flatMap { try? CivilDate($0) }?.description)
    }

    /// Returns how long a turn is, in seconds: `1 week`, `3 days`, `12 hours`.
    private func period(_ node: YAMLNode) -> Int? {
        guard let text = text(node, of: "`every`") else { return nil }
        if let seconds = Self.seconds(text.value), (3600...366 * 86_400).contains(seconds) { return seconds }
        let word = text.value.trimmed.lowercased()
        let meant = ["weekly": "1 week", "week": "1 week", "daily": "1 day", "day": "1 day", "hour": "1 hour"][word]
        problems.add(
            .badValue("`every`", expected: "a time such as `1 week`, `3 days` or `12 hours`, at most a year"),
            at: text.span, suggestion: meant)
        return nil
    }

    private static func seconds(_ text: String) -> Int? {
        let text = text.trimmed.lowercased()
        let digits = text.prefix { ("0"..."9").contains($0) }
        guard let count = digits.plainNumber, count < 100_000 else { return nil }
        let units = [
            "w": 604_800, "week": 604_800, "weeks": 604_800, "d": 86_400, "day": 86_400, "days": 86_400, "h": 3600,
            "hour": 3600, "hours": 3600,
        ]
        return units[text.dropFirst(digits.count).trimmed].map { $0 * count }
    }
}
