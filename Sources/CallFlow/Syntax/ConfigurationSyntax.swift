import Telephony

/// The whole file as it was read: complete as far as nothing was wrong, every name with its place.
struct ConfigurationSyntax {
    var publicURL: PublicURL?
    var timeZone: Zone?
    var recordings: RecordingSettings?
    var webhook: WebhookSettings?
    var server: ServerSettings?
    var log = LogSettings()
    var incoming: [NumberSyntax] = []
    var outgoing: [NumberSyntax] = []
    var otherwise: StepListSyntax?
    var flows: [FlowSyntax] = []
    var menus: [MenuSyntax] = []
    var schedules: [ScheduleSyntax] = []
}

struct NumberSyntax {
    /// Nil, reported, for a key that is no number.
    var pattern: NumberPattern?
    var steps: StepListSyntax
}

struct FlowSyntax {
    var name: Located<String>
    var steps: StepListSyntax
}

struct MenuSyntax {
    struct Choice {
        /// Nil, reported, for keys that there are not.
        var keys: Located<KeyPattern>?
        var steps: StepListSyntax
    }

    /// What is done about silence, or about a wrong key.
    struct Retry {
        var say: [Located<AnnouncementName>] = []
        var tries = 3
        var then: StepListSyntax
    }

    var name: Located<String>
    var prompt: [Located<AnnouncementName>] = []
    var again: [Located<AnnouncementName>] = []
    /// Milliseconds.
    var timeout = 5000
    var choices: [Choice] = []
    var otherwise: StepListSyntax?
    var silence: Retry
    var wrongKey: Retry
}

struct ScheduleSyntax {
    var name: Located<String>
    var schedule: Schedule
}

/// Steps from top to bottom, at least one.
struct StepListSyntax {
    /// As `StepList.place`.
    var place: String
    var span: Span
    var steps: [StepSyntax]
}

struct StepSyntax {
    indirect enum Action {
        case play([Located<AnnouncementName>])
        case menu(Located<String>)
        case flow(Located<String>)
        case check(Located<String>, open: StepListSyntax?, closed: StepListSyntax?, holiday: StepListSyntax?)
        case caller([Branch])
        /// `targets` are the places of its numbers, or of `called-number`.
        case dial(Dial, targets: [Span])
        case voicemail
        case reject(Rejection)
        case hangup
        case connect
        case `repeat`
        case back
        /// Reported already, so nothing is known of what it does.
        case broken
    }

    struct Branch {
        /// Nil, reported, for a key that is no number.
        var pattern: CallerPattern?
        var steps: StepListSyntax
    }

    var action: Action
    /// Its word: `voicemail`, or the key of `play: …`.
    var span: Span
    /// That word.
    var word: String
}

extension StepSyntax {
    /// The lists within it.
    var branches: [StepListSyntax] {
        switch action {
        case .check(_, let open, let closed, let holiday): [open, closed, holiday].compactMap { $0 }
        case .caller(let branches): branches.map(\.steps)
        default: []
        }
    }
}

extension StepListSyntax {
    /// Calls `body` for each step, those within branches included.
    func forEachStep(_ body: (StepSyntax) -> Void) {
        for step in steps {
            body(step)
            for branch in step.branches { branch.forEachStep(body) }
        }
    }
}

extension MenuSyntax {
    /// Calls `body` for every list of steps in it, those in branches left out.
    func forEachList(_ body: (StepListSyntax) -> Void) {
        for choice in choices { body(choice.steps) }
        if let otherwise { body(otherwise) }
        body(silence.then)
        body(wrongKey.then)
    }
}

extension ConfigurationSyntax {
    /// Calls `body` for the lists that calls begin with.
    func forEachEntry(_ body: (StepListSyntax) -> Void) {
        for number in incoming { body(number.steps) }
        for number in outgoing { body(number.steps) }
        if let otherwise { body(otherwise) }
    }

    /// Calls `body` for every list of steps, those in branches left out.
    func forEachList(_ body: (StepListSyntax) -> Void) {
        forEachEntry(body)
        for flow in flows { body(flow.steps) }
        for menu in menus { menu.forEachList(body) }
    }
}
