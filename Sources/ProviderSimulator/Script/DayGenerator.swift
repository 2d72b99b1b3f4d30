package import CallFlow
import Telephony

/// Makes up a believable day of calls for a configuration: most of them in its opening hours, most of them to its first number.
///
/// The same configuration, day, number and seed make the same calls.
package struct DayGenerator {
    private let configuration: Configuration
    private let date: CivilDate

    package init(_ configuration: Configuration, on date: CivilDate) {
        (self.configuration, self.date) = (configuration, date)
    }

    /// - Parameter count: How many calls; nil: as many as fit the day.
    /// - Returns: The calls in the order of their times.
    package func calls(_ count: Int?, seed: UInt64) -> [ScriptedCall] {
        var random = SeededRandom(seed: seed)
        let weights = hours
        let count = count ?? min(400, max(20, weights.reduce(0) { $0 + $1.weight } / 4))
        let pool = CallerPool(configuration, calls: count, using: &random)
        return (0..<count).map { _ in call(weights, pool, using: &random) }.sorted { $0.second < $1.second }
    }

    private func call(
        _ hours: [(value: Int, weight: Int)], _ pool: CallerPool, using random: inout SeededRandom
    ) -> ScriptedCall {
        let second = random.choice(hours) * 900 + Int.random(in: 0..<900, using: &random)
        let from = pool.caller(using: &random)
        let to = called(using: &random)
        var call = ScriptedCall(from: from, to: to, second: second)
        if let own = outgoing(using: &random), random.happens(8) {
            (call.direction, call.from, call.to) = (.outgoing, .number(own), pool.callee(using: &random))
        }
        call.phone = random.choice([
            (value: .answers, weight: 63), (value: .busy, weight: 7), (value: .rings, weight: 10),
            (value: .voicemail, weight: 6), (value: .transfers, weight: 6), (value: .unanswered, weight: 3),
            (value: .forwards, weight: 5),
        ])
        call.ring = Int.random(in: 3_000...20_000, using: &random)
        // Most conversations are short, a few are long.
        call.talk = Int.random(in: 10_000...60_000, using: &random) * Int.random(in: 1...6, using: &random)
        if random.happens(9) { call.hangUp = Int.random(in: 800...25_000, using: &random) }
        return call
    }

    // MARK: Numbers

    private func called(using random: inout SeededRandom) -> PhoneNumber {
        let incoming = configuration.numbers.incoming
        let entries = incoming.entries
        if !incoming.large.isEmpty, entries.isEmpty || random.happens(50), entries.count < incoming.count {
            let place = Int.random(in: entries.count..<incoming.count, using: &random)
            return incoming[place].pattern.number(using: &random) ?? .fictional
        }
        guard !entries.isEmpty else { return .fictional }
        let rank = random.choice(entries.indices.map { (value: $0, weight: max(1, 60 / ($0 + 1))) })
        return entries[rank].pattern.number(using: &random) ?? .fictional
    }

    private func outgoing(using random: inout SeededRandom) -> PhoneNumber? {
        configuration.numbers.outgoing.entries.randomElement(using: &random)?.pattern.number(using: &random)
    }

    // MARK: Times

    /// How many calls to expect in each quarter of an hour, relative to each other.
    private var hours: [(value: Int, weight: Int)] {
        (0..<96).map { quarter in
            let time = LocalTime(date: date, second: quarter * 900 + 450)
            let isDay = (7 * 4..<21 * 4).contains(quarter)
            return (value: quarter, weight: isOpen(at: time) ? (quarter / 4 == 10 ? 55 : 40) : isDay ? 5 : 1)
        }
    }

    private func isOpen(at time: LocalTime) -> Bool {
        let schedules = configuration.schedules.values
        guard schedules.isEmpty else { return schedules.contains { $0.status(at: time) == .open } }
        let isWeekday = time.date.weekday.rawValue < 5
        return isWeekday && (9 * 3600..<17 * 3600).contains(time.second)
    }
}
