import ArgumentParser

/// `announce account`: work with the account through the provider's REST API. Each subcommand has a file in this folder.
struct AccountCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "account",
        abstract: "Manage the sipgate account: webhooks, numbers, calls, SMS, faxes, voicemail, contacts.",
        discussion: """
            Start with `announce account login` and a personal access token from the provider's console, or set \
            ANNOUNCE_TOKEN_ID and ANNOUNCE_TOKEN, which take precedence over the stored token. A token needs only the \
            scopes it uses; missing ones are named.

            ANNOUNCE_API_URL overrides the API address (default: https://api.sipgate.com/v2).

            Exit status: 0 done; 1 refused by the provider, or the provider cannot be reached; 64 wrong usage.
            """,
        subcommands: [
            Login.self, Logout.self, Status.self, Connect.self, Disconnect.self, Webhooks.self, Numbers.self,
            Devices.self, Users.self, Calls.self, SMS.self, Fax.self, Voicemails.self, VoicemailGroup.self,
            Contacts.self, History.self, WebhookLog.self,
        ]
    )
}
