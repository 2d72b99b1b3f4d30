import Sipgate
import Testing

/// Cards of versions 3.0 and 2.1, as telephones export them.
@Suite struct TelephoneCardTests {
    @Test("An iPhone's card: groups, several numbers, a picture, labels", arguments: ["\n", "\r\n"])
    func iPhone(end: String) throws {
        let text = """
            BEGIN:VCARD
            VERSION:3.0
            PRODID:-//Apple Inc.//iPhone OS 17.1//EN
            N:Müller;Jürgen;Karl;Dr.;
            FN:Dr. Jürgen Karl Müller
            ORG:Acme\\, Söhne;Sales;
            TITLE:Head of Sales
            item1.EMAIL;type=INTERNET;type=pref:jm@example.com
            item1.X-ABLabel:Büro
            TEL;type=CELL;type=VOICE;type=pref:+49 157 99912345
            item2.TEL:+49 211 1234567
            item2.X-ABLabel:_$!<Other>!$_
            ADR;type=WORK;type=pref:;;Hauptstr. 1\\nHof;Köln;;50667
            PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQSkZJRgABAQAAAQABAAD/4gIoSUNDX1BST0ZJTEUAAQEA
             AAIYAAAAAAIQAABtbnRyUkdCIFhZWiAAAAAAAAAAAAAAAABhY3NwAAAAAAAAAAAAAAAAAAAA
            END:VCARD

            """
        let contact = try VCard(text.replacing("\n", with: end)).contact
        #expect(contact.firstname == "Jürgen" && contact.lastname == "Müller")
        #expect(contact.organizations == [["Acme, Söhne", "Sales"]])
        #expect(
            contact.numbers == [
                .init("+49 157 99912345", types: ["cell", "voice"]), .init("+49 211 1234567"),
            ])
        #expect(contact.emails == [.init("jm@example.com")])
        #expect(contact.addresses == [.init(streetAddress: "Hauptstr. 1\nHof", locality: "Köln", postalCode: "50667")])
        #expect(contact.picture?.hasPrefix("/9j/4AAQSkZJRgABAQAAAQABAAD/4gIoSUND") == true)
    }

    @Test("An Android's card: quoted-printable, bare types, a picture without indentation", arguments: ["\n", "\r\n"])
    func android(end: String) throws {
        let text = """
            BEGIN:VCARD
            VERSION:2.1
            N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCller;J=C3=BCrgen=20von=
            =20Stein;;;
            FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:J=C3=BCrgen M=C3=BCller
            TEL;CELL;PREF:+4915799912345
            TEL;HOME;VOICE:02111234567
            EMAIL;HOME:jm@example.com
            ORG;CHARSET=ISO-8859-1;QUOTED-PRINTABLE:S=F6hne
            PHOTO;ENCODING=BASE64;JPEG:/9j/4AAQSkZJRgABAQAAAQABAAD
            /4gIoSUNDX1BST0ZJTEUAAQEA

            END:VCARD

            """
        let contact = try VCard(text.replacing("\n", with: end)).contact
        #expect(contact.firstname == "Jürgen von Stein" && contact.lastname == "Müller")
        #expect(
            contact.numbers == [
                .init("+4915799912345", types: ["cell"]), .init("02111234567", types: ["home", "voice"]),
            ])
        #expect(contact.emails == [.init("jm@example.com", types: ["home"])])
        #expect(contact.organizations == [["Söhne"]])
    }

    @Test(
        "Names are taken from N, FN or ORG",
        arguments: [
            ("N:Lovelace;Ada;;;", "Ada Lovelace"), ("N:;;;;\nFN:Acme GmbH\nORG:Acme;", "Acme GmbH"),
            ("FN:Ada Lovelace", "Ada Lovelace"), ("N:;;;;\nORG:Acme;Sales", "Acme"), ("N:Ada", "Ada"),
        ])
    func names(lines: String, name: String) throws {
        #expect(try VCard(Self.card(lines + "\nTEL:1")).contact.name == name)
    }

    @Test(
        "What cannot be read is reported",
        arguments: [
            ("TEL:1", .noName), ("N:;;;;\nTEL:1", .emptyName), ("N:L;F\nN:L;F\nTEL:1", .severalNames(2)),
            ("N:L;F", .noNumber), ("N:L;F\nTEL;CELL:", .emptyNumber), ("N:L;F\nTEL", .brokenLine(4)),
            ("N;CHARSET=KOI8-R;ENCODING=QUOTED-PRINTABLE:=C1\nTEL:1", .unknownEncoding("koi8-r", line: 3)),
            ("N;ENCODING=QUOTED-PRINTABLE:=C1\nTEL:1", .unknownEncoding("utf-8", line: 3)),
        ] as [(String, VCard.ParseError)])
    func violations(lines: String, reason: VCard.ParseError) {
        #expect(throws: SipgateError.invalid(.vCard(reason))) { try VCard(Self.card(lines)) }
    }

    private static func card(_ lines: String) -> String {
        "BEGIN:VCARD\nVERSION:3.0\n\(lines)\nEND:VCARD\n"
    }
}
