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
                Make one at console.sipgate.com → Personal Access Tokens. Both parts are asked for, the token without \
                showing it; or they are taken from ANNOUNCE_TOKEN_ID and ANNOUNCE_TOKEN. They are tried, and kept in \
                account.json in the state folder, which only you can read.
                """)

        @OptionGroup var options: AccountOptions

        func run() async throws {
            let settings = SipgateClient.Settings(address: try AccountOptions.apiAddress())
            let folder = try options.place.accountFolder()
            let token = try newToken()
            let user = try await SipgateClient(.personalAccessToken(token), settings: settings).user.info()
            try StateFiles(in: folder.path).account.write(token)
            options.print(UserObject(user, token), text: user.line(token))
        }

        /// The token of the environment, or the one typed.
        private func newToken() throws -> PersonalAccessToken {
            if let token = try TokenVariables.token() { return token }
            guard let terminal = Terminal() else {
                Console.error(
                    "Nobody can be asked here. Set \(TokenVariables.id) and \(TokenVariables.secret), or log in at "
                        + "a terminal.")
                throw ExitCode(1)
            }
            let id = terminal.ask("Token ID (token-…): ")
            return try PersonalAccessToken(id: id, token: try terminal.askSecretly("Token (not shown): "))
        }
    }

    struct Logout: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "logout",
            abstract: "Forget the token that was stored. It stays valid at the provider until you delete it there.")

        @OptionGroup var place: StateOption

        func run() async throws {
            let file = StateFiles(in: try place.accountLocation()).account
            Console.note(try file.remove() ? "The token is forgotten." : "Nobody was logged in.")
        }
    }
}

/// Who is logged in, in JSON.
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
    /// Who is logged in, as printed.
    func line(_ token: PersonalAccessToken) -> String {
        "Logged in as \(user) of account \(masterSIPID) at \(domain), by \(token.id)".replacingControlCharacters
    }
}
