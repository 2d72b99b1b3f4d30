import CallFlow
import Telephony

extension Trial {
    /// Why a trial is no golden call.
    enum NotGolden: Error, Hashable, Sendable {
        /// It broke off while something was heard that goes on by itself.
        case midway
        /// Not as it was made here.
        case broken
    }

    /// What was tried, as it is to go from now on.
    ///
    /// - Throws: `NotGolden`.
    func golden(in zone: Zone) throws(NotGolden) -> GoldenCall {
        var steps: [GoldenCall.Step] = []
        var last: TrialExchange?
        for exchange in exchanges where exchange.event != "hangup" {
            if let keys = exchange.keys { steps.append(keys.isEmpty ? .silence : .press(keys)) }
            if let prompt = exchange.prompt {
                guard let prompt = Prompt(joined: prompt) else { throw .broken }
                steps.append(.hear(prompt))
            }
            if let dial = exchange.dial {
                let numbers = dial.compactMap { try? PhoneNumber($0) }
                guard !numbers.isEmpty, numbers.count == dial.count else { throw .broken }
                steps.append(.dial(numbers))
            } else if let word = exchange.end {
                guard let end = CallEnd(rawValue: word) else { throw .broken }
                steps.append(.end(end))
            }
            last = exchange
        }
        guard let last, !steps.isEmpty else { throw .broken }
        if let gather = last.gather, !gather.isAsking { throw .midway }
        return GoldenCall(
            direction: call.direction, from: call.from, to: call.to, at: zone.localTime(at: call.moment), steps: steps)
    }
}

extension Trial.NotGolden {
    var sentence: String {
        switch self {
        case .midway:
            "The call broke off while something was heard that goes on by itself, which a golden call cannot say. "
                + "Try it again up to a question or to its end."
        case .broken: "This is no trial. Begin another."
        }
    }
}

extension Prompt {
    /// Reads what `description` writes.
    fileprivate init?(joined text: String) {
        let parts = text.split(separator: "+", omittingEmptySubsequences: false)
        let names = parts.compactMap { try? AnnouncementName(String($0)) }
        guard names.count == parts.count else { return nil }
        self.init(names)
    }
}
