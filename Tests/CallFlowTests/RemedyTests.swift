import CallFlow
import Telephony
import Testing

/// Remedies that a message names without being a suggestion: what stands in back quotes is valid where it is written.
struct RemedyTests {
    struct Remedy: CustomTestStringConvertible {
        /// «Marks» around the text that the remedy replaces.
        let marked: String
        /// The remedy, with all of its text from the message.
        let text: String
        /// The part of the remedy that the message quotes.
        let quoted: String

        init(_ marked: String, _ text: String, quoted: String? = nil) {
            (self.marked, self.text, self.quoted) = (marked, text, quoted ?? text)
        }

        var testDescription: String { "\(marked) → \(text)" }
    }

    private static let rest = """

        menus: { m: { prompt: p, choices: { 1: hangup } } }
        schedules: { s: { hours: { daily: closed } } }
        """

    @Test(
        "a remedy that a message quotes leaves no error",
        arguments: [
            Remedy("[ { play: p }, «reject» ]", "hangup"),
            Remedy("{ caller: { anonymous: hangup } }«»", "", quoted: "connect"),
            Remedy("[ { caller: { anonymous: hangup } }«» ]", ", connect", quoted: "connect"),
            Remedy("[ { caller: { anonymous: hangup } }«» ]", ", hangup", quoted: "hangup"),
            Remedy("{ check: s, open: connect«» }", ", closed: hangup", quoted: "closed:"),
            Remedy("\n    - check: s\n      open: connect«»", "\n      closed: hangup", quoted: "closed:"),
            Remedy("[ { check: s, open: connect }«» ]", ", voicemail", quoted: "closed:"),
            Remedy("\n    - «open»: connect\n      closed: hangup", "check: s\n      open", quoted: "check"),
        ])
    func steps(_ remedy: Remedy) throws {
        try expect(
            remedy,
            in:
                "numbers:\n  +49 211 1234567: \(remedy.marked)\n  +49 211 1234568: { menu: m }\n  +49 211 1234569: [ { check: s, open: hangup }, connect ]\(Self.rest)"
        )
    }

    @Test(
        "a remedy for a schedule leaves no error",
        arguments: [
            Remedy("hours: { daily: «09:00-09:00» }", "00:00-24:00"),
            Remedy("hours: { daily: «nine» }", "\"09:00-12:30, 13:30-17:00\""),
            Remedy("hours: { daily: «nine» }", "closed"), Remedy("hours: { «someday»: closed }", "\"sat, sun\""),
            Remedy("hours: { «someday»: closed }", "mon-thu"),
            Remedy("hours: { daily: closed }\n    days: { «Christmas»: closed }", "2026-12-28..2027-01-01"),
            Remedy("hours: { daily: closed }\n    holidays: «DE»", "DE-NW"),
        ])
    func schedules(_ remedy: Remedy) throws {
        try expect(
            remedy,
            in:
                "numbers: { +49 211 1234567: [ { check: s, open: hangup }, connect ] }\nschedules:\n  s:\n    \(remedy.marked)"
        )
    }

    /// Expects that a message quotes the remedy and that, once applied, no error is left.
    private func expect(_ remedy: Remedy, in text: String) throws {
        let before = MarkedConfiguration(MarkedConfiguration.head + text)
        let messages = try before.read().problems.map(\.message)
        #expect(messages.contains { $0.contains("`\(remedy.quoted)`") }, "\(messages)")
        guard !remedy.text.isEmpty else { return }
        let start = try #require(text.firstIndex(of: "«"))
        let end = try #require(text.firstIndex(of: "»"))
        let corrected = text[..<start] + remedy.text + text[text.index(after: end)...]
        let errors = try MarkedConfiguration(MarkedConfiguration.head + corrected).read().problems
            .filter { $0.severity == .error || $0.kind == .rejectAfterPrompt }
        #expect(errors.isEmpty, "\(corrected)\n\(errors.map(\.message))")
    }
}
