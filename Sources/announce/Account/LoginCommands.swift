import ArgumentParser
import Hosting
import LocalFiles
import Sipgate
import Telephony

extension AccountCommand {
    struct Login: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "login",
            abstract: "Sign in with a personal access token.",
            discussion: """
                Create a token at console.sipgate.com → Personal Access Tokens. Prompts for both parts (the token is not \
                echoed), unless ANNOUNCE_TOKEN_ID and ANNOUNCE_TOKEN are set. With --with-token both are read from \
                standard input, as ID:TOKEN or in two lines:

                  announce account login --with-token < token.txt

                Verifies the token and stores it in account.json in the state directory, readable only by you.
                """)

        @Flag(help: "Read the token from standard input.")
        var withToken = false

        @OptionGroup var options: AccountOptions

        func run() async throws {
            let settings = SipgateClient.Settings(address: try AccountOptions.apiAddress())
            let folder = try options.place.accountFolder()
            let token = try newToken()
            let user = try await SipgateClient(.personalAccessToken(token), settings: settings).user.info()
            try StateFiles(in: folder.path).account.write(token)
            options.print(UserObject(user, token), text: user.line(token))
        }

        /// The token from standard input, the environment or the terminal.
        private func newToken() throws -> PersonalAccessToken {
            if withToken { return try TokenInput.read() }
            if let token = try TokenVariables.token() { return token }
            guard let terminal = Terminal() else {
                Console.error(
                    "Not a terminal, so nothing can be asked. Use --with-token, or set \(TokenVariables.id) and "
                        + "\(TokenVariables.secret).")
                throw ExitCode(1)
            }
            let id = terminal.ask("Token ID (token-…): ")
            return try PersonalAccessToken(id: id, token: try terminal.askSecretly("Token (not shown): "))
        }
    }

    struct Logout: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "logout",
            abstract: "Delete the stored token. It remains valid until you revoke it at the provider.")

        @OptionGroup var place: StateOption

        func run() async throws {
            let file = StateFiles(in: try place.accountLocation()).account
            Console.note(try file.remove() ? "The stored token was deleted." : "There is no stored token.")
        }
    }
}

/// The login in JSON.
struct UserObject: Encodable {
    let user: String
    let account: String
    let domain: String
    let tokenId: String

    init(_ user: UserInfo, _ token: PersonalAccessToken) {
        (self.user, account, domain) = (user.user.description, user.masterSIPID, user.domain)
        tokenId = token.id.text
    }
}

extension UserInfo {
    /// The login as printed.
    func line(_ token: PersonalAccessToken) -> String {
        "Logged in as \(user) of account \(masterSIPID) at \(domain) with \(token.id)".printable
    }
}
