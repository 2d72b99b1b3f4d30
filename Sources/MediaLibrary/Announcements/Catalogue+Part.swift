package import Telephony

extension Catalogue {
    /// The catalogue of some announcements only: neither names, recordings, files nor problems of others are in it.
    ///
    /// Joined prompts are in it if all their parts are. A replaced file is if its address could be that of an announcement in the
    /// part, and of none outside it; problems of the folder as a whole are left out.
    package func part(_ isAnnouncementIn: (AnnouncementName) -> Bool) -> Catalogue {
        let wordings = wordings
        func isIn(_ name: AnnouncementName) -> Bool { isAnnouncementIn(wordings[name] ?? name) }
        let singles = singles.filter { isIn($0.key) }
        let joined = joined.filter { $0.key.parts.allSatisfy(isIn) }
        let states = states.filter { isIn($0.value.name) }
        let used = Set((Array(singles.values) + joined.values).map(\.name))
        let all = self.singles.keys.map { Prompt($0) } + Array(self.joined.keys) + self.names.map { Prompt($0) }
        var (slugs, foreign): (Set<String>, Set<String>) = ([], [])
        for prompt in all {
            if prompt.parts.allSatisfy(isIn) { slugs.insert(prompt.slug) } else { foreign.insert(prompt.slug) }
        }
        let files = files.filter { name, _ in
            // The slug, a hyphen, 16 digits of the hash, and the extension.
            let slug = String(name.dropLast(21))
            return used.contains(name) || slugs.contains(slug) && !foreign.contains(slug)
        }
        let problems = problems.filter { problem in
            switch problem {
            case .failed(let name, _, _), .sameName(let name, _), .notSpoken(let name, _, _): isIn(name)
            case .partsMissing(let prompt, _), .notJoined(let prompt, _), .fileLost(let prompt):
                prompt.parts.allSatisfy(isIn)
            default: false
            }
        }
        return Catalogue(
            singles: singles, joined: joined, files: files, states: states, problems: problems, isSettled: isSettled,
            conversions: conversions, spoken: spoken.filter { isIn($0.key) }, timed: timed.filter { isIn($0.key) }
        ).delivering(delivered)
    }
}
