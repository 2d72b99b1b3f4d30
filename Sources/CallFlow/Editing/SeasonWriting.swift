import Telephony

// Seasons of a schedule, and schedules like others.

extension EditedText {
    /// Adds a season with its hours, changes its days, or removes it.
    mutating func setSeason(
        _ old: DayKey?, _ new: Season?, of schedule: [String]
    ) throws(ConfigurationEditError) {
        let path = schedule + ["seasons"]
        guard let old else {
            guard let new else { return }
            let groups = Self.groups(Weekday.allCases, new.week).map { group in
                "\(yamlScalar("\(group.days)", isInBraces: true)): \(yamlScalar("\(group.hours)", isInBraces: true))"
            }
            guard !groups.isEmpty else { throw .missing("hours") }
            let (key, value) = (yamlScalar("\(new.days)", isInBraces: true), "{ \(groups.joined(separator: ", ")) }")
            guard let seasons = root.entry(at: path)?.value, !seasons.isNothing else {
                return try add(
                    "seasons", lines: [(key, value)], to: schedule, before: ["holidays", "days", "time-zone"])
            }
            return try set(key, to: { _, _ in value }, in: path)
        }
        let written = try key(at: path, for: "\(old)") { (try? DayKey($0)) == old }
        let parent = try entry(at: path).value
        guard let new else {
            return try parent.entries?.count == 1 ? remove("seasons", from: schedule) : remove(written, from: path)
        }
        let key = try entry(at: path + [written]).key
        try patch { (patch) throws(UnusualWriting) in
            patch.replaceInLine(
                key.range, with: yamlScalar("\(new.days)", isInBraces: parent.style == .flow, like: key.style))
        }
    }

    /// Adds a schedule that is written as another one, below it.
    mutating func copySchedule(_ other: String, as name: String) throws(ConfigurationEditError) {
        let parent = try entry(at: ["schedules"]).value
        guard let index = parent.entries?.firstIndex(where: { $0.key.text == other }),
            let entry = parent.entries?[index]
        else { throw .missing("schedule \(other)") }
        try patch { (patch) throws(UnusualWriting) in
            let range = patch.trimmed(entry.range)
            let text = patch.scalars[entry.key.range.upperBound..<range.upperBound]
            // An anchor can be written only once.
            guard !entry.value.hasAnchors else { throw UnusualWriting(position: range.lowerBound) }
            let value = String(String.UnicodeScalarView(text.drop { $0 == " " }.dropFirst()))
            try patch.insert(
                yamlScalar(name, isInBraces: true), .line(String(value.drop { $0 == " " })), into: parent,
                at: index + 1)
        }
    }
}

extension WrittenNode {
    /// Whether it, or anything in it, has an anchor.
    var hasAnchors: Bool {
        if isAnchored { return true }
        return switch content {
        case .text, .alias: false
        case .list(let nodes): nodes.contains(where: \.hasAnchors)
        case .mapping(let entries): entries.contains { $0.value.hasAnchors || $0.key.hasAnchors }
        }
    }
}
