import ArgumentParser
import Sipgate

extension AccountCommand {
    struct Status: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "status",
            abstract: "Who is logged in, and whom the provider asks about calls.")

        @OptionGroup var options: AccountOptions

        func run() async throws {
            let token = try options.token()
            try await options.signedIn { client in
                let user = try await client.user.info()
                let webhooks = try await client.webhookSettings.get()
                guard let token else { return }
                if options.json {
                    Talk.result(jsonText(StatusObject(login: UserObject(user, token), webhooks: .init(webhooks))))
                    return
                }
                Talk.result(user.line(token))
                var table = TextTable()
                table.add("incoming calls", webhooks.words(.incoming))
                table.add("outgoing calls", webhooks.words(.outgoing))
                table.add("pushed for", webhooks.sources.words)
                table.add("provider's log", webhooks.isLogged ? "on" : "off")
                table.print()
            }
        }
    }
}

private struct StatusObject: Encodable {
    let login: UserObject
    let webhooks: WebhooksObject
}

/// Settings for machines; passwords hidden, nil for nobody.
struct WebhooksObject: Encodable {
    let incoming: String?
    let outgoing: String?
    /// Nil: all.
    let sources: [String]?
    let logged: Bool

    init(_ webhooks: AccountWebhooks) {
        (incoming, outgoing) = (webhooks.shown(.incoming), webhooks.shown(.outgoing))
        logged = webhooks.isLogged
        sources = if case .only(let names) = webhooks.sources { names } else { nil }
    }
}

extension AccountWebhooks {
    /// Who is asked, as the provider has it; empty for nobody.
    func address(_ direction: CallDirection) -> String { direction == .incoming ? incomingURL : outgoingURL }

    /// Who is asked, without a password; nil for nobody.
    func shown(_ direction: CallDirection) -> String? {
        address(direction).isEmpty ? nil : maskedAddress(address(direction))
    }

    /// Who is asked, for people.
    func words(_ direction: CallDirection) -> String { shown(direction) ?? "nobody is asked" }
}

extension AccountWebhooks.Sources {
    /// Whose calls are pushed, for people.
    var words: String {
        switch self {
        case .all: "all phone lines and groups"
        case .only([]): "no phone line and no group, so no call at all"
        case .only(let names): names.joined(separator: ", ")
        }
    }
}
