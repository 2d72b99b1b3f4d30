import ArgumentParser
import Sipgate
import Telephony

extension AccountCommand {
    struct Webhooks: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "webhooks",
            abstract: "Show and change the webhook URLs, whose calls are sent there, and the provider's log.",
            discussion: """
                  announce account webhooks
                  announce account webhooks set incoming https://phone.example.com/sipgate
                  announce account webhooks whitelist add p0 g1

                `announce account connect` sets the URL of this server. With --line the settings of one phone line are \
                meant, which are older: the account's settings win over them.
                """,
            subcommands: [Show.self, Set.self, Clear.self, Whitelist.self, Log.self],
            defaultSubcommand: Show.self)
    }
}

/// The phone line whose settings are meant.
struct WebhookLineOption: ParsableArguments {
    @Option(
        help: ArgumentHelp("Phone line, e.g. p0, instead of the account.", valueName: "line"),
        transform: Phoneline.argument)
    var line: Phoneline?
}

extension AccountCommand.Webhooks {
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Show the webhook settings.")

        @OptionGroup var target: WebhookLineOption
        @OptionGroup var options: AccountOptions

        func run() async throws {
            try await options.withClient { client in
                let settings =
                    if let line = target.line {
                        WebhooksObject(try await client.webhookSettings.get(of: line))
                    } else {
                        WebhooksObject(try await client.webhookSettings.get())
                    }
                guard !options.json else { return Console.result(jsonText(settings)) }
                TextTable(settings.rows).print()
                if let warning = settings.warning { Console.note("Warning: \(warning)") }
            }
        }
    }

    struct Set: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "set",
            abstract: "Set the webhook URL for incoming or outgoing calls.",
            discussion: """
                Takes effect with the next call. With --line the webhook is also turned on.

                  announce account webhooks set incoming https://phone.example.com/sipgate
                """)

        @Argument(help: "Calls whose events are sent there.") var direction: WebhookDirection
        @Argument(help: ArgumentHelp("URL.", valueName: "url"), transform: AbsoluteURL.argument) var url: AbsoluteURL
        @OptionGroup var target: WebhookLineOption
        @OptionGroup var options: AccountOptions

        func run() async throws {
            if url.text.lowercased().hasPrefix("http:") {
                Console.note("Warning: the URL is not https; newer accounts accept only https.")
            }
            try await direction.set(url, target, options)
        }
    }

    struct Clear: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "clear",
            abstract: "Remove the webhook URL for incoming or outgoing calls; they are put through as usual.")

        @Argument(help: "Calls whose events are no longer sent.") var direction: WebhookDirection
        @OptionGroup var target: WebhookLineOption
        @OptionGroup var options: AccountOptions

        func run() async throws { try await direction.set(nil, target, options) }
    }

    struct Log: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "log",
            abstract: "Show the provider's webhook log, or turn it on or off.",
            discussion: "The provider keeps the log only while it is turned on.")

        @OptionGroup var log: WebhookLogOptions
        @OptionGroup var target: WebhookLineOption
        @OptionGroup var source: ConfigurationOption
        @OptionGroup var options: AccountOptions

        func run() async throws { try await log.run(target.line, source, options) }
    }
}

/// The calls that a webhook is for.
enum WebhookDirection: String, ExpressibleByArgument, CaseIterable {
    case incoming, outgoing

    var direction: CallDirection { self == .incoming ? .incoming : .outgoing }

    /// Sets or removes the URL, and prints the settings.
    func set(_ url: AbsoluteURL?, _ target: WebhookLineOption, _ options: AccountOptions) async throws {
        let direction = direction
        try await options.withClient { client in
            if let line = target.line {
                let change = try await client.webhookSettings.change(of: line) { $0.setURL(url, for: direction) }
                WebhookChange(
                    WebhooksObject(change.before), WebhooksObject(change.after), isJSON: options.json
                ).finish()
            } else {
                let change = try await client.webhookSettings.change { $0.setURL(url, for: direction) }
                WebhookChange(change.before, change.after, isJSON: options.json).finish()
            }
        }
    }
}
