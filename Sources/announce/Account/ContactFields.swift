import ArgumentParser
import Sipgate

/// The options for the fields of a contact.
struct ContactFields: ParsableArguments {
    @Option(
        name: .customLong("number"),
        help: ArgumentHelp(
            "Telephone number, with its type if known (work=+49…); can be repeated.", valueName: "number"),
        transform: TypedValue.init)
    var givenNumbers: [TypedValue] = []

    @Option(
        name: .customLong("email"),
        help: ArgumentHelp("E-mail address, with its type if known (work=a@…); can be repeated.", valueName: "address"),
        transform: TypedValue.init)
    var givenEmails: [TypedValue] = []

    @Option(
        help: ArgumentHelp(
            "Organization, then its parts, separated by semicolons: \"Acme;Sales\"; can be repeated.",
            valueName: "name"))
    var organization: [String] = []

    @Option(help: ArgumentHelp("Street and number.", valueName: "text")) var street: String?
    @Option(help: ArgumentHelp("Postal code.", valueName: "text")) var postalCode: String?
    @Option(help: ArgumentHelp("Town.", valueName: "text")) var city: String?
    @Option(help: ArgumentHelp("State.", valueName: "text")) var region: String?
    @Option(help: ArgumentHelp("Country.", valueName: "text")) var country: String?

    var numbers: [Contact.Number] { givenNumbers.map { Contact.Number($0.value, types: $0.types) } }
    var emails: [Contact.Email] { givenEmails.map { Contact.Email($0.value, types: $0.types) } }
    var organizations: [[String]] {
        organization.map { $0.split(separator: ";", omittingEmptySubsequences: false).map(String.init) }
    }

    /// Nil if no part is given.
    var address: Contact.Address? {
        guard [street, postalCode, city, region, country].contains(where: { $0 != nil }) else { return nil }
        return Contact.Address(
            streetAddress: street ?? "", locality: city ?? "", region: region ?? "", postalCode: postalCode ?? "",
            country: country ?? "")
    }

    var isEmpty: Bool { givenNumbers.isEmpty && givenEmails.isEmpty && organization.isEmpty && address == nil }

    /// Replaces the fields that are given.
    func apply(to contact: inout Contact) {
        if !givenNumbers.isEmpty { contact.numbers = numbers }
        if !givenEmails.isEmpty { contact.emails = emails }
        if !organization.isEmpty { contact.organizations = organizations }
        if let address { contact.addresses = [address] }
    }
}

/// A number or address with its type: `work=+49 211 1234500`.
struct TypedValue {
    let value: String
    let types: [String]

    /// - Throws: `ValidationError` if there is no value.
    @Sendable init(_ text: String) throws {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let isTyped = parts.count == 2 && !parts[0].isEmpty && parts[0].allSatisfy(\.isLetter)
        value = isTyped ? String(parts[1]) : text
        types = isTyped ? [parts[0].lowercased()] : []
        if value.allSatisfy(\.isWhitespace) { throw ValidationError("it is empty.") }
    }
}
