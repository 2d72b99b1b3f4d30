import ArgumentParser
import Hosting
import Sipgate
import Telephony

extension AccountCommand {
    struct Status: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "status",
            abstract: "Show who is logged in and which webhooks are set.")

        @OptionGroup var options: AccountOptions

        func run() async throws {
            let token = try options.token()
            try await options.withClient { client in
                let user = try await client.user.info()
                let webhooks = try await client.webhookSettings.get()
                guard let token else { return }
                if options.json {
                    Console.result(jsonText(StatusObject(login: UserObject(user, token), webhooks: .init(webhooks))))
                    return
                }
                Console.result(user.line(token))
                TextTable(WebhooksObject(webhooks).rows).print()
            }
        }
    }
}

private struct StatusObject: Encodable {
    let login: UserObject
    let webhooks: WebhooksObject
}

extension AccountWebhooks {
    /// The URL with its password hidden; nil if none is set.
    func shown(_ direction: CallDirection) -> String? {
        address(direction).isEmpty ? nil : maskedAddress(address(direction))
    }

    /// The URL as printed.
    func words(_ direction: CallDirection) -> String { shown(direction) ?? "none" }
}

extension AccountWebhooks.Sources {
    /// The phone lines and groups whose calls are sent to the webhooks, as printed.
    var words: String {
        switch self {
        case .all: "all phone lines and groups"
        case .only([]): "none, so no events are sent"
        case .only(let names): names.joined(separator: ", ")
        }
    }
}
