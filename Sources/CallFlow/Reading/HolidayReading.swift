import Telephony

/// `holidays:` of a schedule, and branches by their names.
extension ConfigurationReader {
    /// Reads regions, names of holidays, and names behind `not`.
    func holidays(_ node: YAMLNode) -> HolidaySelection {
        var regions: [HolidayRegion] = []
        var added: [String] = []
        var removed: [String] = []
        var switzerland: SourceSpan?
        for text in texts(node, of: "`holidays`") {
            let words = text.value.split(maxSplits: 1, whereSeparator: \.isWhitespace)
            if words.count == 2, words[0].lowercased() == "not" {
                if let name = holidayName(Located(value: words[1].trimmed, span: text.span), prefix: "not ") {
                    removed.append(name)
                }
            } else if let region = HolidayRegion(text.value) {
                regions.append(region)
                if region.code == "CH" { switzerland = text.span }
            } else if let name = HolidaySelection.name(text.value) {
                added.append(name)
            } else {
                reportHoliday(text)
            }
        }
        if let switzerland, !regions.contains(where: { $0.code.hasPrefix("CH-") }) {
            problems.add(.onlyNationwideHolidays("CH"), at: switzerland)
        }
        return HolidaySelection(regions, adding: added, removing: removed)
    }

    private func reportHoliday(_ text: Located<String>) {
        let kind = ConfigurationProblem.Kind.unknownRegion(text.value)
        if ["de", "deutschland", "germany"].contains(text.value.lowercased()) {
            problems.add(.unknownRegion("DE"), at: text.span)
        } else if let region = HolidayRegion.named(text.value) {
            problems.add(kind, at: text.span, suggestion: region.code)
        } else if let slash = text.value.firstIndex(of: "/"), HolidayRegion(String(text.value[..<slash])) != nil {
            let state = text.value[..<slash]
            problems.add(
                .unknownPlace(text.value), at: text.span, closestTo: text.value,
                among: HolidayRegion.all.map(\.code).filter { $0.hasPrefix("\(state)/") })
        } else {
            problems.add(
                kind, at: text.span, closestTo: text.value,
                among: HolidayRegion.all.map(\.code) + HolidaySelection.knownNames)
        }
    }

    private func holidayName(_ text: Located<String>, prefix: String = "") -> String? {
        if let name = HolidaySelection.name(text.value) { return name }
        let names = HolidaySelection.knownNames
        let meant = Suggestion.closest(to: text.value, among: names)
        problems.add(.unknownHoliday(text.value), at: text.span, suggestion: meant.map { yamlScalar(prefix + $0) })
        return nil
    }

    /// Reads the `holiday` branch of a check: steps, or a mapping of holidays to steps with `else`.
    ///
    /// - Parameter closed: the branch for other holidays if there is no `else`.
    func holidayBranch(
        _ entry: YAMLNode.Entry, of schedule: Located<String>, closed: YAMLNode.Entry?, at path: String,
        in context: StepContext
    ) -> StepListSyntax {
        guard case .mapping(let entries) = entry.value.content, Self.areNames(entries) else {
            return steps(entry, at: path, in: context)
        }
        var branches: [StepSyntax.HolidayBranch] = []
        var seen: [String: UInt32] = [:]
        var rest: StepListSyntax?
        for entry in entries {
            if entry.key.value == "else" {
                rest = steps(entry, at: "\(path).else", in: context)
                continue
            }
            let name = holidayName(entry.key)
            let steps = steps(entry, at: "\(path).\(name ?? entry.key.value)", in: context)
            guard let name else { continue }
            if let line = seen[name] {
                problems.add(.yaml(.duplicateKey(entry.key.value, firstLine: Int(line))), at: entry.key.span)
            }
            seen[name] = entry.key.span.line
            branches.append(StepSyntax.HolidayBranch(name: name, steps: steps))
        }
        // As without `holiday:`, other holidays are closed.
        if rest == nil, let closed { rest = steps(closed, at: "\(path).else", in: context) }
        if rest == nil {
            problems.add(
                .missingKey("else", of: "`holiday`"), at: entry.key.span, suggestion: "else: voicemail")
        }
        let first = StepSyntax(action: .holiday(schedule.value, branches), span: entry.key.span, word: "holiday")
        return StepListSyntax(path: path, span: entry.value.span, steps: [first] + (rest?.steps ?? []))
    }

    /// Whether a mapping has holidays as keys, and not a step.
    private static func areNames(_ entries: [YAMLNode.Entry]) -> Bool {
        let keys = entries.map(\.key.value)
        guard !keys.isEmpty, !keys.contains(where: { StepWord(rawValue: $0) != nil }) else { return false }
        if keys.contains(where: { $0 == "else" || HolidaySelection.name($0) != nil }) { return true }
        let words = StepWord.allCases.map(\.rawValue)
        return !keys.contains { Suggestion.closest(to: $0, among: words) != nil }
            && keys.contains { Suggestion.closest(to: $0, among: HolidaySelection.knownNames) != nil }
    }
}
