import Foundation
import ServerFixtures
import Support
import Testing

@testable import Dashboard

@Suite("Flows as blocks, menus beside their keys, and drafts that can be called")
struct FlowFormTests {
    private static let text = """
        public-url: https://phone.example.com/ann
        time-zone: Europe/Berlin
        recordings: { folder: media }
        numbers:
          +49 211 1234567: day
          +49 211 1234568: { flow: branch, with: { greeting: welcome } }
        flows:
          day:
            - caller: { anonymous: hangup }        # no name, no call
            - check: office
              open: { menu: main }
              closed: [ { play: closed }, hangup ]   # at night
          branch: [ { play: "{greeting}" }, voicemail ]
        menus:
          main: { prompt: main-menu, choices: { 1: voicemail } }
        schedules:
          office: { hours: { mon-fri: 09:00-17:00 } }

        """

    private let site: FormSite

    init() async throws {
        site = try await FormSite(Self.text, recordings: ["main-menu", "closed", "welcome"])
    }

    /// The blocks of the flow as its form has them.
    private static let blocks = [
        "blocks": "2", "block0-old": "0", "block0-kind": "kept", "block1-old": "1", "block1-kind": "check",
        "block1-schedule": "office", "block1-open-do": "menu:main", "block1-closed-do": "play-hangup",
        "block1-closed-play": "closed", "block1-holiday-do": "next",
    ]

    @Test("A step is added in front, changed, and saved; what only the file can say stays, and so do comments")
    func blocks() async throws {
        let numbers = try await site.visitor.get("/numbers").text
        #expect(numbers.contains("href=\"/flows/day\"") && !numbers.contains("href=\"/flows/branch"))
        let page = try await site.visitor.get("/flows/day").text
        #expect(page.contains("This step is written in the file") && page.contains("from anonymous: hangup"))
        #expect(page.contains("<svg class=\"flow\""))
        // Nothing but a look: no step changes.
        let opened = try await site.opened("/flows/day")
        let same = try await site.visitor.post("/flows/day", Self.blocks.merging(["opened": opened]) { $1 })
        #expect(same.text.contains("Nothing changed yet."))
        // A button adds a block, with what was typed kept.
        var fields = Self.blocks.merging(["opened": opened, "add": "0:play", "block1-closed-do": "voicemail"]) { $1 }
        let added = try await site.visitor.post("/flows/day", fields)
        #expect(added.text.contains("id=\"block0-play0\"") && added.text.contains("name=\"block2-closed-do\""))
        #expect(added.text.contains("<option value=\"voicemail\" selected>"))
        #expect(added.text.contains("Step 1: Choose an announcement."))
        fields = [
            "blocks": "3", "block0-kind": "play", "block0-play0": "welcome", "block1-old": "0", "block1-kind": "kept",
            "block2-old": "1", "block2-kind": "check", "block2-schedule": "office", "block2-open-do": "menu:main",
            "block2-closed-do": "voicemail", "block2-holiday-do": "next",
        ]
        let changes = try await site.save("/flows/day", fields)
        #expect(changes.contains("Step 1: new: play welcome") && changes.contains("office closed: voicemail"))
        #expect(
            try site.text
                == Self.text.replacing("    - caller", with: "    - play: welcome\n    - caller").replacing(
                    "[ { play: closed }, hangup ]   #", with: "voicemail                      #"))
        // The same for the steps of a number.
        let path = "/numbers/in/%2B492111234567/steps"
        #expect(try await site.visitor.get("/numbers/in/%2B492111234567/edit").text.contains("href=\"\(path)\""))
        #expect(try await site.visitor.get("/numbers/in/%2B4930/steps").status == 404)
        _ = try await site.save(
            path,
            [
                "blocks": "2", "block0-kind": "play", "block0-play0": "closed", "block1-old": "0", "block1-kind": "end",
                "block1-do": "flow:day",
            ])
        #expect(try site.text.contains("+49 211 1234567: [ { play: closed }, { flow: day } ]\n"))
        try await site.server.stop()
    }

    @Test("Blocks are moved and removed by buttons, and a new flow is written below the others")
    func order() async throws {
        let opened = try await site.opened("/flows/day")
        let moved = try await site.visitor.post(
            "/flows/day",
            Self.blocks.merging([
                "opened": opened, "down": "0", "blocks": "3", "block1-closed-do": "next", "block2-kind": "end",
                "block2-do": "voicemail",
            ]) { $1 })
        let lines = try #require(moved.text.firstMatch(of: /New order: [^<]*/)).0
        #expect(lines.contains("hangup") && lines.hasSuffix("from anonymous: hangup, voicemail"), "\(lines)")
        let removed = try await site.visitor.post(
            "/flows/day", Self.blocks.merging(["opened": opened, "remove": "0"]) { $1 })
        #expect(removed.text.contains("from anonymous: hangup → removed"))

        #expect(try await site.visitor.post("/flows", ["name": "<b>"]).status == 422)
        #expect(try await site.visitor.post("/flows", ["name": "day"]).status == 409)
        let created = try await site.visitor.post("/flows", ["name": "the night"])
        #expect(created.fields["location"] == "/flows/the%20night?new=1")
        #expect(try await site.visitor.get("/flows/nowhere").status == 404)
        let path = "/flows/the%20night"
        #expect(try await site.visitor.get(path + "?new=1").status == 200)
        let form = [
            "blocks": "2", "block0-kind": "play", "block0-play0": "closed", "block0-play1": "welcome",
            "block1-kind": "end", "block1-do": "hangup", "opened": FlowForm.mark(nil),
        ]
        let shown = try await site.visitor.post(path, form)
        let mark = String(try #require(shown.text.firstMatch(of: /name="confirmed" value="([^"]+)"/)).1)
        #expect(try await site.visitor.post(path, form.merging(["confirmed": mark]) { $1 }).status == 303)
        #expect(
            try site.text.contains(
                "voicemail ]\n  the night:\n    - play: [ closed, welcome ]\n    - hangup\nmenus:"))
        try await site.server.stop()
    }

    @Test("A new menu is made from a flow, with its keys, and the flow leads there if its calls come to an end")
    func newMenu() async throws {
        let text = Self.text.replacing("menus:\n", with: "  evening:\n    - play: closed   # late\nmenus:\n")
        try site.folder.write(Array(text.utf8), to: "announce.yaml")
        #expect(try await site.visitor.get("/flows/evening").text.contains("name=\"from\" value=\"flow:evening\""))
        #expect(try await site.visitor.post("/menus", ["name": "<b>"]).status == 422)
        #expect(try await site.visitor.post("/menus", ["name": "main"]).status == 409)
        #expect(try await site.visitor.get("/menus/nowhere").status == 404)
        let created = try await site.visitor.post("/menus", ["name": "night keys", "from": "flow:evening"])
        let path = try #require(created.fields["location"])
        #expect(path == "/menus/night%20keys?new=1&from=flow%3Aevening")
        let page = try await site.visitor.get(path, "Accept-Language: de").text
        #expect(page.contains("Neues Auswahlmenü: night keys") && page.contains("id=\"key2-keys\""))
        let opened = String(try #require(page.firstMatch(of: /name="opened" value="([^"]*)"/)).1)
        var form = [
            "opened": opened, "new": "1", "from": "flow:evening", "settings": "1", "rows": "2", "timeout": "4",
            "else-do": "next", "silence-tries": "2", "silence-do": "voicemail", "wrong-key-tries": "3",
            "wrong-key-do": "hangup",
        ]
        let empty = try await site.visitor.post("/menus/night%20keys", form)
        #expect(empty.status == 422 && empty.text.contains("Choose an announcement."))
        form["prompt0"] = "welcome"
        #expect(try await site.visitor.post("/menus/night%20keys", form).text.contains("Enter at least one key"))
        form.merge(["key0-keys": "1", "key0-do": "dial", "key0-dial": "12", "key1-keys": "0815", "key1-do": "hangup"]) {
            $1
        }
        let shown = try await site.visitor.post("/menus/night%20keys", form)
        for words in [
            "Menu night keys: new, callers hear welcome", "Key 1: nothing → dial 12",
            "Flow: evening, at its end: menu night keys",
        ] {
            #expect(shown.text.contains(words), "\(words)")
        }
        form["confirmed"] = String(try #require(shown.text.firstMatch(of: /name="confirmed" value="([^"]+)"/)).1)
        let saved = try await site.visitor.post("/menus/night%20keys", form)
        #expect(saved.status == 303 && saved.fields["location"] == "/flows/evening?saved=1")
        let menu = """
              main: { prompt: main-menu, choices: { 1: voicemail } }
              night keys:
                prompt: welcome
                timeout: 4s
                choices:
                  1: { dial: 12 }
                  "0815": hangup
                silence:
                  tries: 2
                  then: voicemail

            """
        #expect(
            try site.text
                == text.replacing("  main: { prompt: main-menu, choices: { 1: voicemail } }\n", with: menu)
                .replacing("   # late\n", with: "   # late\n    - menu: night keys\n"))
        // Calls never come to the end of the other flow, so it stays as it is.
        form["from"] = "flow:day"
        form["opened"] = opened
        #expect(try await !site.visitor.post("/menus/another", form).text.contains("at its end"))
        try await site.server.stop()
    }

    @Test(
        "What cannot be is refused with a sentence, and the file stays",
        arguments: [
            (["block1-schedule": "nowhere"], "Step 2: Choose a schedule.", 422),
            (["block1-open-do": "menu:nowhere"], "Step 2: Not saved: nowhere does not exist any more.", 422),
            (["block1-open-do": "next", "block1-closed-do": "next"], "Not saved, since it would be an error", 422),
            (["blocks": "0"], "A flow needs at least one step.", 422),
            (["blocks": "999999"], "Nothing changed yet.", 200),
            (["opened": "x", "block1-closed-do": "hangup"], "Somebody else has changed this", 409),
        ])
    func refusals(_ fields: [String: String], _ words: String, _ status: Int) async throws {
        let opened = try await site.opened("/flows/day")
        let form = Self.blocks.merging(["opened": opened]) { $1 }.merging(fields) { $1 }
        let answer = try await site.visitor.post("/flows/day", form)
        #expect(answer.status == status && answer.text.contains(words), "\(answer.status) \(answer.text)")
        #expect(try site.text == Self.text)
        try await site.server.stop()
    }

    @Test("A menu's prompt, time-out, retries and other keys are set beside its keys")
    func menu() async throws {
        let page = try await site.visitor.get("/menus/main").text
        #expect(page.contains("name=\"timeout\" value=\"5\"") && page.contains("name=\"silence-tries\" value=\"3\""))
        let rows = ["rows": "1", "key0-old": "1", "key0-do": "voicemail"]
        let settings = [
            "settings": "1", "prompt0": "welcome", "prompt1": "main-menu", "again0": "main-menu", "timeout": "2,5",
            "else-do": "next", "silence-tries": "2", "silence-say0": "closed", "silence-do": "voicemail",
            "wrong-key-tries": "3", "wrong-key-do": "hangup",
        ]
        let changes = try await site.save("/menus/main", rows.merging(settings) { $1 })
        #expect(changes.contains("What callers hear: main-menu → welcome+main-menu"))
        #expect(changes.contains("Wait for keys: 5 s → 2.5 s"))
        #expect(
            try site.text.contains(
                "main: { prompt: [ welcome, main-menu ], again: main-menu, timeout: 2.5s, choices: { 1: voicemail }, "
                    + "silence: { say: closed, tries: 2, then: voicemail } }"))
        for (field, value, words) in [
            ("timeout", "61", "“61” is not a time"), ("timeout", "0", "is not a time"),
            ("silence-tries", "21", "“21” is not a number from 1 to 20"), ("prompt0", "", "Choose an announcement."),
        ] {
            var form = rows.merging(settings) { $1 }.merging([field: value]) { $1 }
            if field == "prompt0" { form["prompt1"] = nil }
            form["opened"] = try await site.opened("/menus/main")
            let answer = try await site.visitor.post("/menus/main", form)
            #expect(answer.status == 422 && answer.text.contains(words), "\(field) \(value)")
        }
        try await site.server.stop()
    }

    @Test("What a form would change is called before it is saved; other calls go as before")
    func draft() async throws {
        let opened = try await site.opened("/flows/day")
        let form = Self.blocks.merging(["opened": opened, "action": "try", "block1-open-do": "busy"]) { $1 }
        let answer = try await site.visitor.post("/flows/day", form)
        let path = try #require(answer.fields["location"])
        #expect(answer.status == 303 && path.hasPrefix("/try?draft=") && path.hasSuffix("&to=%2B492111234567"))
        #expect(try site.text == Self.text)
        let page = try await site.visitor.get(path).text
        #expect(page.contains("They are not saved yet"))
        let draft = String(try #require(page.firstMatch(of: /name="draft" value="([^"]+)"/)).1)
        // Monday at ten.
        let call = ["to": "+492111234567", "from": "+4930123456", "at": "2026-11-23T10:00"]
        let tried = try await site.visitor.post("/try", call.merging(["draft": draft]) { $1 })
        #expect(tried.text.contains("&lt;Reject reason=&quot;busy&quot;"), "\(tried.text)")
        #expect(try await site.visitor.post("/try", call).text.contains("Playing main-menu."))
        let gone = try await site.visitor.post("/try", call.merging(["draft": "0000"]) { $1 })
        #expect(gone.status == 400 && gone.text.contains("The draft is not here any more"))
        #expect(try await site.visitor.get("/try?draft=%3Cb%3E").text.contains("The draft is not here any more"))
        try await site.server.stop()
    }

    @Test("The order of a rota's turns is changed, and days that somebody takes are added, changed and removed")
    func rota() async throws {
        let text =
            Self.text + """
                people: { anna: +49 157 99912345, bernd: +49 157 99912346 }
                rotas:
                  on-call:
                    every: 1 week
                    from: 2026-01-05T08:00
                    turns: [ anna, bernd ]   # in summer, too
                    swaps:
                      2026-12-24: anna   # her wish

                """
        let site = try await FormSite(text, recordings: ["main-menu", "closed", "welcome"])
        #expect(try await site.visitor.get("/schedules").text.contains("href=\"/rotas/on-call/turns\""))
        let path = "/rotas/on-call/turns"
        let changes = try await site.save(
            path,
            [
                "turn0": "bernd", "turn1": "anna", "turn2": "bernd", "turn3": "", "swaps": "2",
                "swap0-old": "2026-12-24", "swap0-days": "24 Dec 2026", "swap0-person": "bernd",
                "swap1-days": "31.12.2026", "swap1-person": "anna",
            ])
        #expect(changes.contains("Turns in their order: anna, bernd → bernd, anna, bernd"))
        #expect(
            try site.text
                == text.replacing("[ anna, bernd ]   #", with: "[ bernd, anna, bernd ] #").replacing(
                    "2026-12-24: anna   # her wish\n",
                    with: "2026-12-24: bernd  # her wish\n      2026-12-31: anna\n"))
        for (fields, words) in [
            (["swaps": "0"], "At least one person must have a turn."),
            (["turn0": "carla", "swaps": "0"], "Not saved, since it would be an error"),
            (["turn0": "anna", "swaps": "1", "swap0-days": "<b>"], "“&lt;b&gt;” is not a day"),
            (["turn0": "anna", "swaps": "1", "swap0-days": "1.1."], "Choose a person."),
        ] {
            let form = fields.merging(["opened": try await site.opened(path)]) { $1 }
            let answer = try await site.visitor.post(path, form)
            #expect(answer.status == 422 && answer.text.contains(words), "\(fields)")
        }
        #expect(try await site.visitor.get("/rotas/nobody/turns").status == 404)
        try await site.server.stop()
    }

    @Test("Hours are copied to a new schedule; seasons, a second region and a clock are set by the form")
    func schedules() async throws {
        let changes = try await site.save("/schedules/office/copy", ["name": "shop"])
        #expect(changes.contains("shop: new, with the hours of office"))
        #expect(try site.text.hasSuffix("  shop: { hours: { mon-fri: 09:00-17:00 } }\n"))
        let taken = try await site.visitor.post(
            "/schedules/office/copy", ["name": "office", "opened": try await site.opened("/schedules/office/copy")])
        #expect(taken.status == 422 && taken.text.contains("exists already"))
        var week = Dictionary(
            uniqueKeysWithValues: ["mon", "tue", "wed", "thu", "fri"].map { ("week-\($0)", "9–17") })
        week.merge([
            "newseason-days": "1.7.–31.8.", "newseason-yearly": "on", "newseason-fri": "9–12", "region": "DE-NW",
            "region2": "AT", "zone": "Europe/Vienna",
        ]) { $1 }
        let lines = try await site.save("/schedules/office/hours", week)
        #expect(
            lines.contains("1 Jul – 31 Aug: Fri: 9–12") && lines.contains("Time zone: that of the other schedules → "))
        #expect(
            try site.text.contains(
                "office: { hours: { mon-fri: 09:00-17:00 }, seasons: { 07-01..08-31: { fri: 09:00-12:00 } }, "
                    + "holidays: [ AT, DE-NW ], time-zone: Europe/Vienna }"))
        try await site.server.stop()
    }
}
