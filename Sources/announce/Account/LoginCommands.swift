import ArgumentParser
import Glibc
import Sipgate
import SystemPackage

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
            let settings = try AccountOptions.settings()
            let folder = try options.place.folder()
            let token = try asked()
            try await told {
                let user = try await SipgateClient(.personalAccessToken(token), settings: settings).user.info()
                do throws(TokenProblem) { try TokenFile(folder.path).store(token) } catch { throw fail(error) }
                if options.json {
                    Talk.result(jsonText(UserObject(user, token)))
                } else {
                    Talk.result(user.line(token))
                }
            }
        }

        private func asked() throws -> PersonalAccessToken {
            do {
                if let token = try TokenVariables.token() { return token }
                guard let terminal = Terminal() else {
                    Talk.error(
                        "Nobody can be asked here. Set \(TokenVariables.id) and \(TokenVariables.secret), or log in at "
                            + "a terminal.")
                    throw ExitCode(1)
                }
                let id = terminal.ask("Token ID (token-…): ")
                return try PersonalAccessToken(id: id, token: try terminal.askSecretly("Token (not shown): "))
            } catch let error as TokenProblem {
                throw fail(error)
            }
        }
    }

    struct Logout: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "logout",
            abstract: "Forget the token that was stored. It stays valid at the provider until you delete it there.")

        @OptionGroup var place: StateOption

        func run() async throws {
            let location = try place.location()
            do throws(TokenProblem) {
                Talk.note(try TokenFile(location).remove() ? "The token is forgotten." : "Nobody was logged in.")
            } catch {
                throw fail(error)
            }
        }
    }
}

/// Says it.
private func fail(_ problem: TokenProblem) -> ExitCode {
    Talk.error(problem.sentence)
    return ExitCode(1)
}

/// Who is signed in, for machines.
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
    /// Who is signed in, for people.
    func line(_ token: PersonalAccessToken) -> String {
        CallLine.printable("Logged in as \(user) of account \(masterSIPID) at \(domain), by \(token.id)")
    }
}
