import CallFlow
import Telephony
import Testing

@testable import Alerts

/// A time in Berlin, and settings with a webhook, for tests.
enum Occasion {
    static let zone: Zone = {
        guard let zone = Zone("Europe/Berlin") else { preconditionFailure("no time zone database") }
        return zone
    }()
    static let receiver = AlertWay.webhook(.init(.url("https://example.com/alerts")))

    static func moment(_ text: String) throws -> Moment {
        zone.moment(of: try #require(LocalTime(text), "\(text)"))
    }

    static func settings(_ change: (inout AlertSettings) -> Void = { _ in }) -> AlertSettings {
        var settings = AlertSettings(ways: [receiver])
        change(&settings)
        return settings
    }

    static func unfetched(_ prompt: String = "welcome", answers: Int = 3) -> AlertFacts.Unfetched {
        .init(prompt: prompt, file: "\(prompt)-0123456789abcdef.wav", answers: answers, begun: 0)
    }

    /// Facts of a server with nothing wrong.
    static var fine: AlertFacts {
        var facts = AlertFacts()
        (facts.unfetched, facts.hours, facts.notReady, facts.recordings) = ([], [], [], [])
        (facts.refusals, facts.callLog, facts.zone) = (0, [], zone)
        return facts
    }
}

extension AlertLedger {
    /// Decides about facts, and returns the messages that are due, which then arrive.
    mutating func messages(_ facts: AlertFacts, _ settings: AlertSettings, at now: Moment) -> [AlertMessage] {
        apply(AlertDecision(facts, by: settings.rules, at: now), settings, at: now)
        var messages: [AlertMessage] = []
        while let delivery = due(settings, in: Occasion.zone, at: now).first {
            messages.append(delivery.message)
            arrived(delivery, at: now)
        }
        return messages
    }
}
