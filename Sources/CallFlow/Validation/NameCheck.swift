import Telephony

/// Checks that every flow, menu, schedule and announcement that a step names exists.
struct NameCheck {
    private let syntax: ConfigurationSyntax
    private let known: [ConfigurationProblem.NamedItem: Set<String>]
    private let flows: Set<String>
    private let menus: Set<String>
    private let schedules: Set<String>
    private let announcements: Set<AnnouncementName>?
    /// Those of which there is only a text that nothing speaks.
    private let silent: Set<AnnouncementName>
    private let problems: ProblemCollector
    /// For each unknown name the suggested one.
    private var intended: [ConfigurationProblem.NamedItem: [String: String]] = [:]

    init(
        _ syntax: ConfigurationSyntax, announcements: Set<AnnouncementName>?, silent: Set<AnnouncementName>,
        problems: ProblemCollector
    ) {
        self.syntax = syntax
        func names(_ item: ConfigurationProblem.NamedItem) -> [String] {
            syntax.templates.filter { $0.item == item }.map(\.name.value)
        }
        // Names of instances are found, but not suggested.
        known = [
            .flow: Set(syntax.flows.map(\.name.value) + names(.flow)),
            .menu: Set(syntax.menus.map(\.name.value) + names(.menu)),
        ]
        flows = Set(syntax.flows.map(\.title) + names(.flow))
        menus = Set(syntax.menus.map(\.title) + names(.menu))
        schedules = Set(syntax.schedules.map(\.name.value))
        // With values, a text with parameters is an announcement of its own.
        self.announcements = announcements.map { known in
            syntax.speech == nil ? known : known.union(syntax.texts.map(\.name.value))
        }
        self.silent = silent
        self.problems = problems
    }

    /// Returns for each unknown name the suggested one.
    mutating func run() -> [ConfigurationProblem.NamedItem: [String: String]] {
        syntax.forEachList { list in list.forEachStep { check($0) } }
        for menu in syntax.menus {
            for prompt in [menu.prompt, menu.again, menu.silence.say, menu.wrongKey.say] { check(prompt) }
        }
        for schedule in syntax.schedules { check(schedule.announcements) }
        return intended
    }

    private mutating func check(_ step: StepSyntax) {
        switch step.action {
        case .play(let names): check(names)
        case .menu(let name) where flows.contains(name.value) && !menus.contains(name.value):
            suggest(.flow, insteadOf: .menu, name, in: step)
        case .menu(let name): check(name, .menu, among: menus)
        case .flow(let name) where name.span == step.span: checkBareWord(name)
        case .flow(let name) where menus.contains(name.value) && !flows.contains(name.value),
            .do(let name) where menus.contains(name.value) && !flows.contains(name.value):
            suggest(.menu, insteadOf: .flow, name, in: step)
        case .flow(let name), .do(let name): check(name, .flow, among: flows)
        case .override(let changes, _):
            for change in changes { check(change.schedule, .schedule, among: schedules) }
        case .check(let name, _, _, _): check(name, .schedule, among: schedules)
        default: break
        }
    }

    private mutating func check(
        _ name: Located<String>, _ item: ConfigurationProblem.NamedItem, among known: Set<String>
    ) {
        if self.known[item]?.contains(name.value) ?? known.contains(name.value) { return }
        intended[item, default: [:]][name.value] = problems.add(
            .unknownName(item, name.value), at: name.span, closestTo: name.value, among: known)
    }

    /// Reports `flow: m` where `m` is a menu, or the reverse.
    private func suggest(
        _ other: ConfigurationProblem.NamedItem, insteadOf item: ConfigurationProblem.NamedItem,
        _ name: Located<String>,
        in step: StepSyntax
    ) {
        let kind = ConfigurationProblem.Kind.unknownName(item, name.value)
        if let whole = step.span.extended(to: name.span) {
            problems.add(kind, at: whole, suggestion: "\(other.rawValue): \(yamlScalar(name.value))")
        } else {
            problems.add(kind, at: step.span, suggestion: other.rawValue)
        }
    }

    /// Checks a bare word as the value of a number: a flow, or a misspelt word of the language.
    private mutating func checkBareWord(_ name: Located<String>) {
        if known[.flow]?.contains(name.value) ?? false { return }
        if menus.contains(name.value) {
            problems.add(
                .unknownName(.flow, name.value), at: name.span, suggestion: "{ menu: \(yamlScalar(name.value)) }")
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
            if silent.contains(name.value) {
                problems.add(.notSpoken(text), at: name.span)
                continue
            }
            problems.add(
                .unknownName(.announcement, text), at: name.span, closestTo: text,
                among: announcements.lazy.map(\.text))
        }
    }
}
