import ArgumentParser
import CallFlow
import Hosting
import LocalFiles
import Sipgate
import SystemPackage
import Telephony
import Webhook

extension AccountCommand {
    struct Connect: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "connect",
            abstract: "Point the account's webhooks at this server.",
            discussion: """
                Sets the webhook for incoming calls, and with --outgoing also for outgoing calls, to public-url/sipgate; \
                while a server runs with a tunnel, to the tunnel's address. Shows the current settings and saves them for `announce account disconnect`.
                """)

        @Flag(help: "Also set the webhook for outgoing calls.")
        var outgoing = false

        @Flag(name: .shortAndLong, help: "Skip the confirmation.")
        var yes = false

        @OptionGroup var source: ConfigurationOption
        @OptionGroup var options: AccountOptions

        func run() async throws {
            let url = try address()
            let folder = try options.place.accountFolder()
            let directions: [CallDirection] = outgoing ? [.incoming, .outgoing] : [.incoming]
            try await options.withClient { client in
                let user = try await client.user.info()
                let before = try await client.webhookSettings.get()
                var after = before
                for direction in directions { after.setURL(url, for: direction) }
                var report = WebhookChange(before, after, isJSON: options.json)
                guard after != before else { return report.finish("The webhooks already point at this server.") }
                try report.confirm(yes)
                try remember(url, directions, user, before, folder)
                report.after = WebhooksObject(
                    try await client.webhookSettings.change { settings in
                        for direction in directions { settings.setURL(url, for: direction) }
                    }.after)
                report.finish(
                    "Done. `announce account disconnect` restores the previous webhooks; `announce doctor` checks everything."
                )
            }
        }

        private func remember(
            _ url: AbsoluteURL, _ directions: [CallDirection], _ user: UserInfo, _ before: AccountWebhooks,
            _ folder: StateFolder
        ) throws {
            let file = StateFiles(in: folder.path).earlierWebhooks
            let known = try file.read()
            var earlier = EarlierWebhooks(account: user.masterSIPID, settings: before)
            if let known, known.account == user.masterSIPID { earlier = known }
            for direction in directions { earlier.record(url, for: direction, replacing: before) }
            try file.write(earlier)
        }

        /// The webhook URL; reports an unusable one.
        private func address() throws -> AbsoluteURL {
            var configuration = try source.validConfiguration()
            if let tunnel = ServerLock.tunnelAddress(in: try options.place.place.folder(of: source.path)) {
                configuration.publicURL = tunnel
            }
            let url = configuration.publicURL
            guard !url.isLoopback else {
                Console.error(
                    "public-url is \(url), which the provider cannot reach: it is this machine. Set it to the server's public "
                        + "address in \(source.path.readable), or start the server with --tunnel first.")
                throw ExitCode(1)
            }
            if url.scheme != "https" {
                Console.note("Warning: public-url is not https; newer accounts accept only https.")
            }
            return configuration.webhookAddress(try WebhookSecrets(configuration))
        }
    }

    struct Disconnect: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "disconnect",
            abstract: "Restore the webhooks from before `connect`.",
            discussion: "Addresses changed in the meantime are left alone.")

        @Flag(name: .shortAndLong, help: "Skip the confirmation.")
        var yes = false

        @OptionGroup var options: AccountOptions

        func run() async throws {
            let file = StateFiles(in: try options.place.accountLocation()).earlierWebhooks
            guard let earlier = try file.read() else {
                Console.error(
                    "There is nothing to restore: `announce account connect` has changed nothing, or it used another "
                        + "state directory (--state).")
                throw ExitCode(1)
            }
            try await options.withClient { client in
                let user = try await client.user.info()
                guard user.masterSIPID == earlier.account else {
                    Console.error(
                        "The saved webhooks belong to account \(earlier.account.printable), but you are logged in to "
                            + "account \(user.masterSIPID.printable). Log in to the former first.")
                    throw ExitCode(1)
                }
                try await restore(earlier, client)
                _ = try? file.remove()
            }
        }

        private func restore(_ earlier: EarlierWebhooks, _ client: SipgateClient) async throws {
            let before = try await client.webhookSettings.get()
            let directions = [CallDirection.incoming, .outgoing].filter { direction in
                guard let entered = earlier.entered(for: direction) else { return false }
                let isOurs = entered == before.address(direction)
                if !isOurs {
                    Console.note(
                        "\(direction.word) calls: changed to \(before.words(direction)) in the meantime; left alone")
                }
                return isOurs
            }
            var after = before
            for direction in directions { after.restoreURL(of: earlier.settings, for: direction) }
            var report = WebhookChange(before, after, isJSON: options.json)
            guard after != before else { return report.finish("Nothing to change.") }
            try report.confirm(yes)
            report.after = WebhooksObject(
                try await client.webhookSettings.change { settings in
                    for direction in directions { settings.restoreURL(of: earlier.settings, for: direction) }
                }.after)
            report.finish("Done.")
        }
    }
}

extension CallDirection {
    fileprivate var word: String { self == .incoming ? "incoming" : "outgoing" }
}

extension Configuration {
    /// The webhook URL, with user name and password if the webhook requires them.
    func webhookAddress(_ secrets: WebhookSecrets) -> AbsoluteURL {
        WebhookURLs(publicURL, credentials: LivePlan.Rules(self, secrets).credentials).events
    }
}
