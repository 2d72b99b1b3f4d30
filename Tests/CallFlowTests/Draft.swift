import CallFlow
import Telephony
import Testing

/// Steps as tests write them. Lists get the same paths as in a file.
indirect enum Draft: ExpressibleByStringLiteral, Sendable {
    case step(Step)
    case check(String, open: [Draft]? = nil, closed: [Draft]? = nil, holiday: [Draft]? = nil)
    case caller([(String, [Draft])])

    /// `play closed`, `menu main`, `flow members`, `dial +4921112345`, `reject busy`, `hangup` …
    init(stringLiteral text: String) {
        do {
            self = .step(try Self.step(text))
        } catch {
            preconditionFailure("\(text): \(error)")
        }
    }

    private static func step(_ text: String) throws -> Step {
        let words = text.split(separator: " ").map(String.init)
        let name = words.count > 1 ? words[1] : ""
        switch words[0] {
        case "play": return .play(try prompt(name))
        case "menu": return .menu(name)
        case "flow": return .flow(name)
        case "dial" where name == "called-number":
            return .dial(Dial(.calledNumber, callerID: try words.dropFirst(2).first.map { try PhoneNumber($0) }))
        case "dial": return .dial(Dial(.numbers(try words.dropFirst().map { try DialTarget($0) })))
        case "voicemail": return .voicemail
        case "reject": return .reject(name == "busy" ? .busy : .rejected)
        case "hangup": return .hangup
        case "repeat": return .repeat
        case "back": return .back
        default:
            try #require(text == "connect")
            return .connect
        }
    }

    static func prompt(_ text: String) throws -> Prompt {
        try #require(Prompt(try text.split(separator: "+").map { try AnnouncementName(String($0)) }))
    }
}

extension StepList {
    init(_ path: String, _ drafts: [Draft]) throws {
        let isNested = drafts.count > 1
        let steps = try drafts.enumerated().map { index, draft -> Step in
            let here = isNested ? "\(path)[\(index)]" : path
            switch draft {
            case .step(let step): return step
            case .check(let schedule, let open, let closed, let holiday):
                return .check(
                    schedule: schedule, open: try open.map { try StepList("\(here).open", $0) },
                    closed: try closed.map { try StepList("\(here).closed", $0) },
                    holiday: try holiday.map { try StepList("\(here).holiday", $0) })
            case .caller(let branches):
                return .caller(
                    try branches.map { key, steps in
                        CallerBranch(
                            pattern: key == "anonymous" ? .anonymous : .number(try NumberPattern(key)),
                            steps: try StepList("\(here).\(key)", steps))
                    })
            }
        }
        self.init(path: path, steps: steps)
    }
}

extension Menu {
    /// The choice `else` is for all other keys.
    init(
        _ name: String, prompt: String? = nil, again: String? = nil, timeout: Int = 5000, _ choices: [String: [Draft]],
        silence: (say: String?, tries: Int, then: [Draft]) = (nil, 3, ["hangup"]),
        wrongKey: (say: String?, tries: Int, then: [Draft]) = (nil, 3, ["hangup"])
    ) throws {
        func retry(_ key: String, _ value: (say: String?, tries: Int, then: [Draft])) throws -> Retry {
            Retry(
                say: try value.say.map(Draft.prompt), tries: value.tries,
                then: try StepList("menus.\(name).\(key).then", value.then))
        }
        func steps(_ key: String, _ drafts: [Draft]) throws -> StepList {
            try StepList("menus.\(name).choices.\(key)", drafts)
        }
        self.init(
            name: name, prompt: try Draft.prompt(prompt ?? name), again: try again.map(Draft.prompt), timeout: timeout,
            choices: try choices.filter { $0.key != "else" }.map { key, drafts in
                Choice(keys: try KeyPattern(key), steps: try steps(key, drafts))
            },
            otherwise: try choices["else"].map { try steps("else", $0) }, silence: try retry("silence", silence),
            wrongKey: try retry("wrong-key", wrongKey))
    }
}

extension Configuration {
    /// The number `default` is for all other numbers.
    init(
        numbers: [(String, [Draft])], outgoing: [(String, [Draft])] = [], flows: [String: [Draft]] = [:],
        menus: [Menu] = [], schedules: [Schedule] = []
    ) throws {
        func table(_ place: String, _ entries: [(String, [Draft])]) throws -> NumberTable {
            NumberTable(
                try entries.filter { $0.0 != "default" }.map { key, drafts in
                    let pattern = try NumberPattern(key)
                    return NumberTable.Entry(pattern: pattern, steps: try StepList("\(place).\(pattern)", drafts))
                })
        }
        let otherwise = numbers.first { $0.0 == "default" }
        self.init(
            publicURL: try PublicURL("https://phone.example.com/ann"), timeZone: try #require(Zone("Europe/Berlin")),
            recordings: RecordingSettings(folder: "/media"), webhook: WebhookSettings(requiresSignature: true),
            server: ServerSettings(),
            numbers: NumberPlan(
                incoming: try table("numbers", numbers), outgoing: try table("numbers.outgoing", outgoing),
                otherwise: try otherwise.map { try StepList("numbers.default", $0.1) }),
            flows: Dictionary(
                uniqueKeysWithValues: try flows.map { ($0.key, try StepList("flows.\($0.key)", $0.value)) }),
            menus: Dictionary(uniqueKeysWithValues: menus.map { ($0.name, $0) }),
            schedules: Dictionary(uniqueKeysWithValues: schedules.map { ($0.name, $0) }))
    }
}
