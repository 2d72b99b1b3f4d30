/// The figures of a simulated day.
package struct DaySummary: Sendable {
    package private(set) var calls = 0
    package private(set) var outcomes: [PlayedCall.Outcome: Int] = [:]
    /// Legs beyond each call's first.
    package private(set) var furtherLegs = 0
    package private(set) var answers = 0
    package private(set) var slowest = Duration.zero
    /// Answers that took longer than callers bear: they hear silence meanwhile.
    package private(set) var slow = 0
    package private(set) var sounds = 0
    /// Sounds that the network skipped, by URL, with how often.
    package private(set) var skipped: [String: (sound: NetworkSound, count: Int)] = [:]
    /// Sounds without a sound, by name.
    package private(set) var silent: Set<String> = []
    /// Events without a usable answer, by reason.
    package private(set) var failures: [String: Int] = [:]
    /// Other oddities, by their words.
    package private(set) var oddities: [String: Int] = [:]

    /// Users report audible trouble from about four seconds on.
    package static let slowAnswer = Duration.seconds(4)

    package init() {}

    package mutating func add(_ call: PlayedCall) {
        calls += 1
        outcomes[call.outcome, default: 0] += 1
        furtherLegs += max(0, call.legs.count - 1)
        answers += call.answers.count
        slowest = max(slowest, call.answers.max() ?? .zero)
        slow += call.answers.count { $0 > Self.slowAnswer }
        for step in call.steps {
            switch step {
            case .heard(let sound, _):
                sounds += 1
                if sound.isSilent { silent.insert(sound.name) }
            case .skipped(let sound):
                sounds += 1
                skipped[sound.url, default: (sound, 0)].count += 1
            case .unanswered(let event, let reason): failures["\(event): \(reason)", default: 0] += 1
            case .odd(let words): oddities[words, default: 0] += 1
            default: break
            }
        }
    }

    /// Whether every event was answered before the provider gave up, and every sound was played. Slow answers do not count: they
    /// cost patience, not calls.
    package var isFlawless: Bool { skipped.isEmpty && failures.isEmpty && oddities.isEmpty }
}
