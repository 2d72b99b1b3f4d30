import CallFlow
import ProviderSimulator
import Telephony

/// A simulated day in JSON.
struct SimulationObject: Encodable {
    let day: String
    let seed: UInt64
    let server: String
    let calls: [PlayedCallObject]
    let summary: DaySummaryObject
}

/// A simulated call in JSON.
struct PlayedCallObject: Encodable {
    struct Leg: Encodable {
        let callId: String
        let outcome: String
    }

    /// An object whose key names the kind of step.
    struct Step: Encodable {
        var hear: String?
        var skip: String?
        var reasons: [String]?
        var press: String?
        var silence: Bool?
        var ring: [String]?
        var answer: String?
        var busy: Bool?
        var noAnswer: Bool?
        var voicemail: Bool?
        var transfer: String?
        var forward: String?
        var callerHangup: Bool?
        var end: String?
        var unanswered: String?
        var reason: String?
        var odd: String?
        var seconds: Double?
    }

    let name: String?
    let began: String
    let direction: String
    let from: String
    let to: String
    let outcome: String
    let seconds: Double
    let legs: [Leg]
    let steps: [Step]

    init(_ call: PlayedCall, zone: Zone) {
        let time = zone.localTime(at: call.began)
        began = "\(time)" + ":" + PlayedCallText.padded(time.second % 60)
        name = call.script.name
        (direction, from, to) = (call.script.direction.rawValue, "\(call.script.from)", "\(call.script.to)")
        outcome = call.outcome.rawValue
        seconds = rounded(call.duration / .seconds(1))
        legs = call.legs.map { Leg(callId: $0.callID, outcome: $0.outcome.rawValue) }
        steps = call.steps.map { Step($0) }
    }
}

extension PlayedCallObject.Step {
    fileprivate init(_ step: PlayedCall.Step) {
        switch step {
        case .heard(let sound, let heard): (hear, seconds) = (sound.name, rounded(heard))
        case .skipped(let sound): (skip, reasons) = (sound.name, sound.reasons)
        case .pressed(let keys): press = keys
        case .silence: silence = true
        case .rang(let targets): ring = targets.map(\.description)
        case .answered(let name, let talked): (answer, seconds) = (name, rounded(talked))
        case .busy: busy = true
        case .notAnswered: noAnswer = true
        case .voicemail(let length): (voicemail, seconds) = (true, rounded(length))
        case .transferred(let name): transfer = name
        case .forwarded(let name): forward = name
        case .callerHungUp: callerHangup = true
        case .hangup: end = "hangup"
        case .rejected(let isBusy): end = isBusy ? "busy" : "reject"
        case .unanswered(let event, let failure): (unanswered, reason) = (event, "\(failure)")
        case .odd(let words): odd = words
        }
    }
}

/// The figures of a simulated day in JSON.
struct DaySummaryObject: Encodable {
    struct Skipped: Encodable {
        let url: String
        let count: Int
        let reasons: [String]
    }

    let ok: Bool
    let calls: Int
    let outcomes: [String: Int]
    let furtherLegs: Int
    let answers: Int
    let slowestMilliseconds: Double
    let slowAnswers: Int
    let sounds: Int
    let skipped: [Skipped]
    let silent: [String]
    let unanswered: [String: Int]
    let odd: [String: Int]

    init(_ summary: DaySummary) {
        (ok, calls, furtherLegs) = (summary.isFlawless, summary.calls, summary.furtherLegs)
        outcomes = Dictionary(uniqueKeysWithValues: summary.outcomes.map { ($0.key.rawValue, $0.value) })
        (answers, slowAnswers, sounds) = (summary.answers, summary.slow, summary.sounds)
        slowestMilliseconds = rounded(summary.slowest / .milliseconds(1))
        skipped = summary.skipped.values.sorted { $0.sound.url < $1.sound.url }.map {
            Skipped(url: $0.sound.url, count: $0.count, reasons: $0.sound.reasons)
        }
        silent = summary.silent.sorted()
        (unanswered, odd) = (summary.failures, summary.oddities)
    }
}
