import CallFlow
import Telephony
import Webhook

extension CallSimulation.Step {
    /// The step in one line.
    var line: String {
        switch self {
        case .hear(let prompt, let seconds): "hear     \(prompt)  \(durationText(seconds))"
        case .press(let keys): "press    \(keys)"
        case .silence: "silence"
        case .dial(let numbers): "dial     \(numbers.map(\.description).joined(separator: ", "))"
        case .end(let end): "end      \(end.words)"
        }
    }
}

extension CallSimulation.End {
    fileprivate var words: String {
        switch self {
        case .hangup: "hung up"
        case .connect: "connect: the telephone rings as usual"
        case .voicemail: "voicemail"
        case .reject: "rejected"
        case .busy: "rejected as busy"
        }
    }
}

/// A step in JSON: an object whose key names the kind of step.
struct CallStepObject: Encodable {
    private var hear: String?
    private var seconds: Double?
    private var press: String?
    private var silence: Bool?
    private var dial: [String]?
    /// Whose turn it is on the rotas that `dial` rings; nil if it rings none.
    private var turns: [CallTurn]?
    private var end: String?

    init(_ step: CallSimulation.Step) {
        self.init(GoldenCall.Step(step))
        if case .hear(_, let seconds) = step { self.seconds = rounded(seconds) }
    }

    /// Without a duration.
    init(_ step: GoldenCall.Step) {
        switch step {
        case .hear(let prompt): hear = prompt.description
        case .press(let keys): press = keys
        case .silence: silence = true
        case .dial(let numbers): dial = numbers.map(\.description)
        case .end(let end): self.end = end.rawValue
        }
    }

    /// A JSON array with one element per line.
    ///
    /// - Parameter turns: those of the call.
    static func array(_ steps: [CallSimulation.Step], turns: [CallTurn]) -> String {
        let lines = steps.map { step in
            var object = CallStepObject(step)
            if object.dial != nil, !turns.isEmpty { object.turns = turns }
            return "  " + jsonLine(object)
        }
        return "[\n" + lines.joined(separator: ",\n") + "\n]"
    }
}
