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

    let numbers: [Number]
    /// Flows, menus, schedules and lists that were added, removed or changed: `menu main`.
    let things: [String]
    /// Sections of the file whose settings differ.
    let settings: [String]

    init(from old: Configuration, to new: Configuration) {
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
        self.numbers = numbers
        things =
            Self.differences("flow", old.flows, new.flows) + Self.differences("menu", old.menus, new.menus)
            + Self.differences("schedule", old.schedules, new.schedules)
            + Self.differences("rota", old.rotas, new.rotas) + Self.differences("person", old.people, new.people)
            + Self.differences("list", old.lists, new.lists)
        settings = [
            ("public-url", old.publicURL != new.publicURL), ("time-zone", old.timeZone != new.timeZone),
            ("recordings", old.recordings != new.recordings), ("webhook", old.webhook != new.webhook),
            ("server (takes effect at the next start)", old.server != new.server),
        ].filter(\.1).map(\.0)
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
        _ word: String, _ old: [String: Value], _ new: [String: Value]
    ) -> [String] {
        Set(old.keys).union(new.keys).filter { old[$0] != new[$0] }.sorted().map { "\(word) \($0)" }
    }

    private static func calls(_ configuration: Configuration) -> [(key: String, call: NumberCall)] {
        NumberCall.all(of: configuration.numbers).map { ($0.path, $0) }
    }

    private static func words(_ call: NumberCall, _ sentences: StepSentences) -> String {
        call.steps.map { sentences.line($0) } ?? "rings as usual"
    }

    var isEmpty: Bool { numbers.isEmpty && things.isEmpty && settings.isEmpty }

    /// The maximum number of rows.
    private static let most = 50

    var html: HTML {
        guard !isEmpty else { return "<p>No changes for callers.</p>" }
        let count: HTML =
            switch numbers.count {
            case 0: "<p>No changes to numbers.</p>"
            case 1: "<p>This edit changes <strong>1 number</strong>:</p>"
            default: "<p>This edit changes <strong>\(numbers.count) numbers</strong>:</p>"
            }
        let rows = numbers.prefix(Self.most).map { number -> HTML in
            // The steps are the same; a flow or menu they refer to has changed, which is listed separately.
            let isSame = number.before == number.after
            let before: HTML = number.before.map { HTML($0) } ?? "<em>not listed</em>"
            let after: HTML =
                isSame
                ? "<em>same steps, but a flow, menu or schedule has changed</em>"
                : number.after.map { HTML($0) } ?? "<em>not listed</em>"
            return "<tr><th scope=\"row\">\(number.title)</th><td>\(before)</td><td>\(after)</td></tr>"
        }
        let more: HTML? = numbers.count > Self.most ? "<p>… and \(numbers.count - Self.most) more.</p>" : nil
        let table: HTML? =
            numbers.isEmpty
            ? nil
            : """
            <div class="scroll"><table><thead><tr><th scope="col">Number</th><th scope="col">Before</th>\
            <th scope="col">After</th></tr></thead><tbody>\(rows)</tbody></table></div>\(more)
            """
        let others: HTML? =
            settings.isEmpty ? nil : "<p>Changed settings: \(settings.joined(separator: "; ")).</p>"
        let ways: HTML? =
            things.isEmpty
            ? nil
            : "<p>Changed flows, menus, schedules and lists: \(things.prefix(Self.most).joined(separator: ", ")).</p>"
        return "\(count)\(table)\(ways)\(others)"
    }
}
