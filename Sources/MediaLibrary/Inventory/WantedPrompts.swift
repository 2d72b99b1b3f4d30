import Telephony

/// The prompts that callers can hear, and which of the joined ones have to be looked at again.
struct WantedPrompts {
    private(set) var prompts: Set<Prompt> = []
    /// The parts of all prompts.
    private(set) var names: Set<AnnouncementName> = []
    private var byPart: [AnnouncementName: [Prompt]] = [:]
    /// Joined prompts to be looked at again, since a part of them has changed.
    private var outdated: Set<Prompt> = []

    /// Whether joined prompts have to be looked at again.
    var hasOutdated: Bool { !outdated.isEmpty }

    /// Replaces all prompts.
    mutating func replace(with new: Set<Prompt>) {
        let joined = new.filter { $0.parts.count > 1 }
        prompts = new
        names = Set(new.flatMap(\.parts))
        byPart = [:]
        for prompt in joined {
            for part in Set(prompt.parts) { byPart[part, default: []].append(prompt) }
        }
        outdated = joined
    }

    /// A part of joined prompts has changed.
    mutating func outdate(withPart name: AnnouncementName) { outdated.formUnion(byPart[name] ?? []) }

    /// A prompt has to be looked at again, if it is a wanted one.
    mutating func outdate(_ prompt: Prompt) {
        if prompts.contains(prompt) { outdated.insert(prompt) }
    }

    mutating func popOutdated() -> Prompt? { outdated.popFirst() }
}
