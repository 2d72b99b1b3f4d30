import FoundationEssentials
package import Telephony

/// A message as JSON, for programs: docs/schemas/alert.schema.json.
package struct AlertJSON: Encodable {
    private let event: String
    private let id: String?
    private let rule: String?
    private let subject: String?
    private let title: String
    private let text: String
    private let began: String?
    private let ended: String?
    private let sent: String
    private let server: String

    package init(_ message: AlertMessage, _ text: AlertText, server: PublicURL) {
        event = message.event.rawValue
        let incident = message.incident
        (id, rule) = (incident?.id, incident?.cause.rule.rawValue)
        subject = incident.flatMap { $0.cause.subject.isEmpty ? nil : $0.cause.subject }
        (title, self.text) = (text.title, text.text)
        func utc(_ moment: Moment) -> String {
            Date(timeIntervalSince1970: Double(moment.milliseconds) / 1000).formatted(.iso8601)
        }
        (began, ended, sent) = (incident.map { utc($0.began) }, incident?.ended.map(utc), utc(message.at))
        self.server = server.description
    }

    package var bytes: [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Strings can always be encoded.
        return (try? encoder.encode(self)).map { Array($0) } ?? []
    }
}
