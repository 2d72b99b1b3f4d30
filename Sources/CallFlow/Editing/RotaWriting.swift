import Telephony

// Whose turn it is, and who stands in on which days.

extension Rota {
    /// The rota after an edit.
    func applying(_ edit: ConfigurationEdit) throws(ConfigurationEditError) -> Rota {
        var (turns, swaps) = (turns, swaps)
        switch edit {
        case .turns(_, let people):
            guard case .regular(let start, let seconds, _) = turns else { throw .missing("turns") }
            turns = .regular(start: start, seconds: seconds, people: people)
        case .swap(_, nil, let new?):
            if swaps.contains(where: { $0.days == new.days }) { throw .exists("\(new.days)") }
            swaps.append(new)
        case .swap(_, let old?, let new):
            guard let index = swaps.firstIndex(where: { $0.days == old }) else { throw .missing("\(old)") }
            if let new { swaps[index] = new } else { swaps.remove(at: index) }
        default: break
        }
        return Rota(name: name, turns: turns, swaps: swaps, timeZone: timeZone)
    }
}

extension EditedText {
    /// Writes people in the order of their turns.
    mutating func setTurns(_ people: [String], of rota: [String]) throws(ConfigurationEditError) {
        let turns = try entry(at: rota + ["turns"])
        let names = people.map { yamlScalar($0, isInBraces: true) }
        try patch { (patch) throws(UnusualWriting) in
            try patch.setValue(of: turns, to: "[ \(names.joined(separator: ", ")) ]")
        }
    }

    /// Adds days when another person takes the turn, changes them, or removes them.
    mutating func setSwap(_ old: DayKey?, _ new: Rota.Swap?, of rota: [String]) throws(ConfigurationEditError) {
        let path = rota + ["swaps"]
        guard let old else {
            guard let new else { return }
            let person = yamlScalar(new.person, isInBraces: true)
            return try set(yamlScalar("\(new.days)", isInBraces: true), to: { _, _ in person }, in: path)
        }
        let written = try key(at: path, for: "\(old)") { (try? DayKey($0)) == old }
        guard let new else { return try set(written, to: nil, in: path) }
        let entry = try entry(at: path + [written])
        let isInBraces = try self.entry(at: path).value.style == .flow
        try patch { (patch) throws(UnusualWriting) in
            if new.days != old {
                patch.replaceInLine(
                    entry.key.range, with: yamlScalar("\(new.days)", isInBraces: isInBraces, like: entry.key.style))
            }
            if entry.value.text != new.person {
                try patch.setValue(
                    of: entry, to: yamlScalar(new.person, isInBraces: isInBraces, like: entry.value.style))
            }
        }
    }
}
