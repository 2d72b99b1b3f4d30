import Sipgate

extension FuzzTarget {
    /// Tables of contacts; what was read and written is read as the same.
    static let csv = FuzzTarget(
        name: "csv",
        corpus: {
            [
                "firstname,lastname,number\nJürgen,\"Müller, \"\"JM\"\"\",+49211\r\n",
                "firstname;lastname;number\na;b;1\n;;\n",
                "\u{FEFF}firstname,lastname,number\n\"a\nb\",c,1\n",
                "id,name,emails,numbers,addresses,organizations,scope,emailTypes,numberTypes\n1,'=A,a@b,\"1\n2\",;;S\\;1;T,Acme;Sales,SHARED,work,\"cell;x\n\"\n",
            ].map { Array($0.utf8) }
        },
        tokens: ["\"", "\"\"", ",", ";", "\t", "\r\n", "\n", "\u{301}", "=", "\u{2028}", "\\", "'", "name", "numbers"],
        run: { bytes in
            let text = String(decoding: bytes, as: UTF8.self)
            for delimiter in CSVDelimiter.usual {
                if let exported = try? ExportedContactTable(text, delimiter: delimiter) {
                    try requireSame(exported.rows)
                }
                guard let table = try? ContactTable(text, delimiter: delimiter) else { continue }
                _ = table.rows
                let fields = ["firstname", "lastname", "number"]
                let lines = [fields] + table.rows.map { [$0.firstname, $0.lastname, $0.number] }
                let written = lines.map { CSV.line($0, delimiter: delimiter) + "\r\n" }.joined()
                guard let again = try? ContactTable(written, delimiter: delimiter) else {
                    throw Violation(description: "what was written cannot be read")
                }
                try require(again.rows.map(\.number) == table.rows.map(\.number), "another table was written")
            }
        })

    /// Contacts that were read are exported and read as the same.
    private static func requireSame(_ rows: [ExportedContactTable.Row]) throws {
        for row in rows {
            let cells = [
                row.contact.name, ContactCell.text(row.contact.numbers.map { [$0.number] }),
                ContactCell.text(row.contact.addresses.map(\.parts)), ContactCell.text(row.contact.organizations),
            ]
            let line = CSV.line(cells.map(CSV.harmless), delimiter: .comma)
            let again = try ExportedContactTable("name,numbers,addresses,organizations\n\(line)\n").rows.first?.contact
            try require(again?.addresses == row.contact.addresses, "other addresses were written")
            try require(again?.organizations == row.contact.organizations, "other organizations were written")
            try require(again?.numbers.map(\.number) == row.contact.numbers.map(\.number), "other numbers were written")
        }
    }

    static let vCard = FuzzTarget(
        name: "vcard",
        corpus: {
            [
                "BEGIN:VCARD\r\nVERSION:4.0\r\nN:Lovelace;Ada;;;\r\nFN:Ada Lovelace\r\nTEL;TYPE=cell:+44 20\r\nORG:A\\, B\r\nEND:VCARD\r\n",
                "BEGIN:VCARD\nVERSION:2.1\nN;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:M=FCller;J=\n=FCrgen\nTEL;CELL:0211\nEND:VCARD\n",
                "BEGIN:VCARD\r\nVERSION:3.0\r\nitem1.TEL:1\r\nN:a;b\r\nPHOTO;ENCODING=b:AAAA\r\n AAAA\r\nEND:VCARD\r\n",
            ].map { Array($0.utf8) }
        },
        tokens: [
            "=", "=\n", "\\n", "\\", ":", ";", ",", "\r\n ", "BEGIN:VCARD", "END:VCARD", "CHARSET=utf-16", "TEL:", "N:",
        ],
        run: { bytes in
            guard let card = try? VCard(String(decoding: bytes, as: UTF8.self)) else { return }
            _ = (card.contact, card.omitted)
        })
}
