import Foundation
import Support
import Testing

@testable import Sipgate

/// Contacts that were exported are imported as they were.
@Suite struct ContactRoundTripTests {
    /// Contents that mean something to the formats: separators, quotes, escapes, line breaks, formulas, accents that join the
    /// character before them, and many bytes.
    static let awkward = [
        "Lovelace, Ada; \"the Countess\"", "a\\nb\\;c\\", "two\nlines", "=HYPERLINK(\"x\")", "'=quoted", "+1+1",
        "@home",
        "\u{301}accent first", "BEGIN:VCARD", "END:VCARD\nBEGIN:VCARD", "data:,x", " spaces ",
        "Müller-Lüdenscheidt 👩‍👩‍👧‍👦", String(repeating: "Straße; ", count: 40), "tab\there", "N;TYPE=x:y",
    ]

    /// A contact with several of everything, types, empty parts and a picture.
    private static func contact(_ text: String, _ index: Int) throws -> Contact {
        let json =
            #"{"id":"c-\#(index)","scope":"\#(index % 2 == 0 ? "PRIVATE" : "SHARED")","picture":"/9j/4AAQSkZJRg=="}"#
        var contact = try JSONDecoder().decode(Contact.self, from: Data(json.utf8))
        contact.name = text
        contact.numbers = [
            .init("+4915799912345", types: ["cell", "voice"]), .init("030 555;\(index)"), .init("*21#"),
        ]
        contact.emails = [.init("a@example.com", types: ["work"]), .init("b@example.com", types: ["büro; 1"])]
        contact.addresses = [
            .init(streetAddress: text, locality: "Köln; Deutz", country: "DE"),
            .init(
                poBox: "1", extendedAddress: "b", streetAddress: "c", locality: "d", region: "e", postalCode: "f",
                country: "g"),
        ]
        contact.organizations = [[text, "Sales; \\ Marketing"], ["", "Team"]]
        return contact
    }

    /// What a contact is after it was created again.
    private static func copy(_ contact: Contact) throws -> NewContact { try #require(NewContact(copying: contact)) }

    @Test("CSV", arguments: [",", ";", "\t", "|", "→", "\\", "'", "a"])
    func csv(separator: String) throws {
        let delimiter = try CSVDelimiter(separator)
        let contacts = try Self.awkward.enumerated().map { try Self.contact($1, $0) }
        let text = ContactExport.csv(contacts, delimiter: delimiter)
        #expect(ExportedContactTable.isExport(text, delimiter: delimiter))
        let table = try ExportedContactTable(text, delimiter: delimiter)
        #expect(table.internalLines.isEmpty && table.emptyLines.isEmpty && table.rows.count == contacts.count)
        for (row, contact) in zip(table.rows, contacts) {
            var expected = try Self.copy(contact)
            expected.picture = nil
            #expect(row.contact == expected)
            #expect(row.visibility.scope == contact.scope)
        }
    }

    @Test("vCard", arguments: awkward.indices)
    func vCard(index: Int) throws {
        let contact = try Self.contact(Self.awkward[index], index)
        let text = ContactExport.vCard(contact)
        #expect(text.split(separator: "\r\n").allSatisfy { $0.utf8.count <= 75 })
        let card = try VCard(text)
        #expect(card.contact == (try Self.copy(contact)))
        #expect(card.omitted == [])
    }

    @Test("Contacts without a name are called by what they have; internal ones and those with nothing are left out")
    func nameless() throws {
        func contact(_ fields: String) throws -> Contact {
            try JSONDecoder().decode(Contact.self, from: Data("{\"id\":\"1\",\(fields)}".utf8))
        }
        let contacts = [
            try contact(#""name":" ","organization":[["Acme","Sales"]],"numbers":[{"number":"1"}]"#),
            try contact(#""emails":[{"email":"a@example.com"}]"#), try contact(#""numbers":[{"number":"+4930"}]"#),
            try contact(#""name":"Colleague","scope":"INTERNAL""#), try contact(#""addresses":[{"locality":"Köln"}]"#),
        ]
        let table = try ExportedContactTable(ContactExport.csv(contacts))
        #expect(table.rows.map(\.contact.name) == ["Acme", "a@example.com", "+4930"])
        #expect(table.internalLines == [5] && table.emptyLines == [6])
        #expect(try VCard(ContactExport.vCard(contacts[0])).contact.name == "Acme")
    }

    @Test(
        "Other tables are no exports", arguments: ["firstname,lastname,number\n", "name,firstname,numbers\n", "", "\n"])
    func others(text: String) { #expect(!ExportedContactTable.isExport(text)) }

    @Test("What the address book has no field for is named, and pictures are kept")
    func omitted() throws {
        let card = try VCard(
            """
            BEGIN:VCARD
            VERSION:3.0
            PRODID:-//Apple Inc.//iPhone OS 17.1//EN
            N:Müller;Jürgen;Karl;Dr.;jun.
            TEL;type=CELL:+49 157 99912345
            TEL;type=WORK:+49 211 1234567
            NOTE:
            BDAY:1815-12-10
            item1.URL:https://example.com
            item1.X-ABLabel:home
            URL:https://example.org
            PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQ
             SkZJRg==
            REV:2026-11-27T00:00:00Z
            END:VCARD
            """)
        #expect(card.omitted == ["middle name", "prefix", "suffix", "BDAY", "URL"])
        #expect(card.contact.numbers.map(\.number) == ["+49 157 99912345", "+49 211 1234567"])
        #expect(card.contact.picture == "/9j/4AAQSkZJRg==")
        let elsewhere = try VCard(
            "BEGIN:VCARD\nVERSION:4.0\nN:L;A\nTEL:1\nTEL:2\nEMAIL:a\nEMAIL:b\nPHOTO:https://example.com/a.jpg\nEND:VCARD"
        )
        #expect(elsewhere.omitted == ["PHOTO"] && elsewhere.contact.picture == nil)
        #expect(elsewhere.contact.numbers.count == 2 && elsewhere.contact.emails.count == 2)
    }
}
