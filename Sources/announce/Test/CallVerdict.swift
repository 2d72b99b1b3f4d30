import CallFlow
import Telephony
import Webhook

/// A golden call and the outcome of replaying it.
struct CallVerdict {
    /// The file's name as printed.
    let file: String
    let entry: GoldenCallFile.Entry
    let outcome: GoldenReplay.Outcome
    /// Whether the configuration lists the number.
    let isListed: Bool

    var isPassed: Bool { outcome.difference == nil }

    /// One line for a call that went as expected; otherwise both sides step by step, with a mark at the first difference.
    var lines: [String] {
        let head = "\(isPassed ? "ok  " : "FAIL")  \(file):\(entry.place.line)  \(title)"
        guard let difference = outcome.difference else { return [head] }
        let expected = entry.call.steps.map(\.line)
        let actual = outcome.actual.map(\.line)
        let rows = (0..<max(expected.count, actual.count)).map { index in
            (
                index < expected.count ? expected[index] : "(no further step)",
                index < actual.count ? actual[index] : outcome.isWaiting ? "(waits for keys)" : "(call ended)"
            )
        }
        let width = max(8, rows.map(\.0.count).max() ?? 0)
        func row(_ mark: String, _ left: String, _ right: String, _ end: String = "") -> String {
            "    \(mark) \(left)\(String(repeating: " ", count: width - left.count + 3))\(right)\(end)"
        }
        return [head] + notListed + [row(" ", "expected", "got")]
            + rows.enumerated().map { index, sides in
                index == difference ? row(">", sides.0, sides.1, "   \(place)") : row(" ", sides.0, sides.1)
            }
    }

    private var notListed: [String] {
        guard !isListed else { return [] }
        let call = entry.call
        return [
            call.direction == .outgoing
                ? "    `numbers: outgoing` does not list \(call.from): the call is left alone"
                : "    `numbers` does not list \(call.to): `default` applies"
        ]
    }

    /// The call's name, numbers and time.
    private var title: String {
        let call = entry.call
        var words = call.direction == .outgoing ? "out to \(call.to)" : "\(call.to)"
        if case .unknown = call.from, call.from.internalExtension == nil {} else { words += " from \(call.from)" }
        if let diverted = call.diverted { words += " diverted from \(diverted)" }
        words += " at \(call.at.exactDescription)"
        return call.name.map { "\($0.printable): \(words)" } ?? words
    }

    /// `calls.yaml:6:35`, the place of the first step that differs; of the last step if the call went on after it.
    private var place: String {
        let place = stepPlace
        return "\(file):\(place.line):\(place.column)"
    }

    var stepPlace: Place {
        let places = entry.stepPlaces
        let index = min(outcome.difference ?? 0, places.count - 1)
        return places.indices.contains(index) ? places[index] : entry.place
    }

    /// `2 calls passed`, `3 calls, 1 failed`
    static func summary(_ count: Int, failed: Int) -> String {
        let calls = count == 1 ? "1 call" : "\(count) calls"
        return failed == 0 ? "\(calls) passed" : "\(calls), \(failed) failed"
    }
}

extension GoldenCall.Step {
    fileprivate var line: String {
        switch self {
        case .hear(let prompt): "hear   \(prompt)"
        case .press(let keys): "press  \(keys)"
        case .silence: "silence"
        case .dial(let numbers): "dial   \(numbers.map(\.description).joined(separator: ", "))"
        case .end(let end): end.rawValue
        }
    }
}

/// A verdict in JSON.
struct CallVerdictObject: Encodable {
    struct Difference: Encodable {
        /// From 1.
        let step: Int
        let line: Int
        let column: Int
    }

    let file: String
    let line: Int
    let column: Int
    var name: String?
    let call: String
    var from: String?
    var diverted: String?
    let outgoing: Bool
    let at: String
    let ok: Bool
    let expected: [CallStepObject]
    let got: [CallStepObject]
    /// Whether the call waits for keys after the last step.
    let waiting: Bool
    /// Whether `numbers` lists the number.
    let listed: Bool
    var difference: Difference?

    init(_ verdict: CallVerdict) {
        let call = verdict.entry.call
        file = verdict.file
        line = verdict.entry.place.line
        column = verdict.entry.place.column
        name = call.name
        self.call = call.to.description
        if case .unknown = call.from, call.from.internalExtension == nil {} else { from = call.from.description }
        diverted = call.diverted?.description
        outgoing = call.direction == .outgoing
        at = call.at.exactDescription
        ok = verdict.isPassed
        expected = call.steps.map { CallStepObject($0) }
        got = verdict.outcome.actual.map { CallStepObject($0) }
        waiting = verdict.outcome.isWaiting
        listed = verdict.isListed
        difference = verdict.outcome.difference.map { index in
            Difference(step: index + 1, line: verdict.stepPlace.line, column: verdict.stepPlace.column)
        }
    }
}
