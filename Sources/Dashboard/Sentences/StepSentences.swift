package import CallFlow
import Telephony

/// One-line descriptions of steps: "play closed, hangup", "office open: menu main · closed: play closed, voicemail". Commands,
/// which answer no request, have them in English.
package struct StepSentences: Sendable {
    private let configuration: Configuration

    private typealias Words = Texts.StepWords

    package init(_ configuration: Configuration) {
        self.configuration = configuration
    }

    /// A list of steps. If a flow is the only step, the flow's steps are included.
    package func line(_ list: StepList) -> String {
        if case .flow(let name)? = list.steps.first, list.steps.count == 1, let flow = configuration.flows[name] {
            return "\(name): \(steps(flow))"
        }
        return steps(list)
    }

    private func steps(_ list: StepList) -> String { ways(list).joined(separator: " · ") }

    /// The ways that a call can take through a list: one for each branch, and one for the other calls.
    package func ways(_ list: StepList) -> [String] {
        var branchLines: [String] = []
        var straight: [String] = []
        for step in list.steps {
            switch step {
            case .check(let schedule, let open, let closed, let holiday):
                let branches = [(Words.open, open), (Words.holiday, holiday), (Words.closed, closed)]
                branchLines += branches.compactMap { word, branch in
                    branch.map { "\(schedule) \(word): \(prefixed(straight, steps($0)))" }
                }
            case .holiday(_, let branches):
                branchLines += branches.map { "\($0.name): \(prefixed(straight, steps($0.steps)))" }
            case .caller(let branches):
                branchLines += branches.map {
                    "\(Words.from) \(words($0.pattern)): \(prefixed(straight, steps($0.steps)))"
                }
            case .called(let branches):
                branchLines += branches.map { "\($0.pattern.words): \(prefixed(straight, steps($0.steps)))" }
            case .diverted(let branches):
                branchLines += branches.map { "\($0.pattern.words): \(prefixed(straight, steps($0.steps)))" }
            default:
                straight.append(words(step))
                continue
            }
            // After a branch for every call there are no others.
            if step.continuation == .noCall { return branchLines }
        }
        if !straight.isEmpty {
            let rest = straight.joined(separator: ", ")
            branchLines.append(branchLines.isEmpty ? rest : "\(Words.otherwise): \(rest)")
        }
        return branchLines
    }

    private func prefixed(_ before: [String], _ words: String) -> String {
        (before + [words]).joined(separator: ", ")
    }

    private func words(_ step: Step) -> String {
        switch step {
        case .play(let prompt): Words.play("\(prompt)")
        case .menu(let name): Words.menu(name)
        case .flow(let name): name
        case .do(let name): Words.through(name)
        case .check(let schedule, _, _, _): "check \(schedule)"
        case .holiday: "holiday"
        case .caller: "caller"
        case .called: "called"
        case .diverted: "diverted"
        case .override(let override): "override \(override.words)"
        case .dial(let dial): words(dial)
        case .voicemail: Words.voicemail
        case .reject(.rejected): Words.reject
        case .reject(.busy): Words.rejectAsBusy
        case .hangup: Words.hangup
        case .connect: Words.connect
        case .repeat: Words.again
        case .back: Words.back
        }
    }

    private func words(_ dial: Dial) -> String {
        let target =
            switch dial.target {
            case .numbers(let numbers): (numbers.map(\.description) + dial.people).joined(separator: Words.and)
            case .keyed(let number): number.description
            case .calledNumber: Words.calledNumber
            }
        let shown =
            dial.anonymous == true ? Words.withoutNumber : dial.callerID.map { Words.showing("\($0)") } ?? ""
        return Words.dial(target) + shown
    }

    package func words(_ pattern: CallerPattern) -> String {
        switch pattern {
        case .anonymous, .number, .list: pattern.description
        case .unknown: Words.unknownCaller
        case .internal: Words.anExtension
        }
    }
}
