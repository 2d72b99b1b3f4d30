import ArgumentParser
import Sipgate

extension AccountCommand.Webhooks {
    struct Whitelist: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "whitelist",
            abstract: "Choose the phone lines and groups whose calls are sent to the webhooks.",
            discussion: """
                Without a whitelist the calls of all phone lines and groups are sent. `add` starts one.

                  announce account webhooks whitelist add p0 g1
                  announce account webhooks whitelist disable
                """,
            subcommands: [Add.self, Remove.self, Clear.self, Disable.self])
    }
}

/// Phone lines and groups.
struct WebhookSources: ParsableArguments {
    @Argument(
        help: ArgumentHelp("Phone lines and groups, e.g. p0 g1.", valueName: "sources"),
        transform: WebhookSource.argument)
    var sources: [WebhookSource]
}

extension AccountCommand.Webhooks.Whitelist {
    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "add",
            abstract: "Send the calls of these phone lines and groups. Without a whitelist, starts one with them only.")

        @OptionGroup var named: WebhookSources
        @OptionGroup var options: AccountOptions

        func run() async throws { try await options.changeWebhooks { $0.addSources(named.sources) } }
    }

    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "remove", abstract: "No longer send the calls of these phone lines and groups.")

        @OptionGroup var named: WebhookSources
        @OptionGroup var options: AccountOptions

        func run() async throws {
            try await options.withClient { client in
                if try await client.webhookSettings.get().sources == .all {
                    Console.error(
                        "There is no whitelist: the calls of all phone lines and groups are sent. Name those to keep with "
                            + "`announce account webhooks whitelist add`.")
                    throw ExitCode(1)
                }
            }
            try await options.changeWebhooks { $0.removeSources(named.sources) }
        }
    }

    struct Clear: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "clear",
            abstract: "Empty the whitelist: no events are sent, and calls are put through as usual.")

        @Flag(name: .shortAndLong, help: "Skip the confirmation.") var yes = false
        @OptionGroup var options: AccountOptions

        func run() async throws {
            try Confirmation.ask("Send no events for any call?", isGiven: yes)
            try await options.changeWebhooks { $0.setSources([]) }
        }
    }

    struct Disable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "disable",
            abstract: "Remove the whitelist: the calls of all phone lines and groups are sent.")

        @OptionGroup var options: AccountOptions

        func run() async throws { try await options.changeWebhooks { $0.sources = .all } }
    }
}

extension AccountOptions {
    /// Changes the account's webhook settings, and prints them.
    fileprivate func changeWebhooks(_ edit: (inout AccountWebhooks) -> Void) async throws {
        try await withClient { client in
            let change = try await client.webhookSettings.change(edit)
            WebhookChange(change.before, change.after, isJSON: json).finish()
        }
    }
}
