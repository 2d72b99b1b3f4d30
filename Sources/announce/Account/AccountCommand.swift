import ArgumentParser

/// What can be done at the provider without opening its console. Each subcommand has a file in this folder.
struct AccountCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "account",
        abstract: "The account at sipgate: what it asks this server, its numbers, calls, SMS, faxes, contacts.",
        discussion: """
            `announce account login` first, with a personal access token from the provider's console; or put both parts \
            of one into ANNOUNCE_TOKEN_ID and ANNOUNCE_TOKEN, which count before what is stored. A token needs only the \
            scopes of what is done with it; where one is missing, it is named.

            ANNOUNCE_API_URL is another address of the API than https://api.sipgate.com/v2.

            Exit status: 0 done; 1 the provider refuses, or cannot be reached; 64 wrong usage.
            """,
        subcommands: [
            Login.self, Logout.self, Status.self, Connect.self, Disconnect.self, Numbers.self, Devices.self,
            Calls.self, SMS.self, Fax.self, Contacts.self, History.self, WebhookLog.self,
        ]
    )
}
