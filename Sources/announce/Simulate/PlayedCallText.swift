import CallFlow
import ProviderSimulator
import TelephoneAudio
import Telephony

/// A simulated call in one line.
struct PlayedCallText {
    private let call: PlayedCall
    private let zone: Zone

    init(_ call: PlayedCall, zone: Zone) { (self.call, self.zone) = (call, zone) }

    /// `09:14:07  +4930555001 > +492111234567  answered  2:41  main-menu 0:05.8, press 1, …`
    var line: String {
        let second = zone.localTime(at: call.began).second
        let from = call.script.from == .unknown("") ? "unknown" : call.script.from.description
        let seconds = Double(call.duration / .milliseconds(1)) / 1000
        return [
            "\(Self.padded(second / 3600)):\(Self.padded(second / 60 % 60)):\(Self.padded(second % 60))",
            "\(from) > \(call.script.to)", call.outcome.rawValue, durationText(seconds),
            call.steps.map(\.words).joined(separator: ", "),
        ].map(\.printable).joined(separator: "  ")
    }

    static func padded(_ number: Int) -> String { (number < 10 ? "0" : "") + "\(number)" }
}

extension PlayedCall.Step {
    fileprivate var words: String {
        switch self {
        case .heard(let sound, let seconds): "\(sound.name) \(durationText(seconds))"
        case .skipped(let sound): "\(sound.name) SKIPPED (\(sound.reasons.joined(separator: "; ")))"
        case .pressed(let keys): "press \(keys)"
        case .silence: "silence"
        case .rang(let targets): targets.isEmpty ? "ring" : "ring \(targets.map(\.description).joined(separator: " "))"
        case .answered(let name, let seconds): "\(name) answers \(durationText(seconds))"
        case .busy: "busy"
        case .notAnswered: "no answer"
        case .voicemail(let seconds): "voicemail \(durationText(seconds))"
        case .transferred(let name): "transfer to \(name)"
        case .forwarded(let name): "forward to \(name)"
        case .callerHungUp: "caller hangs up"
        case .hangup: "hung up"
        case .rejected(let busy): busy ? "rejected as busy" : "rejected"
        case .unanswered(let event, let reason): "NO ANSWER to \(event) (\(reason))"
        case .odd(let words): "ODD: \(words)"
        }
    }
}

extension NetworkSound {
    /// Why the network skipped it; empty if it did not.
    var reasons: [String] {
        switch skip {
        case nil: []
        case .unfetched(let failure): [failure.description]
        case .obstacles(let obstacles): obstacles.map(\.description)
        case .unjudged: ["it could not be stored here; check TMPDIR"]
        }
    }
}

/// The figures of a day, as lines.
struct DaySummaryText {
    private let summary: DaySummary

    init(_ summary: DaySummary) { self.summary = summary }

    var lines: [String] {
        var lines = ["\(Self.count(summary.calls, "call")): \(outcomes)"]
        if summary.furtherLegs > 0 {
            lines[0] += "; \(Self.count(summary.furtherLegs, "leg")) of transfers and forwardings"
        }
        lines.append(
            "\(Self.count(summary.answers, "answer")), the slowest in \(Self.milliseconds(summary.slowest)) ms; "
                + "\(Self.count(summary.sounds, "sound")) fetched")
        for (sound, count) in summary.skipped.values.sorted(by: { $0.sound.url < $1.sound.url }) {
            lines.append(
                "skipped \(Self.times(count)): \(sound.name): \(sound.reasons.joined(separator: "; ")) (\(sound.url))")
        }
        for name in summary.silent.sorted() { lines.append("silent: \(name)") }
        for (words, count) in summary.failures.sorted(by: { $0.key < $1.key }) {
            lines.append("no usable answer \(Self.times(count)): \(words)")
        }
        for (words, count) in summary.oddities.sorted(by: { $0.key < $1.key }) {
            lines.append("odd \(Self.times(count)): \(words)")
        }
        if summary.slow > 0 {
            lines.append("\(Self.count(summary.slow, "answer")) took more than 4 s, in which callers hear silence")
        }
        lines.append(
            summary.isFlawless
                ? "Every event was answered in time, and every sound was played."
                : "There were problems; callers lost what is listed above.")
        return lines.map(\.printable)
    }

    private var outcomes: String {
        PlayedCall.Outcome.allCases.compactMap { outcome in
            summary.outcomes[outcome].map { "\($0) \(outcome.rawValue)" }
        }.joined(separator: ", ")
    }

    private static func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
    private static func times(_ number: Int) -> String { number == 1 ? "once" : "\(number) times" }
    private static func milliseconds(_ duration: Duration) -> String { decimalText(duration / .milliseconds(1), 0) }
}
