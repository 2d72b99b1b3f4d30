import ArgumentParser
import Sipgate
import Telephony

extension AccountCommand.Contacts {
    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "create",
            abstract: "Create a contact.",
            discussion: """
                  announce account contacts create --first Ada --last Lovelace --number "work=+49 211 1234500"
                """)

        @Option(help: ArgumentHelp("First name.", valueName: "name")) var first = ""
        @Option(help: ArgumentHelp("Last name.", valueName: "name")) var last = ""
        @OptionGroup var fields: ContactFields
        @Flag(help: "Share the contact with the whole account.") var shared = false
        @OptionGroup var options: AccountOptions

        func validate() throws {
            guard !(first + last).allSatisfy(\.isWhitespace) else {
                throw ValidationError("A contact needs a name: add --first or --last.")
            }
        }

        func run() async throws {
            let contact = try NewContact(
                firstname: first, lastname: last, numbers: fields.numbers, emails: fields.emails,
                addresses: fields.address.map { [$0] } ?? [], organizations: fields.organizations)
            try await options.withClient { client in
                try await client.contacts.create(contact, shared ? .shared : .private)
                Counted(1, "contact", "contacts").report("created", options)
            }
        }
    }

    struct Update: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "update",
            abstract: "Change a contact. What is not named stays; lists are replaced.",
            discussion: """
                  announce account contacts update 80d6bf52 --number "+49 211 1234500" --number "cell=+49 157 99912345"
                """)

        @Argument(
            help: ArgumentHelp("Contact, as listed by `announce account contacts list`.", valueName: "id"),
            transform: { try Contact.ID($0) })
        var id: Contact.ID

        @Option(help: ArgumentHelp("Whole name.", valueName: "name")) var name: String?
        @OptionGroup var fields: ContactFields
        @Flag(inversion: .prefixedNo, help: "Share the contact with the whole account, or keep it private.")
        var shared: Bool?
        @OptionGroup var options: AccountOptions

        func validate() throws {
            guard name != nil || shared != nil || !fields.isEmpty else {
                throw ValidationError("Say what to change, for example --name or --number.")
            }
            if name?.allSatisfy(\.isWhitespace) == true { throw ValidationError("--name is empty.") }
        }

        func run() async throws {
            try await options.withClient { client in
                var contact = try await client.contacts.find([id])[0]
                if let name { contact.name = name }
                if let shared { contact.scope = shared ? .shared : .private }
                fields.apply(to: &contact)
                try await client.contacts.update(contact)
                if options.json {
                    Console.result(jsonText(contact))
                } else {
                    Console.note("Contact updated.")
                }
            }
        }
    }

    struct Delete: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "delete",
            abstract: "Delete contacts for good: named ones, or all of a scope.",
            discussion: """
                  announce account contacts delete 80d6bf52-5497-4c05-9ab6-076a377c92b7
                  announce account contacts delete --scope shared
                """)

        @Argument(
            help: ArgumentHelp("Contacts, as listed by `announce account contacts list`.", valueName: "ids"),
            transform: { try Contact.ID($0) })
        var ids: [Contact.ID] = []

        @Option(help: "Delete all contacts of this scope.") var scope: DeletedScope?
        @Flag(name: .shortAndLong, help: "Skip the confirmation.") var yes = false
        @OptionGroup var options: AccountOptions

        func validate() throws {
            guard ids.isEmpty == (scope != nil) else {
                throw ValidationError(
                    ids.isEmpty ? "Name contacts by their IDs, or add --scope." : "Give IDs or --scope.")
            }
        }

        func run() async throws {
            try await options.withClient { client in
                let contacts =
                    if let scope { try await client.contacts.list(scope.scope).collect() } else {
                        try await client.contacts.find(ids)
                    }
                let count = Counted(contacts.count, "contact", "contacts")
                if let all = NonEmpty(elements: contacts.map(\.id)) {
                    let names = contacts.prefix(3).map(\.name.printable).joined(separator: ", ")
                    let shown = contacts.count > 3 ? "\(names), …" : names
                    try Confirmation.ask("Delete \(count.words) (\(shown)) for good?", isGiven: yes)
                    try await client.contacts.delete(all)
                }
                count.report("deleted", options)
            }
        }
    }
}

/// A scope whose contacts can be deleted; internal ones are the provider's.
enum DeletedScope: String, ExpressibleByArgument, CaseIterable {
    case `private`, shared

    var scope: Contact.Scope { self == .private ? .private : .shared }
}

extension ContactsModule {
    /// The contacts with these IDs, in the order of the IDs. The API has no request for a single one.
    ///
    /// - Throws: `ExitCode(1)` if one does not exist, which is printed.
    fileprivate func find(_ ids: [Contact.ID]) async throws -> [Contact] {
        var found: [Contact.ID: Contact] = [:]
        for try await contact in list() where ids.contains(contact.id) { found[contact.id] = contact }
        return try ids.map { id in
            guard let contact = found[id] else {
                Console.error(
                    "There is no contact \(id.text.printable). `announce account contacts list` lists contacts.")
                throw ExitCode(1)
            }
            return contact
        }
    }
}
