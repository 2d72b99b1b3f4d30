import ArgumentParser
import Sipgate

extension AccountCommand {
    struct Users: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "users",
            abstract: "List the account's users.",
            discussion: "Needs the token of an administrator.")

        @OptionGroup var options: AccountOptions

        func run() async throws {
            try await options.withClient { client in
                let users = try await client.user.all()
                options.print(users, object: UserDetailsObject.init) { user in
                    [
                        user.user.description, user.name, user.email, user.defaultDevice?.text ?? "",
                        user.isAdmin ? "administrator" : "",
                    ]
                }
            }
        }
    }
}

/// A user in JSON.
private struct UserDetailsObject: Encodable {
    let id: String
    let firstname: String
    let lastname: String
    let email: String
    let defaultDevice: String?
    let busyOnBusy: Bool
    let addressId: String
    let directDialIds: [String]
    let timeZone: String
    let admin: Bool

    init(_ user: UserDetails) {
        (id, firstname, lastname, email) = (user.user.description, user.firstname, user.lastname, user.email)
        (defaultDevice, busyOnBusy, addressId) = (user.defaultDevice?.text, user.isBusyOnBusy, user.addressID)
        (directDialIds, timeZone, admin) = (user.directDialIDs, user.timeZone, user.isAdmin)
    }
}
