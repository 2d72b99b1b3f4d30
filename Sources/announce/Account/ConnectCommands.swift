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
            abstract: "Have the provider ask this server about incoming calls.",
            discussion: """
                Enters public-url/sipgate at the provider, for incoming calls and with --outgoing for outgoing ones too. \
                What is there now is shown, and kept for `announce account disconnect`.
                """)

        @Flag(help: "Outgoing calls too.")
        var outgoing = false

        @Flag(name: .shortAndLong, help: "Do not ask.")
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
                guard after != before else { return report.finish("The provider asks this server already.") }
                try report.confirm(yes)
                try remember(url, directions, user, before, folder)
                report.after = try await client.webhookSettings.change { settings in
                    for direction in directions { settings.setURL(url, for: direction) }
                }.after
                report.finish(
                    "Done. `announce account disconnect` brings back what was there; `announce doctor` checks all.")
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

        /// The URL to enter; prints why it would be useless.
        private func address() throws -> AbsoluteURL {
            let configuration = try source.validConfiguration()
            let url = configuration.publicURL
            guard !url.isLoopback else {
                Console.error(
                    "public-url is \(url), which is this machine: the provider cannot reach it. Put the address that it "
                        + "is reached by from the internet into \(source.path.readable).")
                throw ExitCode(1)
            }
            if url.scheme != "https" {
                Console.note("Warning: public-url is not https; newer accounts take nothing else.")
            }
            return configuration.webhookAddress(try WebhookSecrets(configuration))
        }
    }

    struct Disconnect: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "disconnect",
            abstract: "Have the provider ask whom it asked before `connect`.",
            discussion: "An address that somebody has changed since is left alone.")

        @Flag(name: .shortAndLong, help: "Do not ask.")
        var yes = false

        @OptionGroup var options: AccountOptions

        func run() async throws {
            let file = StateFiles(in: try options.place.accountLocation()).earlierWebhooks
            guard let earlier = try file.read() else {
                Console.error(
                    "There is nothing to bring back: `announce account connect` has changed nothing, or with another "
                        + "state folder (--state).")
                throw ExitCode(1)
            }
            try await options.withClient { client in
                let user = try await client.user.info()
                guard user.masterSIPID == earlier.account else {
                    Console.error(
                        "What is kept is of account \(earlier.account.replacingControlCharacters), and logged in is account "
                            + "\(user.masterSIPID.replacingControlCharacters). Log in there first.")
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
                        "\(direction.word) calls: somebody has entered \(before.words(direction)) since; left alone.")
                }
                return isOurs
            }
            var after = before
            for direction in directions { after.restoreURL(of: earlier.settings, for: direction) }
            var report = WebhookChange(before, after, isJSON: options.json)
            guard after != before else { return report.finish("Nothing to change.") }
            try report.confirm(yes)
            report.after = try await client.webhookSettings.change { settings in
                for direction in directions { settings.restoreURL(of: earlier.settings, for: direction) }
            }.after
            report.finish("Done.")
        }
    }
}

/// A change of the account's webhooks: shown, confirmed, reported.
private struct WebhookChange {
    let before: AccountWebhooks
    var after: AccountWebhooks
    let isJSON: Bool

    private struct Object: Encodable {
        let before: WebhooksObject
        let after: WebhooksObject
        let changed: Bool
    }

    init(_ before: AccountWebhooks, _ after: AccountWebhooks, isJSON: Bool) {
        (self.before, self.after, self.isJSON) = (before, after, isJSON)
    }

    /// Shows the change and asks for confirmation.
    ///
    /// - Throws: `ExitCode(1)` if it is not confirmed.
    func confirm(_ isAgreed: Bool) throws {
        for direction in [CallDirection.incoming, .outgoing] {
            let (old, new) = (before.words(direction), after.words(direction))
            Console.note("\(direction.word) calls: \(old)" + (old == new ? ", stays" : "\n             now: \(new)"))
        }
        guard !isAgreed else { return }
        guard let terminal = Terminal() else {
            Console.error("Nobody can be asked here, and nothing was changed. Add --yes.")
            throw ExitCode(1)
        }
        guard terminal.agrees("Change it?") else {
            Console.note("Nothing was changed.")
            throw ExitCode(1)
        }
    }

    func finish(_ sentence: String) {
        Console.note(sentence)
        guard isJSON else { return }
        Console.result(jsonText(Object(before: .init(before), after: .init(after), changed: before != after)))
    }
}

extension CallDirection {
    fileprivate var word: String { self == .incoming ? "incoming" : "outgoing" }
}

extension Configuration {
    /// The URL to enter at the provider, with name and password if the webhook asks for them.
    func webhookAddress(_ secrets: WebhookSecrets) -> AbsoluteURL {
        WebhookURLs(publicURL, credentials: LivePlan.Rules(self, secrets).credentials).events
    }
}
