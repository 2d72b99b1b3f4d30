import ProviderFixtures
import ProviderSimulator
import Support
import Testing

@testable import Sipgate

/// Contacts as CSV and vCard.
@Suite struct ContactFormatTests {
    private static let sample = """
        BEGIN:VCARD
        VERSION:4.0
        N:Müller;Jürgen;;Dr.;
        FN:Dr. Jürgen Müller
        ORG:Acme\\; Söhne\\, Inc.;Sales
        TEL;TYPE="work,voice":+49 211 1234567
        EMAIL;TYPE=home:jm@example.com
        ADR;LABEL="Hauptstr. 1: Hof; links":;;Hauptstr.
          1\\nHof;Köln;;50667;DE
        END:VCARD
        """

    @Test("A card is read with escapes, folded lines and any line endings", arguments: ["\n", "\r\n", "\r"])
    func card(end: String) throws {
        let contact = try VCard(Self.sample.replacing("\n", with: end) + end).contact
        #expect(contact.firstname == "Jürgen" && contact.lastname == "Müller")
        #expect(contact.organizations == [["Acme; Söhne, Inc.", "Sales"]])
        #expect(contact.numbers == [.init("+49 211 1234567", types: ["work", "voice"])])
        #expect(contact.emails == [.init("jm@example.com", types: ["home"])])
        #expect(
            contact.addresses == [
                .init(streetAddress: "Hauptstr. 1\nHof", locality: "Köln", postalCode: "50667", country: "DE")
            ])
    }

    @Test("Numbers may be URIs; names and groups may have any case")
    func uri() throws {
        let card = try VCard(
            "\u{FEFF}begin:vcard\nversion:4.0\nitem1.n:L;F\ntel;VALUE=uri:tel:+49-211-1;ext=5\nend:vcard")
        #expect(card.contact.numbers.map(\.number) == ["+49-211-1"])
    }

    @Test(
        "Each violation has its own error",
        arguments: [
            ([("BEGIN:VCARD\n", "")], .noBegin), ([("\nEND:VCARD", "")], .noEnd),
            ([("END:VCARD", "END:VCARD\nBEGIN:VCARD")], .textAfterEnd(line: 11)),
            ([("FN:Dr.", "FN Dr.")], .brokenLine(4)),
            ([("FN:", ":")], .brokenLine(4)), ([("VERSION:4.0\n", "")], .noVersion),
            ([("4.0", "5.0")], .version("5.0")),
            ([("N:Müller;Jürgen;;Dr.;\n", "")], .noName), ([("FN:", "N:")], .severalNames(2)),
            ([("Müller;Jürgen;;Dr.;", "Müller")], .tooFewNameParts(1)),
            ([("Müller;Jürgen;;Dr.;", "Müller\\;Jürgen")], .tooFewNameParts(1)),
            ([("Müller;Jürgen;;Dr.;", ";;;Dr.;")], .emptyName), ([("TEL;", "X-TEL;")], .noNumber),
            ([("+49 211 1234567", "")], .emptyNumber), ([(";50667;DE", ";50667")], .tooFewAddressParts(6)),
            ([(Self.sample, "")], .noBegin),
        ] as [([(String, String)], VCard.ParseError)])
    func violations(edits: [(String, String)], reason: VCard.ParseError) {
        var text = Self.sample
        for (old, new) in edits { text = text.replacing(old, with: new, maxReplacements: 1) }
        #expect(throws: SipgateError.invalid(.vCard(reason))) { try VCard(text) }
    }

    @Test("A table is read with quotes, line breaks and columns in any order")
    func table() throws {
        let table = try ContactTable(
            "\u{FEFF}Number, LASTNAME ,\"note\",FirstName\r\n+49 211,\"Mü\"\"ller\"\"\",\"a,\r\nb\",Jürgen\r\n\r\n,x,y,z\r\n1,2,3,4"
        )
        #expect(table.rows.map(\.firstname) == ["Jürgen", "4"])
        #expect(table.rows.map(\.lastname) == ["Mü\"ller\"", "2"])
        #expect(table.rows.map(\.number) == ["+49 211", "1"])
        #expect(table.incompleteLines == [5])
    }

    @Test(
        "Each error of a table has its line",
        arguments: [
            ("", .empty), ("\n\n", .empty),
            ("firstname,number\na,b", .missingColumns(["lastname"], found: ["firstname", "number"])),
            (
                "firstname;lastname;number\na;b;1",
                .missingColumns(["firstname", "lastname", "number"], found: ["firstname;lastname;number"])
            ),
            ("firstname,lastname,number,number\na,b,1,2", .doubleColumn("number")),
            ("firstname,lastname,number\na,b", .fieldCount(2, expected: 3, line: 2)),
            ("firstname,lastname,number\n\"a\nb\",b,1\na,b,1,", .fieldCount(4, expected: 3, line: 4)),
            ("firstname,lastname,number\na,\"b,1", .csv(.openQuote(line: 2))),
            ("firstname,lastname,number\na,\"b\"c,1", .csv(.textAfterQuote(line: 2))),
            ("firstname,lastname,number\na,b\"c,1", .csv(.strayQuote(line: 2))),
        ] as [(String, ContactTable.ParseError)])
    func faults(text: String, reason: ContactTable.ParseError) {
        #expect(throws: SipgateError.invalid(.table(reason))) { try ContactTable(text) }
    }

    @Test(
        "No field is a formula to a spreadsheet; telephone numbers stay as they are",
        arguments: [
            ("=HYPERLINK(\"http://a\")", "'=HYPERLINK(\"http://a\")"),
            ("+1+cmd|' /C calc'!A0", "'+1+cmd|' /C calc'!A0"),
            ("-2+3", "'-2+3"), ("@SUM(1)", "'@SUM(1)"), ("\t=1", "'\t=1"), ("\r=1", "'\r=1"), ("＝1", "'＝1"),
            ("＋1", "'＋1"),
            ("+", "'+"), ("=\u{301}1", "'=\u{301}1"), ("+4930555001", "+4930555001"), ("+4930\n+4931", "+4930\n+4931"),
            ("'=1", "''=1"), ("'+4930555001", "''+4930555001"), ("''@a", "'''@a"), ("'", "'"), ("'tis", "'tis"),
            ("+4930\n=1", "'+4930\n=1"), ("", ""), ("Müller-Lüdenscheidt", "Müller-Lüdenscheidt"), ("1-2", "1-2"),
        ])
    func formulas(field: String, harmless: String) {
        #expect(CSV.harmless(field) == harmless)
        #expect(CSV.restored(harmless) == field)
    }

    @Test(
        "Any single character but a quote, a line break or a control character separates fields",
        arguments: ["|", ":", " ", "a", "§", "→", "😀", "'", "\\", "\t"])
    func separators(_ text: String) throws {
        let delimiter = try CSVDelimiter(text)
        let fields = ["a\(text)b", "\(text)", "", "\"\(text)\n", "→\u{301}", " x "]
        let line = CSV.line(fields, delimiter: delimiter)
        #expect(try CSV.records(in: line, delimiter: delimiter).map(\.fields) == [fields])
    }

    @Test(
        "Other separators are refused",
        arguments: ["", "||", "\"", "\n", "\r\n", "\u{2028}", "\u{1B}", "\0", "e\u{301}"])
    func badSeparators(_ text: String) { #expect(throws: SipgateError.self) { try CSVDelimiter(text) } }

    @Test("Quotes and delimiters under accents are still quotes and delimiters", arguments: CSVDelimiter.usual)
    func accents(_ delimiter: CSVDelimiter) throws {
        let fields = ["a\"\u{301}b", "\(delimiter)\u{301}", "\n\u{301}", "c"]
        let records = try CSV.records(in: CSV.line(fields, delimiter: delimiter), delimiter: delimiter)
        #expect(records.map { $0.fields.map { Array($0.utf8) } } == [fields.map { Array($0.utf8) }])
    }

    @Test("Contacts are exported as CSV, vCards and an address book that can be read again")
    func export() async throws {
        try await withAPI { _, client in
            let table = try await client.contacts.exportCSV(.private, delimiter: .semicolon)
            #expect(
                table == "id;name;emails;numbers;addresses;organizations;scope;emailTypes;numberTypes\r\n"
                    + "c-1;Jürgen Müller;jm@example.com;+4915799912345;\";;Hauptstr. 1, Hof;Köln;;50667;DE\";\"Acme\\; Söhne;Sales\";PRIVATE;work;cell\r\n"
            )
            let isQuoted = try await client.contacts.exportCSV(.shared).hasSuffix(
                "c-2,\"Shared \"\"Door\"\", Ltd\",,+492111234500,,,SHARED,,\r\n")
            #expect(isQuoted)
            let cards = try await client.contacts.exportVCards()
            #expect(cards.count == 3)
            let contact = try VCard(cards[0]).contact
            #expect(contact.firstname == "Jürgen Müller")
            #expect(contact.numbers == [.init("+4915799912345", types: ["cell"])])
            #expect(contact.organizations == [["Acme; Söhne", "Sales"]])
            #expect(contact.addresses.map(\.streetAddress) == ["Hauptstr. 1, Hof"])
            let book = try await client.contacts.exportAddressBook()
            #expect(book == cards.joined())
            #expect(cards.joined().split(separator: "\r\n").allSatisfy { $0.utf8.count <= 75 })
        }
    }

    @Test("Long lines of a card are folded between characters and can be read again")
    func folding() async throws {
        let name = String(repeating: "Müller-Lüdenscheidt 👩‍👩‍👧‍👦 ", count: 20) + "x"
        var account = SimulatedAccount.sample
        account.contacts = [JSONObject(json: #"{"id":"1","name":"\#(name)","numbers":[{"number":"1"}]}"#)]
        try await withAPI(account) { _, client in
            let card = try #require(try await client.contacts.exportVCards().first)
            #expect(card.split(separator: "\r\n").allSatisfy { $0.utf8.count <= 75 })
            #expect(try VCard(card).contact.firstname == name)
        }
    }
}
