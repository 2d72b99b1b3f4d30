import ArgumentParser
import CallFlow
import CallLog
import Dashboard
import FoundationEssentials
import Sipgate
import Telephony

extension AccountCommand {
    struct History: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "history",
            abstract: "List past calls, voicemails, SMS and faxes, newest first.")

        @Option(help: "Only entries of this kind.")
        var kind: HistoryKind?

        @Option(
            help: ArgumentHelp("Only entries from or to this number.", valueName: "number"),
            transform: PhoneNumber.argument)
        var number: PhoneNumber?

        @Option(help: ArgumentHelp("Maximum number of entries.", valueName: "count"))
        var limit = 20

        @OptionGroup var source: ConfigurationOption
        @OptionGroup var options: AccountOptions

        func validate() throws {
            guard (1...100_000).contains(limit) else { throw ValidationError("--limit must be between 1 and 100000.") }
        }

        func run() async throws {
            let times = LogTimes(zone: try source.zone())
            let filter = HistoryFilter(kinds: kind.map { [$0.kind] } ?? [], number: number)
            try await options.withClient { client in
                var entries: [HistoryEntry] = []
                for try await entry in client.history.entries(filter, pageSize: min(limit, 100)) {
                    entries.append(entry)
                    if entries.count == limit { break }
                }
                options.print(entries, object: HistoryObject.init) { entry in
                    [
                        entry.created.map { times.text(Moment($0)) } ?? "-", entry.kind.rawValue.lowercased(),
                        entry.direction.rawValue.lowercased().replacing("_", with: " "),
                        "\(LoggedCall.words(entry.source)) > \(LoggedCall.words(entry.target))", entry.note,
                        entry.id.text,
                    ]
                }
            }
        }
    }

    struct WebhookLog: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "log",
            abstract: "Show the provider's webhook log.",
            discussion: "The provider keeps the log only while it is turned on.")

        @Flag(help: "Show only errors.")
        var errors = false

        @Flag(help: "Turn the provider's log on.")
        var on = false

        @Flag(help: "Turn the provider's log off.")
        var off = false

        @OptionGroup var source: ConfigurationOption
        @OptionGroup var options: AccountOptions

        func validate() throws {
            if on, off { throw ValidationError("Use either --on or --off.") }
        }

        func run() async throws {
            let times = LogTimes(zone: try source.zone())
            try await options.withClient { client in
                if on || off {
                    try await client.webhookSettings.setLog(on)
                    return Console.note("The provider's log is \(on ? "on" : "off") now.")
                }
                let entries = try await client.webhookLog.entries().filter { !errors || $0.isError }
                options.print(entries, object: WebhookLogObject.init) { entry in
                    [
                        entry.date.map { times.text(Moment($0)) } ?? entry.created, entry.outcome,
                        maskedAddress(entry.url), entry.request,
                    ]
                }
            }
        }
    }
}

enum HistoryKind: String, ExpressibleByArgument, CaseIterable {
    case call, voicemail, sms, fax

    var kind: HistoryEntry.Kind { HistoryEntry.Kind(rawValue: rawValue.uppercased()) }
}

private struct HistoryObject: Encodable {
    let id: String
    let kind: String
    let direction: String
    let from: String
    let to: String
    let created: String?
    let status: String
    let note: String
    var seconds: Int?
    var text: String?
    var faxStatus: String?

    init(_ entry: HistoryEntry) {
        (id, kind, direction) = (entry.id.text, entry.kind.rawValue, entry.direction.rawValue)
        (from, to, status, note) = (entry.source, entry.target, entry.status, entry.note)
        created = entry.created.map { LogTimes.utc(Moment($0)) }
        switch entry.details {
        case .call(let seconds, _, _): self.seconds = seconds
        case .voicemail(let seconds, let transcription, _):
            self.seconds = seconds
            text = transcription.isEmpty ? nil : transcription
        case .sms(let content): text = content
        case .fax(let status, _, _, _): faxStatus = status.rawValue
        case .other: break
        }
    }
}

private struct WebhookLogObject: Encodable {
    let created: String
    let url: String
    let request: String
    let response: String
    let status: String
    let xmlError: String
    let isError: Bool

    init(_ entry: WebhookLogEntry) {
        (created, url) = (entry.created, maskedAddress(entry.url))
        (request, response, status) = (entry.request, entry.response, entry.status)
        (xmlError, isError) = (entry.xmlError, entry.isError)
    }
}

extension WebhookLogEntry {
    /// The result of the push, as printed.
    var outcome: String {
        guard isError else { return "ok" }
        guard xmlError.isEmpty else { return xmlError }
        return switch status {
        case "600": "600: no answer in time"
        case "601": "601: no TLS connection"
        case "610": "610: the answer's status was not 200"
        default: "status \(status)"
        }
    }
}

extension Moment {
    init(_ date: Date) { self.init(milliseconds: Int64((date.timeIntervalSince1970 * 1000).rounded())) }
}
