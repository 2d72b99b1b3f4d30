import CallFlow
import Telephony
import Webhook

/// A simulated call to one number at one moment, up to the first menu.
struct CallPreview: Sendable {
    let steps: [CallSimulation.Step]
    let trace: [TraceStep]
    /// The menu that waits for keys; nil if the call has ended.
    let menu: Menu?
    /// Announcements in use but not published.
    let missing: [AnnouncementName]

    init(_ call: NumberCall, from caller: Caller, at moment: Moment, _ snapshot: LivePlan.Snapshot) {
        var simulation = CallSimulation(
            responder: snapshot.responder, direction: call.direction,
            from: call.isOutgoing ? .number(call.example) : caller,
            to: call.isOutgoing ? call.partner(caller) : call.isDefault ? nil : call.example, at: moment)
        steps = simulation.begin()
        trace = simulation.trace
        missing = simulation.missing
        if simulation.listens, case .gather(_, _, _, let position) = simulation.outcome?.decision?.answer {
            menu = position.menus.last.flatMap { snapshot.configuration.menus[$0] }
        } else {
            menu = nil
        }
    }

    /// What the caller hears, in one line: `hears closed, then goes to voicemail`.
    var words: String {
        var parts: [String] = steps.compactMap { step in
            switch step {
            case .hear(let prompt, _): "hears \(prompt)"
            case .dial(let numbers): "is transferred to " + numbers.map(\.description).joined(separator: " and ")
            case .end(let end): end.sentence
            case .press, .silence: nil
            }
        }
        if let menu { parts.append("can press " + menu.keyWords) }
        return parts.joined(separator: ", then ")
    }

    /// The reasons, in one line: `reception, office open`.
    var reason: String {
        trace.compactMap { step -> String? in
            switch step {
            case .caller(.anonymous): "an anonymous caller"
            case .caller(.unknown): "an unknown caller"
            case .caller(.internal): "an extension calls"
            case .caller(.number(let pattern)): "a caller \(pattern)"
            case .diverted(.any): "a forwarded call"
            case .diverted(.number(let pattern)): "a call forwarded from \(pattern)"
            case .caller(.list(let name)): "a caller of the list \(name)"
            case .schedule(let name, let status, let reason):
                "\(name) \(status.rawValue)" + (reason.map { " (\($0))" } ?? "")
            case .holiday(let name): "the branch for \(name)"
            case .override(let name, let status, let until, let now):
                "\(name) \(status.rawValue) by an override until \(until.description(relativeTo: now))"
            case .turn(let rota, let person, let reason):
                "\(rota) \(person)" + (reason.map { " (\($0))" } ?? "")
            case .flow(let name): name
            case .menu(let name): "menu \(name)"
            case .tooManyPrompts: "too many prompts"
            default: nil
            }
        }.joined(separator: ", ")
    }
}

extension CallSimulation.End {
    /// What happens to the caller.
    fileprivate var sentence: String {
        switch self {
        case .hangup: "the call is hung up"
        case .connect: "the telephone rings as usual"
        case .voicemail: "goes to voicemail"
        case .reject: "is rejected"
        case .busy: "is rejected as busy"
        }
    }
}

extension Menu {
    /// `1, 2, 0815 or *`
    fileprivate var keyWords: String {
        let keys = choices.map(\.keys.text).sorted()
        guard let last = keys.last, keys.count > 1 else { return keys.first ?? "a key" }
        return keys.dropLast().joined(separator: ", ") + " or " + last
    }
}
