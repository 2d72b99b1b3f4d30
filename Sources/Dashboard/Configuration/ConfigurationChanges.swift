import CallFlow

/// The effects of an edit: per number, and on settings.
struct ConfigurationChanges: Hashable, Sendable {
    struct Number: Hashable, Sendable {
        let title: String
        /// Nil: the number was not listed.
        let before: String?
        /// Nil: the number is no longer listed.
        let after: String?
    }

    /// Something that was added, removed or changed.
    struct Thing: Hashable, Sendable {
        let kind: Texts.Configuration.Kind
        let name: String
        /// What is different: `Thursday: 9–12 → 9–13`; empty if it is new or gone, or has no words.
        let lines: [String]
    }

    /// Numbers of a large table that change in the same way are one.
    let numbers: [Number]
    let numberCount: Int
    let things: [Thing]
    /// Keys of the file whose settings differ.
    let settings: [String]
    /// Whether some of them take effect with the next start only.
    let needsRestart: Bool

    /// - Parameter today: the day that special days are compared from.
    init(from old: Configuration, to new: Configuration, today: CivilDate) {
        let (oldCalls, newCalls) = (Self.calls(old), Self.calls(new))
        let (before, after) = (StepSentences(old), StepSentences(new))
        let known = Set(newCalls.map(\.key))
        var (oldBehaviours, newBehaviours) = (Behaviours(old), Behaviours(new))
        var numbers: [Number] = []
        let oldByKey = Dictionary(oldCalls.map { ($0.key, $0.call) }, uniquingKeysWith: { first, _ in first })
        for (key, call) in newCalls {
            let previous = oldByKey[key]
            if let previous, oldBehaviours[previous.steps] == newBehaviours[call.steps] { continue }
            numbers.append(
                Number(
                    title: call.title, before: previous.map { Self.words($0, before) }, after: Self.words(call, after)))
        }
        for (key, call) in oldCalls where !known.contains(key) {
            numbers.append(Number(title: call.title, before: Self.words(call, before), after: nil))
        }
        let rows = RowChange.all(from: old, to: new) { steps, newSteps in
            steps == nil || newSteps == nil || oldBehaviours[steps] != newBehaviours[newSteps]
        }
        numbers += rows.map { change in
            let named = change.first.map(\.spaced).joined(separator: ", ")
            let others = change.count - change.first.count
            return Number(
                title: others > 0 ? "\(named) \(Texts.Home.andMore(others))" : named,
                before: change.before.map { before.line($0) }, after: change.after.map { after.line($0) })
        }
        self.numbers = numbers
        numberCount = numbers.count - rows.count + rows.reduce(0) { $0 + $1.count }
        things =
            Self.differences(.flow, old.flows, new.flows)
            + Self.differences(.menu, old.menus, new.menus) { Self.lines(from: $0, to: $1, before, after) }
            + Self.differences(.schedule, old.schedules, new.schedules) {
                ScheduleChanges(from: $0, to: $1, today: today).lines
            }
            + Self.differences(.rota, old.rotas, new.rotas) + Self.differences(.person, old.people, new.people)
            + Self.differences(.list, old.lists, new.lists)
            + Self.differences(.customer, old.customers, new.customers)
            + Self.differences(.name, Self.names(old), Self.names(new))
        needsRestart = old.server != new.server
        settings = [
            ("public-url", old.publicURL != new.publicURL), ("time-zone", old.timeZone != new.timeZone),
            ("recordings", old.recordings != new.recordings), ("webhook", old.webhook != new.webhook),
            ("log", old.log != new.log), ("alerts", old.alerts != new.alerts),
            ("speech", old.speech != new.speech), ("texts", old.texts != new.texts), ("server", needsRestart),
        ].filter(\.1).map(\.0)
    }

    /// What keys do, before and after.
    private static func lines(
        from old: Menu, to new: Menu, _ before: StepSentences, _ after: StepSentences
    ) -> [String] {
        let keys = Set((old.choices + new.choices).map(\.keys)).sorted { $0.text < $1.text }
        return keys.compactMap { key in
            let (a, b) = (old.choices.first { $0.keys == key }, new.choices.first { $0.keys == key })
            guard a?.steps.steps != b?.steps.steps else { return nil }
            let words = [a.map { before.line($0.steps) }, b.map { after.line($0.steps) }].map {
                $0 ?? Texts.Numbers.noAction
            }
            return "\(Texts.Numbers.key(key.text)): \(words[0]) → \(words[1])"
        }
    }

    /// Caches behaviours, since many numbers share one.
    private struct Behaviours {
        private let configuration: Configuration
        private var known: [[Step]?: Behaviour] = [:]

        init(_ configuration: Configuration) {
            self.configuration = configuration
        }

        subscript(_ list: StepList?) -> Behaviour {
            mutating get {
                if let behaviour = known[list?.steps] { return behaviour }
                let behaviour = Behaviour(of: list, in: configuration)
                known[list?.steps] = behaviour
                return behaviour
            }
        }
    }

    private static func differences<Value: Equatable>(
        _ kind: Texts.Configuration.Kind, _ old: [String: Value], _ new: [String: Value],
        _ lines: (Value, Value) -> [String] = { _, _ in [] }
    ) -> [Thing] {
        Set(old.keys).union(new.keys).filter { old[$0] != new[$0] }.sorted().map { name in
            let words = old[name].flatMap { before in new[name].map { lines(before, $0) } }
            return Thing(kind: kind, name: name, lines: words ?? [])
        }
    }

    private static func calls(_ configuration: Configuration) -> [(key: String, call: NumberCall)] {
        NumberCall.listed(in: configuration.numbers).map { ($0.path, $0) }
    }

    /// By the numbers with their names, so that each name that was given or taken away is one.
    private static func names(_ configuration: Configuration) -> [String: String] {
        Dictionary(
            configuration.numbers.names.entries.map { (Texts.named($0.pattern.spaced, $0.name), $0.name) },
            uniquingKeysWith: { $1 })
    }

    private static func words(_ call: NumberCall, _ sentences: StepSentences) -> String {
        call.steps.map { sentences.line($0) } ?? Texts.Numbers.ringsAsUsual
    }

    var isEmpty: Bool { numbers.isEmpty && things.isEmpty && settings.isEmpty }

    /// The maximum number of rows.
    private static let most = 50

    var html: HTML {
        guard !isEmpty else { return "<p>\(Texts.Configuration.noChanges)</p>" }
        let rows = numbers.prefix(Self.most).map { number -> HTML in
            // The steps are the same; a flow or menu they refer to has changed, which is listed separately.
            let isSame = number.before == number.after
            let before: HTML = number.before.map { HTML($0) } ?? "<em>\(Texts.Numbers.notListed)</em>"
            let after: HTML =
                isSame
                ? "<em>\(Texts.Configuration.sameSteps)</em>"
                : number.after.map { HTML($0) } ?? "<em>\(Texts.Numbers.notListed)</em>"
            return "<tr><th scope=\"row\">\(number.title)</th><td>\(before)</td><td>\(after)</td></tr>"
        }
        let more: HTML? =
            numbers.count > Self.most ? "<p>\(Texts.Home.andMore(numbers.count - Self.most))</p>" : nil
        let table: HTML? =
            numbers.isEmpty
            ? nil
            : """
            <div class="scroll"><table class="stack"><thead><tr><th scope="col">\(Texts.Numbers.number)</th>\
            <th scope="col">\(Texts.Configuration.before)</th><th scope="col">\(Texts.Configuration.after)</th></tr></thead>\
            <tbody>\(rows)</tbody></table></div>\(more)
            """
        return "<p>\(Texts.Configuration.changes(numbers: numberCount))</p>\(table)\(others)\(changedSettings)"
    }

    private var others: HTML? {
        guard !things.isEmpty else { return nil }
        let items = things.prefix(Self.most).map { thing -> HTML in
            let lines: HTML? =
                thing.lines.isEmpty ? nil : "<ul>\(thing.lines.prefix(Self.most).map { "<li>\($0)</li>" as HTML })</ul>"
            return "<li>\(Texts.Configuration.thing(thing.kind, thing.name))\(lines)</li>"
        }
        return "<p>\(Texts.Configuration.changedThings)</p><ul>\(items)</ul>"
    }

    private var changedSettings: HTML? {
        guard !settings.isEmpty else { return nil }
        let keys = settings.map { "<code>\($0)</code>" as HTML }.joined(separator: ", ")
        let restart: HTML? = needsRestart ? " \(Texts.Configuration.atNextStart)" : nil
        return "<p>\(Texts.Configuration.changedSettings) \(keys).\(restart)</p>"
    }
}
