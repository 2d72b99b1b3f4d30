import Telephony

/// Shows that every flow, menu, schedule and announcement that is named exists.
struct NameProof {
    private let syntax: ConfigurationSyntax
    private let flows: Set<String>
    private let menus: Set<String>
    private let schedules: Set<String>
    private let announcements: Set<AnnouncementName>?
    private let problems: ProblemCollector
    /// For each name that leads nowhere the one that was probably meant.
    private var meant: [Problem.Thing: [String: String]] = [:]

    init(_ syntax: ConfigurationSyntax, announcements: Set<AnnouncementName>?, problems: ProblemCollector) {
        self.syntax = syntax
        flows = Set(syntax.flows.map(\.name.value))
        menus = Set(syntax.menus.map(\.name.value))
        schedules = Set(syntax.schedules.map(\.name.value))
        self.announcements = announcements
        self.problems = problems
    }

    /// Returns for each name that leads nowhere the one that was probably meant.
    mutating func run() -> [Problem.Thing: [String: String]] {
        syntax.forEachList { list in list.forEachStep { prove($0) } }
        for menu in syntax.menus {
            for prompt in [menu.prompt, menu.again, menu.silence.say, menu.wrongKey.say] { prove(prompt) }
        }
        return meant
    }

    private mutating func prove(_ step: StepSyntax) {
        switch step.action {
        case .play(let names): prove(names)
        case .menu(let name): prove(name, .menu, among: menus, or: .flow, of: flows)
        case .flow(let name) where name.span == step.span: proveBare(name)
        case .flow(let name): prove(name, .flow, among: flows, or: .menu, of: menus)
        case .check(let name, _, _, _): prove(name, .schedule, among: schedules, or: .schedule, of: [])
        default: break
        }
    }

    /// `others`: where the name may be by mistake.
    private mutating func prove(
        _ name: Located<String>, _ thing: Problem.Thing, among known: Set<String>,
        or other: Problem.Thing, of others: Set<String>
    ) {
        if known.contains(name.value) { return }
        if others.contains(name.value) {
            let suggestion = "\(other.rawValue): \(name.value)"
            problems.add(.unknownName(thing, name.value), at: name.span, suggestion: suggestion)
        } else {
            meant[thing, default: [:]][name.value] = problems.add(
                .unknownName(thing, name.value), at: name.span, closestTo: name.value, among: known)
        }
    }

    /// The bare word of a number, which may be a slip in a word of the language.
    private mutating func proveBare(_ name: Located<String>) {
        if flows.contains(name.value) { return }
        if menus.contains(name.value) {
            problems.add(
                .unknownName(.flow, name.value), at: name.span, suggestion: "{ menu: \(name.value) }")
        } else {
            let words = flows.union(["connect", "voicemail", "hangup", "reject"])
            meant[.flow, default: [:]][name.value] = problems.add(
                .unknownName(.flow, name.value), at: name.span, closestTo: name.value, among: words)
        }
    }

    private func prove(_ prompt: [Located<AnnouncementName>]) {
        guard let announcements else { return }
        for name in prompt where !announcements.contains(name.value) {
            let text = name.value.text
            problems.add(
                .unknownName(.announcement, text), at: name.span, closestTo: text,
                among: announcements.lazy.map(\.text))
        }
    }
}
