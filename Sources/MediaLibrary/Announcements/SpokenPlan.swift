package import Telephony

/// What announcements without recordings say, now and in the days to come.
package struct SpokenPlan: Hashable, Sendable {
    /// By the name under which each is published; wordings of announcements that follow the time have names of their own.
    package var texts: [AnnouncementName: SpokenText]
    /// Which wording of an announcement holds when.
    package var timed: [AnnouncementName: TimedAnnouncement]

    package init(
        texts: [AnnouncementName: SpokenText] = [:], timed: [AnnouncementName: TimedAnnouncement] = [:]
    ) {
        (self.texts, self.timed) = (texts, timed)
    }

    /// The same, with what another one says under other names.
    package func adding(_ other: SpokenPlan) -> SpokenPlan {
        SpokenPlan(
            texts: texts.merging(other.texts) { own, _ in own }, timed: timed.merging(other.timed) { own, _ in own })
    }

    /// What an announcement says at a moment.
    package func text(of name: AnnouncementName, at moment: Moment) -> SpokenText? {
        guard let timed = timed[name] else { return texts[name] }
        return timed.name(at: moment).flatMap { texts[$0] }
    }
}

/// An announcement whose words follow the time: the names of its wordings.
package struct TimedAnnouncement: Hashable, Sendable {
    package struct Change: Hashable, Sendable {
        package let from: Moment
        package let name: AnnouncementName

        package init(from: Moment, name: AnnouncementName) { (self.from, self.name) = (from, name) }
    }

    /// Ascending.
    package let changes: [Change]
    /// From when on it is not known what to say.
    package let until: Moment
    /// What is true at any time, for want of something better.
    package let always: AnnouncementName?

    package init(changes: [Change], until: Moment, always: AnnouncementName?) {
        (self.changes, self.until, self.always) = (changes, until, always)
    }

    /// The names of all wordings.
    package var names: [AnnouncementName] { changes.map(\.name) + [always].compactMap(\.self) }

    /// The wording that holds at a moment.
    package func name(at moment: Moment) -> AnnouncementName? {
        guard let first = changes.first, first.from <= moment, moment < until else { return always }
        var (low, high) = (0, changes.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if changes[middle].from <= moment { low = middle } else { high = middle }
        }
        return changes[low].name
    }

    /// Every moment at which the wording changes, or another one may be wanted.
    fileprivate var moments: [Moment] { changes.map(\.from) }
}

extension [AnnouncementName: TimedAnnouncement] {
    /// All prompts that can be heard, with the wordings of each time instead of announcements that follow it.
    func prompts(for wanted: Set<Prompt>) -> Set<Prompt> {
        guard !isEmpty else { return wanted }
        var prompts: Set<Prompt> = []
        for prompt in wanted {
            let parts = prompt.parts.compactMap { self[$0] }
            guard !parts.isEmpty else {
                prompts.insert(prompt)
                continue
            }
            for moment in Set(parts.flatMap(\.moments)) {
                if let prompt = resolved(prompt, at: moment) { prompts.insert(prompt) }
            }
            if let prompt = resolved(prompt, at: nil) { prompts.insert(prompt) }
        }
        return prompts
    }

    /// A prompt with the wordings of a moment; nil if one of its announcements has none then.
    ///
    /// - Parameter moment: nil for what is true at any time.
    func resolved(_ prompt: Prompt, at moment: Moment?) -> Prompt? {
        let parts = prompt.parts.compactMap { part -> AnnouncementName? in
            guard let timed = self[part] else { return part }
            return moment.map { timed.name(at: $0) } ?? timed.always
        }
        return parts.count == prompt.parts.count ? Prompt(parts) : nil
    }
}

extension AnnouncementName {
    /// The name of a wording of this announcement. No recording has such a name, and the same words have the same.
    package func wording(_ text: String) -> AnnouncementName? {
        var hash = FNV1a<UInt64>()
        for byte in text.utf8 { hash.add(byte) }
        let digits = String(hash.value, radix: 16)
        // At most 200 bytes.
        var start = self.text
        while start.utf8.count > 150 { start.removeLast() }
        return try? AnnouncementName("\(start) ⟨\(digits)⟩")
    }
}
