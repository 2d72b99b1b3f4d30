import Telephony

/// What happens to the calls of a number, told in a line.
package struct NumberSummary: Hashable, Sendable {
    package enum Calls: Hashable, Sendable {
        case to(NumberPattern)
        /// Outgoing ones.
        case from(NumberPattern)
        /// Incoming ones to numbers that are not named.
        case others
    }

    package let calls: Calls
    /// `reception: checks office (open → menu main; closed → plays closed, then voicemail)`. Flows are told one deep,
    /// menus only named.
    package let words: String
}

extension Configuration {
    /// All numbers in the order of the file, outgoing ones behind the others.
    package var summary: [NumberSummary] {
        numbers.incoming.entries.map { NumberSummary(calls: .to($0.pattern), words: words(for: $0.steps)) }
            + [numbers.otherwise].compactMap { $0 }.map { NumberSummary(calls: .others, words: words(for: $0)) }
            + numbers.outgoing.entries.map { NumberSummary(calls: .from($0.pattern), words: words(for: $0.steps)) }
    }

    private func words(for list: StepList) -> String {
        if case .flow(let name) = list.steps.first, list.steps.count == 1, let flow = flows[name] {
            return "\(name): \(flow.words)"
        }
        return list.words
    }
}

extension StepList {
    fileprivate var words: String { steps.map(\.words).joined(separator: ", then ") }
}

extension Step {
    fileprivate var words: String {
        switch self {
        case .play(let prompt): return "plays \(prompt)"
        case .menu(let name): return "menu \(name)"
        case .flow(let name): return "flow \(name)"
        case .check(let schedule, let open, let closed, let holiday):
            let branches = [("open", open), ("closed", closed), ("holiday", holiday)]
                .compactMap { status, list in list.map { "\(status) → \($0.words)" } }
            return "checks \(schedule) (\(branches.joined(separator: "; ")))"
        case .caller(let branches):
            return "by caller (\(branches.map { "\($0.pattern.words) → \($0.steps.words)" }.joined(separator: "; ")))"
        case .dial(let dial): return dial.words
        case .voicemail: return "voicemail"
        case .reject(.rejected): return "rejects"
        case .reject(.busy): return "rejects as busy"
        case .hangup: return "hangs up"
        case .connect: return "rings as usual"
        case .repeat: return "repeats"
        case .back: return "goes back"
        }
    }
}

extension CallerPattern {
    fileprivate var words: String {
        switch self {
        case .anonymous: "anonymous"
        case .number(let pattern): pattern.description
        }
    }
}

extension Dial {
    fileprivate var words: String {
        let whom =
            switch target {
            case .numbers(let numbers): "dials " + numbers.map(\.description).joined(separator: ", ")
            case .calledNumber: "dials the number called"
            }
        return whom + (callerID.map { " as \($0)" } ?? "") + (anonymous == true ? " anonymously" : "")
    }
}
