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

    init(_ call: NumberCall, from caller: Caller, at moment: Moment, _ snapshot: VisiblePlan.Snapshot) {
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
            case .hear(let prompt, _): Texts.Numbers.hears("\(prompt)")
            case .dial(let numbers): Texts.Numbers.transferred(Texts.list(numbers.map(\.spaced)))
            case .end(let end): Texts.Numbers.end(end)
            case .press, .silence: nil
            }
        }
        if let menu { parts.append(Texts.Numbers.canPress(menu.keyWords)) }
        return parts.joined(separator: Texts.Numbers.then)
    }

    /// The reasons, in one line: `reception, office open`.
    var reason: String {
        trace.compactMap { Texts.Numbers.reason($0) }.joined(separator: ", ")
    }
}

extension Menu {
    /// `1, 2, 0815 or *`
    fileprivate var keyWords: String {
        Texts.Numbers.keys(choices.map(\.keys.text).sorted())
    }
}
