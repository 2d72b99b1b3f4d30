package import CallFlow
package import Telephony

/// How a way works lately.
package struct WayRecord: Codable, Hashable, Sendable {
    /// Attempts in a row that failed.
    package internal(set) var failures = 0
    /// When the next attempt may be made.
    package internal(set) var next: Moment?
    /// Since when it fails, and the last reason: a sentence.
    package internal(set) var failingSince: Moment?
    package internal(set) var fault: String?
    /// When a message last arrived.
    package internal(set) var arrived: Moment?
}

extension AlertLedger {
    /// The messages to send now, one per way at most: the oldest. None in quiet hours.
    package func due(_ settings: AlertSettings, in zone: Zone, at now: Moment) -> [Delivery] {
        guard !settings.isQuiet(zone.localTime(at: now)) else { return [] }
        return settings.ways.compactMap { way in
            guard ways[way.kind.rawValue]?.next.map({ $0 <= now }) ?? true else { return nil }
            return deliveries.first { $0.way == way.kind }
        }
    }

    /// A message arrived.
    package mutating func arrived(_ delivery: Delivery, at now: Moment) {
        if let index = deliveries.firstIndex(of: delivery) { deliveries.remove(at: index) }
        arrived(delivery.way, at: now)
    }

    /// A message that was in no line arrived: a test.
    package mutating func arrived(_ way: AlertWay.Kind, at now: Moment) {
        ways[way.rawValue] = WayRecord()
        ways[way.rawValue]?.arrived = now
    }

    /// A message did not arrive. It is tried again later and later, and given up after a day.
    ///
    /// - Parameter reason: a sentence.
    package mutating func failed(_ delivery: Delivery, because reason: String, at now: Moment) {
        var record = ways[delivery.way.rawValue] ?? WayRecord()
        record.failures += 1
        record.next = now.adding(Self.pause(after: record.failures))
        record.failingSince = record.failingSince ?? now
        record.fault = reason
        ways[delivery.way.rawValue] = record
        let oldest = now.adding(.seconds(-86_400))
        deliveries.removeAll { $0.way == delivery.way && $0.message.at < oldest }
    }

    /// The wait before the next attempt: ten seconds, doubled up to an hour.
    static func pause(after failures: Int) -> Duration {
        .seconds(min(3600, 10 << min(10, max(0, failures - 1))))
    }
}

extension AlertSettings {
    /// Whether messages wait at a local time.
    package func isQuiet(_ time: LocalTime) -> Bool {
        let minute = time.second / 60
        // Of spans that cross midnight, the rest of yesterday's.
        return quiet.spans.contains { $0.contains(minute) || $0.contains(minute + 1440) }
    }
}
