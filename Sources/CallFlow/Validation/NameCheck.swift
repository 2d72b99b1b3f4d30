import Telephony

/// Checks that every flow, menu, schedule and announcement that a step names exists.
struct NameCheck {
    private let syntax: ConfigurationSyntax
    private let flows: Set<String>
    private let menus: Set<String>
    private let schedules: Set<String>
    private let announcements: Set<AnnouncementName>?
    private let problems: ProblemCollector
    /// For each unknown name the suggested one.
    private var intended: [ConfigurationProblem.NamedItem: [String: String]] = [:]

    init(_ syntax: ConfigurationSyntax, announcements: Set<AnnouncementName>?, problems: ProblemCollector) {
        self.syntax = syntax
        flows = Set(syntax.flows.map(\.name.value))
        menus = Set(syntax.menus.map(\.name.value))
        schedules = Set(syntax.schedules.map(\.name.value))
        self.announcements = announcements
        self.problems = problems
    }

    /// Returns for each unknown name the suggested one.
    mutating func run() -> [ConfigurationProblem.NamedItem: [String: String]] {
        syntax.forEachList { list in list.forEachStep { check($0) } }
        for menu in syntax.menus {
            for prompt in [menu.prompt, menu.again, menu.silence.say, menu.wrongKey.say] { check(prompt) }
        }
        return intended
    }

    private mutating func check(_ step: StepSyntax) {
        switch step.action {
        case .play(let names): check(names)
        case .menu(let name): check(name, .menu, among: menus, or: .flow, of: flows)
        case .flow(let name) where name.span == step.span: checkBareWord(name)
        case .flow(let name): check(name, .flow, among: flows, or: .menu, of: menus)
        case .check(let name, _, _, _): check(name, .schedule, among: schedules, or: .schedule, of: [])
        default: break
        }
    }

    /// - Parameters:
    ///   - other: An item that the name could refer to by mistake.
    ///   - others: The names of those.
    private mutating func check(
        _ name: Located<String>, _ item: ConfigurationProblem.NamedItem, among known: Set<String>,
        or other: ConfigurationProblem.NamedItem, of others: Set<String>
    ) {
        if known.contains(name.value) { return }
        if others.contains(name.value) {
            let suggestion = "\(other.rawValue): \(name.value)"
            problems.add(.unknownName(item, name.value), at: name.span, suggestion: suggestion)
        } else {
            intended[item, default: [:]][name.value] = problems.add(
                .unknownName(item, name.value), at: name.span, closestTo: name.value, among: known)
        }
    }

    /// Checks a bare word as the value of a number: a flow, or a misspelt word of the language.
    private mutating func checkBareWord(_ name: Located<String>) {
        if flows.contains(name.value) { return }
        if menus.contains(name.value) {
            problems.add(
                .unknownName(.flow, name.value), at: name.span, suggestion: "{ menu: \(name.value) }")
        } else {
            let words = flows.union(["connect", "voicemail", "hangup", "reject"])
            intended[.flow, default: [:]][name.value] = problems.add(
                .unknownName(.flow, name.value), at: name.span, closestTo: name.value, among: words)
        }
    }

    private func check(_ prompt: [Located<AnnouncementName>]) {
        guard let announcements else { return }
        for name in prompt where !announcements.contains(name.value) {
            let text = name.value.text
            problems.add(
                .unknownName(.announcement, text), at: name.span, closestTo: text,
                among: announcements.lazy.map(\.text))
        }
    }
}
