import Foundation
import Support
import SystemPackage
import Testing

/// `announce script`: what those get who record the announcements.
struct ScriptCommandTests {
    private static let configuration = """
        public-url: https://phone.example.com
        time-zone: Europe/Berlin
        recordings: { folder: media }
        speech: { language: de, engines: [ espeak ] }
        texts:
          begruessung: "Herzlich willkommen. Für den Verkauf drücken Sie die 1 & <warten>."
          geschlossen: Wir haben von 9 bis 12 Uhr geöffnet.
          =formel: "=HYPERLINK(1)"
          spaeter: Ab {office.opens} sind wir wieder da.
        numbers:
          +49 211 1234567: reception
          default: [ { play: =formel }, hangup ]
        flows:
          reception: [ { check: office, open: { menu: main } }, { play: [ geschlossen, spaeter ] }, { play: de/ende }, hangup ]
        menus:
          main: { prompt: begruessung, choices: { 1: hangup } }
        schedules:
          office: { hours: { mon-fri: 09:00-17:00 } }
        """

    private func folder() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.write(Array(Self.configuration.utf8), to: "announce.yaml")
        try folder.makeFolder("media")
        return folder
    }

    private struct Row: Decodable {
        let name: String
        let file: String
        let text: String?
        let usedBy: [String]
        let seconds: Int?
        let state: String
    }

    @Test("The script: every announcement once, as text, JSON, table and page") func script() throws {
        let folder = try folder()
        try folder.copy("welcome.flac")
        #expect(try Announce.shell("mv welcome.flac media/geschlossen.flac", in: folder).status == 0)
        let json = try Announce.run("script", "--json", in: folder)
        #expect(json.status == 0, "\(json.errors)")
        #expect(try OutputSchema("script").verdict(of: json.output) == "valid")
        let rows = try JSONDecoder().decode([Row].self, from: Data(json.output))
        #expect(rows.map(\.name) == ["=formel", "begruessung", "de/ende", "geschlossen", "spaeter"])
        #expect(rows.map(\.state) == ["spoken", "spoken", "missing", "recorded", "changing"])
        #expect(rows[1].usedBy == ["menu main"] && rows[2].seconds == nil)
        #expect(
            try Announce.run("script", in: folder).text.contains(
                "de/ende.wav: MISSING, used by flow reception"))

        #expect(try Announce.run("script", "-o", "sheet.html", in: folder).status == 0)
        let page = String(decoding: try folder.bytes(of: "sheet.html"), as: UTF8.self)
        #expect(page.contains(#"<html lang="de">"#) && page.contains("die 1 &amp; &lt;warten&gt;."))
        #expect(!page.contains("<script") && !page.contains("http"))
        #expect(try Announce.run("script", "-o", "sheet.csv", in: folder).status == 0)
        let python = """
            import csv
            rows = list(csv.reader(open('sheet.csv', encoding='utf-8', newline='')))
            print([row[0] for row in rows], rows[1][1], {len(row) for row in rows})
            """
        let table = try Tool.require(
            "python3", ["-c", "import os; os.chdir('\(folder.path.string)')\n" + python])
        #expect(
            table.text.contains("'begruessung.wav'") && table.text.contains("'=HYPERLINK(1) {5}"),
            "\(table.text)")
        #expect(try Announce.run("script", "-o", "sheet.pdf", in: folder).status == 64)
    }
}
