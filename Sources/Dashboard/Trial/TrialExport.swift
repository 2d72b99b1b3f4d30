import CallFlow
import Telephony

extension Trial {
    /// The simulated call as a golden call.
    ///
    /// - Throws: `TrialExportError`.
    func golden(in zone: Zone) throws(TrialExportError) -> GoldenCall {
        var steps: [GoldenCall.Step] = []
        var last: TrialExchange?
        for exchange in exchanges where exchange.event != "hangup" {
            if let keys = exchange.keys { steps.append(keys.isEmpty ? .silence : .press(keys)) }
            if let prompt = exchange.prompt {
                guard let prompt = Prompt(joined: prompt) else { throw .broken }
                steps.append(.hear(prompt))
            }
            if let dial = exchange.dial {
                let numbers = dial.compactMap { try? DialTarget($0) }
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
            direction: call.direction, from: call.from, to: call.to, diverted: call.diverted,
            at: zone.localTime(at: call.moment), steps: steps)
    }
}

/// Reasons a simulated call cannot be exported as a golden call.
enum TrialExportError: Error, Hashable, Sendable {
    /// It stopped during a prompt after which the call continues by itself.
    case midway
    /// It was not created by this server.
    case broken
}

extension TrialExportError {
    var sentence: String {
        switch self {
        case .midway: Texts.TestCall.midway
        case .broken: Texts.TestCall.notATrial
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
