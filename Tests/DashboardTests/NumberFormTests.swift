import Foundation
import ServerFixtures
import Support
import SystemPackage
import Testing

@testable import Dashboard

@Suite("Numbers and menus as forms")
struct NumberFormTests {
    private static let text = """
        public-url: https://phone.example.com/ann
        time-zone: Europe/Berlin
        recordings: { folder: media }
        numbers:
          +49 211 1234567: day                # the one on the door
          +49 211 1234568: [ { play: closed }, { menu: main } ]
          default: connect
        flows:
          day: { menu: main }
        menus:
          main:
            prompt: main-menu
            choices:
              1: { dial: +49 157 99912345 }   # the workshop
              2: [ { play: closed }, { play: closed }, hangup ]
              else: hangup

        """

    private let site: FormSite

    init() async throws {
        site = try await FormSite(Self.text, recordings: ["main-menu", "closed"])
    }

    @Test("A number is added, changed and removed where it is written")
    func numbers() async throws {
        let list = try await site.visitor.get("/numbers").text
        #expect(list.contains("+49 211 123 4567") && list.contains("/numbers/in/%2B492111234567/edit"))
        let added = try await site.save(
            "/numbers/new", ["number": "0211 1234569", "number-do": "dial", "number-dial": "12, 0157 99912345"])
        #expect(added.contains("not listed → +49 211 123 4569: dial 12 and +4915799912345"))
        #expect(
            try site.text
                == Self.text.replacing(
                    "  default", with: "  +49 211 123 4569: { dial: [ 12, +49 157 9991 2345 ] }\n  default"))
        // Steps that no form has stay, while the number changes.
        _ = try await site.save("/numbers/in/%2B492111234568/edit", ["number": "+49 211 1234560", "number-do": "keep"])
        #expect(try site.text.contains("  +49 211 1234560: [ { play: closed }, { menu: main } ]\n"))
        let removed = try await site.save(
            "/numbers/in/%2B492111234567/edit", ["number": "+49 211 1234567", "remove": "on", "number-do": "flow:day"])
        #expect(removed.contains("+49 211 123 4567: day: menu main → not listed"))
        try await site.server.stop()
    }

    @Test(
        "What cannot be is refused with a sentence, and the file stays",
        arguments: [
            (["number": "the door", "number-do": "voicemail"], "“the door” is not a telephone number", 422),
            (["number": "+49 211 1234567", "number-do": "voicemail"], "exists already", 422),
            (
                ["number": "0211 99", "number-do": "dial", "number-dial": "<b>"],
                "“&lt;b&gt;” is not a telephone number", 422
            ),
            (["number": "0211 1234599", "number-do": "flow:nigth"], "nigth does not exist any more", 422),
            (["number": "0211 1234599", "number-do": "dial", "number-dial": ""], "one to five numbers", 422),
            (
                ["number": "0211 1234599", "number-do": "voicemail", "opened": "x"], "Somebody else has changed this",
                409
            ),
        ])
    func refusals(_ fields: [String: String], _ words: String, _ status: Int) async throws {
        let opened = try await site.opened("/numbers/new")
        let answer = try await site.visitor.post("/numbers/new", ["opened": opened].merging(fields) { $1 })
        #expect(answer.status == status && answer.text.contains(words), "\(answer.status) \(words)")
        #expect(try site.text == Self.text)
        #expect(try await site.visitor.get("/numbers/in/%2B4999/edit").status == 404)
        #expect(try await site.visitor.get("/menus/%3Cscript%3E").status == 404)
        try await site.server.stop()
    }

    @Test(
        "A number gets a name, which is shown wherever the number is, found, kept with another number, and taken away")
    func names() async throws {
        let shown = try await site.save(
            "/numbers/in/%2B492111234567/edit",
            ["number": "+49 211 123 4567", "name": "Workshop, door", "number-do": "flow:day"])
        #expect(shown.contains("Name: no name → Workshop, door") && !shown.contains("→ +49 211"))
        let named = Self.text.replacing(
            "  default", with: "  names:\n    +49 211 123 4567: Workshop, door\n  default")
        #expect(try site.text == named)
        let changes = try await site.save(
            "/numbers/in/%2B492111234567/edit",
            ["number": "+49 211 99", "name": "Workshop, door", "number-do": "flow:day"])
        #expect(!changes.contains("Name:"))
        #expect(
            try site.text
                == named.replacing("+49 211 1234567: day", with: "+49 211 99: day")
                .replacing("    +49 211 123 4567: Work", with: "    +49 211 99: Work"))
        let removed = try await site.save(
            "/numbers/in/%2B4921199/edit", ["number": "+49 211 99", "name": "Workshop, door", "remove": "on"])
        #expect(removed.contains("not listed"))
        #expect(try !site.text.contains("names:") && !site.text.contains("+49 211 99"))
        try await site.server.stop()

        let live = try await FormSite(named, recordings: ["main-menu", "closed"])
        for path in [
            "/numbers", "/numbers?q=workshop", "/numbers/in/%2B492111234567", "/search?q=Workshop", "/search?q=0211123",
        ] {
            #expect(try await live.visitor.get(path).text.contains("Workshop, door (+49 211 123 4567)"), "\(path)")
        }
        #expect(try await !live.visitor.get("/numbers?q=workshop").text.contains("4568/edit"))
        #expect(
            try await live.visitor.get("/tables/all/csv").text.contains("\"day: menu main\",\"Workshop, door\"\r\n"))
        try await live.server.stop()
    }

    @Test("The customer of a number is chosen by those who see all customers, and stays with another number")
    func customers() async throws {
        let text =
            Self.text + "customers:\n  bakery: { name: Bäckerei, numbers: +49 211 1234567 }\n  salon: +49 211 1234568\n"
        let site = try await FormSite(text, recordings: ["main-menu", "closed"])
        let page = try await site.visitor.get("/numbers/in/%2B492111234567/edit").text
        #expect(page.contains("<option value=\"bakery\" selected>Bäckerei</option>"))
        let changed = try await site.save(
            "/numbers/in/%2B492111234567/edit",
            ["number": "+49 211 1234577", "customer": "salon", "number-do": "flow:day"])
        #expect(changed.contains("Customer: Bäckerei → salon"))
        #expect(
            try site.text.contains("  bakery: { name: Bäckerei }\n  salon: [ +49 211 1234568, +49 211 1234577 ]\n"))
        _ = try await site.save(
            "/numbers/in/%2B492111234568/edit", ["number": "+49 211 1234578", "customer": "salon", "number-do": "keep"])
        #expect(try site.text.contains("salon: [ +49 211 1234578, +49 211 1234577 ]"))
        let added = try await site.save(
            "/numbers/new", ["number": "0211 1234579", "name": "Shop", "customer": "bakery", "number-do": "voicemail"])
        #expect(added.contains("Name: no name → Shop") && added.contains("Customer: none → Bäckerei"))
        #expect(try site.text.contains("  bakery: { name: Bäckerei, numbers: +49 211 123 4579 }"))
        let opened = try await site.opened("/numbers/new")
        let unknown = try await site.visitor.post(
            "/numbers/new",
            ["opened": opened, "number": "0211 1234580", "customer": "nobody", "number-do": "voicemail"])
        #expect(unknown.status == 422)
        try await site.server.stop()
    }

    @Test("A key of a menu is changed, one is added before `else`, and one is removed")
    func menu() async throws {
        let page = try await site.visitor.get("/menus/main").text
        #expect(page.contains("as in the file: play closed, play closed, hangup"))
        let changes = try await site.save(
            "/menus/main",
            [
                "rows": "3", "key0-old": "1", "key0-do": "dial", "key0-dial": "+49 157 99912399", "key1-old": "2",
                "key1-remove": "on", "key1-do": "keep", "key2-keys": "*", "key2-do": "repeat",
            ])
        #expect(changes.contains("Key 1: dial +4915799912345 → dial +4915799912399"))
        #expect(
            try site.text
                == Self.text.replacing("99912345 }   # the", with: "9991 2399 }  # the")
                .replacing(
                    "      2: [ { play: closed }, { play: closed }, hangup ]\n      else",
                    with: "      \"*\": repeat\n      else"))
        try await site.server.stop()
    }
}
