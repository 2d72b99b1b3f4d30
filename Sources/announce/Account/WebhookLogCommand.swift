import ArgumentParser
import CallFlow
import Dashboard
import Sipgate
import Telephony

extension AccountCommand {
    struct WebhookLog: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "log",
            abstract: "Show the provider's webhook log.",
            discussion: "The provider keeps the log only while it is turned on.")

        @OptionGroup var log: WebhookLogOptions
        @OptionGroup var source: ConfigurationOption
        @OptionGroup var options: AccountOptions

        func run() async throws { try await log.run(nil, source, options) }
    }
}

/// What `announce account log` and `announce account webhooks log` do.
struct WebhookLogOptions: ParsableArguments {
    @Flag(help: "Show only errors.")
    var errors = false

    @Flag(help: "Turn the provider's log on.")
    var on = false

    @Flag(help: "Turn the provider's log off.")
    var off = false

    func validate() throws {
        if on, off { throw ValidationError("Use either --on or --off.") }
    }

    /// - Parameter line: nil for the account.
    func run(_ line: Phoneline?, _ source: ConfigurationOption, _ options: AccountOptions) async throws {
        let times = LogTimes(zone: try source.zone())
        try await options.withClient { client in
            if on || off {
                if let line {
                    try await client.webhookSettings.change(of: line) { $0.isLogged = on }
                } else {
                    try await client.webhookSettings.setLog(on)
                }
                return Console.note("The provider's log is \(on ? "on" : "off") now.")
            }
            let all =
                if let line { try await client.webhookLog.entries(of: line) } else {
                    try await client.webhookLog.entries()
                }
            options.print(all.filter { !errors || $0.isError }, object: WebhookLogObject.init) { entry in
                [
                    entry.date.map { times.text(Moment($0)) } ?? entry.created, entry.outcome,
                    maskedAddress(entry.url), entry.request,
                ]
            }
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
