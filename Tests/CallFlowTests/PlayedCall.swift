import CallFlow
import Telephony
import Testing

/// A call through a configuration's text: what is heard and how it ends, in short words.
struct PlayedCall {
    let plan: CallPlan
    private(set) var steps: [String] = []
    /// Where the call waits for keys.
    private(set) var position: Position?
    private let moment: Moment

    init(
        _ text: String, to: String = "+49 211 1234567", from: Caller = .anonymous,
        at moment: Moment = Moment(milliseconds: 1_798_000_000_000)
    ) throws {
        self.moment = moment
        let marked = MarkedConfiguration(MarkedConfiguration.head + text)
        let reading = try marked.read()
        plan = CallPlan(try #require(reading.configuration, "\(reading.problems.map(\.message))"))
        let decision = plan.begin(
            direction: .incoming, from: from, to: try PhoneNumber(to), users: [], at: moment)
        try follow(decision)
    }

    /// Presses keys, or none, in the menu that the call waits in.
    func pressing(_ keys: String...) throws -> PlayedCall {
        var call = self
        for keys in keys {
            let position = try #require(call.position)
            call.steps.append(keys.isEmpty ? "silence" : keys)
            try call.follow(
                try #require(call.plan.resume(position, keys.isEmpty ? .silence : .keys(keys), at: moment)))
        }
        return call
    }

    private mutating func follow(_ decision: Decision) throws {
        var decision = decision
        position = nil
        while true {
            switch decision.answer {
            case .gather(let prompt, _, _, let next):
                steps.append("“\(prompt)”")
                // Every position survives the way to the provider and back.
                #expect(plan.travelled(next) == next)
                guard next.next != .keys else {
                    position = next
                    return
                }
                decision = try #require(plan.resume(next, .silence, at: moment), "\(next)")
                continue
            case .play(let prompt): steps += ["“\(prompt)”", "connect"]
            case .connect: steps.append("connect")
            case .dial(let numbers, _, _): steps.append("dial " + numbers.map(\.description).joined(separator: ", "))
            case .voicemail: steps.append("voicemail")
            case .reject(let rejection): steps.append("reject \(rejection.rawValue)")
            case .hangup: steps.append("hangup")
            }
            return
        }
    }
}
