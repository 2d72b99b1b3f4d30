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
            ].map { Array($0.utf8) }
        },
        tokens: ["\"", "\"\"", ",", ";", "\t", "\r\n", "\n", "\u{301}", "=", "\u{2028}"],
        run: { bytes in
            let text = String(decoding: bytes, as: UTF8.self)
            for delimiter in CSVDelimiter.allCases {
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
            _ = card.contact
        })
}
