import CallFlow
import CallLog
import Foundation
import LocalFiles
import ServerFixtures
import Support
import SystemPackage
import Telephony
import Testing

@testable import Dashboard

/// What people of one customer can do with another's things: nothing, by whatever way.
@Suite("Forms, sounds, streams and tables of customers")
struct CustomerFormTests {
    private func overrides(_ office: CustomerOffice) throws -> [String] {
        try StateFile.overrides(office.folder.file("overrides.json")).read()?.all.map(\.schedule) ?? []
    }

    @Test("a form that names someone else's schedule, announcement or rota is refused as one with a mistake")
    func names() async throws {
        let office = try await CustomerOffice()
        let person = try await office.logIn(.editor)
        let several = try await person.post(
            "/home/several", ["location": "salon-hours", "span": "2h", "state": "closed"])
        #expect(several.status == 422)
        #expect(try await person.post("/home/several", ["location": "shared-hours", "span": "2h"]).status == 422)
        let refused = try await person.post(
            "/home/at/bakery-hours/switch", ["state": "closed", "span": "2h", "play": "salon/welcome"])
        let unknown = try await person.post(
            "/home/at/bakery-hours/switch", ["state": "closed", "span": "2h", "play": "never/was"])
        #expect(refused.status == 422 && unknown.status == 422)
        #expect(refused.text.replacing("salon/welcome", with: "never/was") == unknown.text)
        let swap = try await person.post("/rotas/bakery-rota/override", ["person": "salon-person", "until": ""])
        #expect(swap.status == 422)
        #expect(try overrides(office) == [])
        // Their own, and what the page says of someone else's is what it says of nothing.
        let own = try await person.post(
            "/home/at/bakery-hours/switch", ["state": "closed", "span": "2h", "play": "bakery/welcome"])
        #expect(own.status == 303)
        #expect(try overrides(office) == ["bakery-hours"])
        let foreign = try await person.post("/home/at/salon-hours/switch", ["state": "closed", "span": "2h"])
        let missing = try await person.post("/home/at/never-was/switch", ["state": "closed", "span": "2h"])
        #expect(foreign.status == 404 && foreign.text == missing.text)
        #expect(try overrides(office) == ["bakery-hours"])
        let shared = try await person.get("/home").text
        #expect(shared.contains("shared-hours") && !shared.contains("/home/at/shared-hours/"))
        #expect(shared.contains("/home/at/bakery-hours/close"))
        // Whose it is all may.
        let both = try await office.logIn(.switching, of: "bakery and salon")
        #expect(
            try await both.post("/home/several", ["location": "salon-hours", "span": "2h", "state": "closed"]).status
                == 303)
        try await office.close()
    }

    @Test("edits of hours, menus and numbers stay within what is one's own")
    func edits() async throws {
        let office = try await CustomerOffice()
        let person = try await office.logIn(.editor)
        let before = try office.folder.bytes(of: "announce.yaml")
        // The menu's key 2 is to lead where only the salon's calls go, or to play what only the salon has.
        let menu = try await person.get("/menus/bakery-menu").text
        #expect(CustomerRouteTests.foreign(in: menu) == [])
        let opened = try #require(menu.firstMatch(of: /name="opened" value="([^"]+)"/)).1
        for (kind, announcement) in [
            ("menu:salon-menu", ""), ("flow:salon-flow", ""), ("play-hangup", "salon/welcome"),
        ] {
            let fields = [
                "opened": String(opened), "rows": "1", "key0-old": "2", "key0-keys": "2", "key0-do": kind,
                "key0-play": announcement, "action": "save",
            ]
            let reply = try await person.post("/menus/bakery-menu", fields)
            let mark = reply.text.firstMatch(of: /name="confirmed" value="([^"]+)"/).map { String($0.1) }
            #expect(mark == nil, "\(kind)")
            #expect(
                try await person.post("/menus/bakery-menu", fields.merging(["confirmed": mark ?? ""]) { $1 }).status
                    != 303)
        }
        // What others have recorded and what no one has is refused in the same words.
        var replies: [String] = []
        for name in ["salon/welcome", "never/was"] {
            let fields = [
                "opened": String(opened), "rows": "1", "key0-old": "2", "key0-keys": "2", "key0-do": "play-hangup",
                "key0-play": name, "action": "save",
            ]
            replies.append(try await person.post("/menus/bakery-menu", fields).text.replacing(name, with: "NAME"))
        }
        #expect(replies[0] == replies[1])
        // A number is neither given up nor exchanged for another.
        let number = try await person.get("/numbers/in/+492114001101/edit").text
        let state = try #require(number.firstMatch(of: /name="opened" value="([^"]+)"/)).1
        for fields in [
            ["number": "+49 211 4009999", "number-do": "voicemail"], ["number": "+49 211 4001101", "remove": "on"],
        ] {
            let reply = try await person.post(
                "/numbers/in/+492114001101/edit", fields.merging(["opened": String(state), "action": "save"]) { $1 })
            #expect(!reply.text.contains("name=\"confirmed\""), "\(fields)")
        }
        #expect(try office.folder.bytes(of: "announce.yaml") == before)
        // Turns and flows are theirs to change; others' people and menus are not theirs to name.
        for (path, fields) in [
            ("/rotas/bakery-rota/turns", ["turn0": "bakery-person", "turn1": "PART"]),
            (
                "/flows/bakery-flow",
                [
                    "blocks": "2", "block0-kind": "kept", "block0-old": "0", "block1-kind": "end",
                    "block1-do": "menu:PART",
                ]
            ),
        ] {
            let state = try #require(try await person.get(path).text.firstMatch(of: /name="opened" value="([^"]+)"/)).1
            for (part, isAllowed) in [("salon", false), ("bakery", true)] {
                let name = part + (path.contains("rotas") ? "-person" : "-menu")
                let sent = fields.mapValues { $0.replacing("PART", with: name) }
                let reply = try await person.post(
                    path, sent.merging(["opened": String(state), "action": "save"]) { $1 })
                #expect(reply.text.contains("name=\"confirmed\"") == isAllowed, "\(path) \(name)")
                #expect(CustomerRouteTests.foreign(in: reply.text, name) == [], "\(path)")
            }
        }
        // Nor do callers of one's own schedule hear what only others have.
        let own = try await person.get("/schedules/bakery-hours/hours").text
        let state2 = try #require(own.firstMatch(of: /name="opened" value="([^"]+)"/)).1
        for (name, isAllowed) in [("salon/welcome", false), ("bakery/welcome", true)] {
            let reply = try await person.post(
                "/schedules/bakery-hours/hours",
                ["opened": String(state2), "rows": "1", "day0-days": "24.12.", "day0-play": name, "action": "save"])
            #expect(reply.text.contains("name=\"confirmed\"") == isAllowed, "\(name)")
        }
        #expect(try office.folder.bytes(of: "announce.yaml") == before)
        // One's own hours are.
        let hours = try await person.get("/schedules/bakery-hours/hours").text
        #expect(hours.contains("name=\"opened\""))
        try await office.close()
    }

    @Test("a schedule that people of a customer copy is their customer's")
    func copied() async throws {
        let office = try await CustomerOffice()
        let person = try await office.logIn(.editor)
        let path = "/schedules/bakery-hours/copy"
        let opened = try #require(try await person.get(path).text.firstMatch(of: /name="opened" value="([^"]+)"/)).1
        var fields = ["opened": String(opened), "name": "salon-hours", "action": "save"]
        #expect(try await !person.post(path, fields).text.contains("name=\"confirmed\""))
        fields["name"] = "second shop"
        let shown = try await person.post(path, fields)
        fields["confirmed"] = String(
            try #require(shown.text.firstMatch(of: /name="confirmed" value="([^"]+)"/), "\(shown.text)").1)
        #expect(try await person.post(path, fields).status == 303)
        let text = String(decoding: try office.folder.bytes(of: "announce.yaml"), as: UTF8.self)
        #expect(text.contains("bakery: { name: Bäckerei Kern, numbers: +49 211 4001101, schedules: second shop }"))
        #expect(text.contains("  second shop: { hours: { daily: 00:00-24:00 } }"))
        try await office.close()
    }

    @Test("flows and menus that people of a customer add are in its folder, whatever others have called theirs")
    func added() async throws {
        let office = try await CustomerOffice()
        let person = try await office.logIn(.editor)
        let before = try office.folder.bytes(of: "announce.yaml")
        // The salon's name is free in the bakery's folder, and so nothing says that it is taken.
        for (path, name, folder) in [("/flows", "salon-flow", "flows"), ("/menus", "salon-menu", "menus")] {
            let reply = try await person.post(path, ["name": name])
            #expect(reply.status == 303)
            #expect(reply.fields["location"]?.hasPrefix("/\(folder)/bakery%2F\(name)?new=1") == true)
        }
        for name in ["salon/night", "../night", "night.1", "", "bakery/", "bakery/a/b", "x\u{202E}y"] {
            #expect(try await person.post("/flows", ["name": name]).status == 422, "\(name)")
            #expect(try await person.post("/flows", ["name": name, "customer": "salon"]).status == 422, "\(name)")
        }
        for path in [
            "/flows/salon%2Fnight?new=1", "/flows/night?new=1", "/menus/night?new=1", "/flows/salon-flow?new=1",
        ] {
            #expect(try await person.get(path).status == 404, "\(path)")
            #expect(try await person.post(path, ["blocks": "1", "new": "1"]).status == 404, "\(path)")
        }
        func save(_ path: String, _ fields: [String: String]) async throws -> RawClient.Answer {
            let page = try await person.get(path + "?new=1").text
            var fields = fields
            fields["opened"] = String(try #require(page.firstMatch(of: /name="opened" value="([^"]+)"/), "\(page)").1)
            fields["action"] = "save"
            let shown = try await person.post(path, fields)
            fields["confirmed"] = shown.text.firstMatch(of: /name="confirmed" value="([^"]+)"/).map { String($0.1) }
            return fields["confirmed"] == nil ? shown : try await person.post(path, fields)
        }
        // What others have is neither to be heard nor to be reached.
        let flow = "/flows/bakery%2Fnight"
        for (kind, block) in [
            ("play", ["block0-play0": "salon/welcome"]), ("end", ["block0-do": "menu:salon-menu"]),
            ("end", ["block0-do": "flow:salon-flow"]), ("check", ["block0-schedule": "salon-hours"]),
        ] {
            let fields = block.merging(["blocks": "1", "block0-kind": kind]) { $1 }
            #expect(try await save(flow, fields).status != 303, "\(block)")
        }
        #expect(try office.folder.bytes(of: "announce.yaml") == before)
        let saved = try await save(
            flow, ["blocks": "1", "block0-kind": "play", "block0-play0": "bakery/welcome"])
        #expect(saved.status == 303, "\(saved.text)")
        let menu = try await save(
            "/menus/bakery%2Fkeys",
            [
                "new": "1", "rows": "1", "key0-keys": "1", "key0-do": "voicemail", "prompt0": "bakery/welcome",
                "from": "flow:bakery/night", "settings": "1", "timeout": "5", "else-do": "next", "silence-tries": "3",
                "silence-do": "hangup", "wrong-key-tries": "3", "wrong-key-do": "hangup",
            ])
        #expect(menu.status == 303, "\(menu.text)")
        let text = String(decoding: try office.folder.bytes(of: "announce.yaml"), as: UTF8.self)
        #expect(text.contains("  bakery/night:") && text.contains("  bakery/keys:"), "\(text)")
        // No number leads there yet; it is the bakery's, and no one else's.
        #expect(try await person.get(flow).status == 200)
        var files = CompanionFiles()
        files.contents["blocked.csv"] = .text("number\n")
        let reading = ConfigurationFile.read(
            text, folder: office.folder.path.string, announcements: nil, files: files)
        let configuration = try #require(reading.configuration, "\(reading.problems.map(\.message))")
        let parts = CustomerParts(configuration)
        for part in [CustomerPart.flow("bakery/night"), .menu("bakery/keys")] {
            #expect(parts.owns(part, ["bakery"]) && !parts.sees(part, ["salon"]))
        }
        try await office.close()
    }

    @Test("texts are typed under one's own names, and tell no hours of others")
    func texts() async throws {
        let office = try await CustomerOffice()
        let person = try await office.logIn(.editor)
        let before = try office.folder.bytes(of: "announce.yaml")
        _ = try await person.get("/announcements/text")
        for (name, text) in [
            ("salon/welcome", "Guten Tag."), ("shared-closed", "Guten Tag."), ("new", "Guten Tag."),
            ("bakery/open", "Der Salon öffnet {salon-hours.opens}."), ("bakery/open", "{holiday}"),
            ("bakery/open", "a\u{7}b"), ("bakery/open", ""), ("bakery/open", "{"), ("bakery/open", "}<script>"),
            ("bakery/open", String(repeating: "x ", count: 50_000)), ("../x", "Guten Tag."),
        ] {
            for path in ["/announcements/text", "/announcements/text/hear"] {
                let fields = ["name": name, "text": text, "action": "save"]
                let reply =
                    path.hasSuffix("hear")
                    ? try await person.send(
                        path, "name=\(name)&text=\(text.prefix(50).filter { $0.isLetter })", "text/plain",
                        ["X-Token: \(person.token)"])
                    : try await person.post(path, fields)
                #expect(reply.status == 422, "\(path) \(name) \(text.prefix(30)): \(reply.status)")
                #expect(CustomerRouteTests.foreign(in: reply.text, name + text.lowercased()) == [], "\(name)")
                #expect(!reply.text.contains("<script>"))
            }
        }
        #expect(try office.folder.bytes(of: "announce.yaml") == before)
        let saved = try await person.post(
            "/announcements/text",
            ["name": "bakery/open", "text": "Wir öffnen {bakery-hours.opens}.", "action": "save"])
        #expect(saved.status == 303, "\(saved.text)")
        let written = String(decoding: try office.folder.bytes(of: "announce.yaml"), as: UTF8.self)
        #expect(
            written.contains("\ntexts:\n  bakery/open: ") && written.contains("{bakery-hours.opens}."), "\(written)")
        // Those of the salon do not see it.
        let both = try await office.logIn(.editor, of: "bakery and salon")
        #expect(try await both.get("/announcements/text?name=bakery%2Fopen").text.contains("Wir öffnen"))
        #expect(
            try await !office.logIn(.editor, of: "gone").get("/announcements/text?name=bakery%2Fopen").text.contains(
                "Wir öffnen"))
        try await office.close()
    }

    @Test("calls of others are in no list, table, search, stream or page; nor are those who hear of them")
    func calls() async throws {
        let office = try await CustomerOffice()
        let person = try await office.logIn(.reader)
        for path in [
            "/calls", "/calls?trials=with", "/calls?outcome=abandoned", "/calls?customer=salon",
            "/calls?customer=bakery",
            "/search?q=hours", "/search?q=0211", "/search?q=welcome", "/call-back", "/home",
        ] {
            let text = try await person.get(path).text
            #expect(CustomerRouteTests.foreign(in: text, path) == [], "\(path)")
            if path.hasPrefix("/calls") { #expect(text.contains("+49 30 555 001"), "\(path)") }
        }
        for path in ["/calls?q=%2B4930555002", "/search?q=30555002", "/search?q=Schmidt", "/calls?q=salon-flow"] {
            #expect(try await !person.get(path).text.contains("href=\"/calls/"), "\(path)")
        }
        let table = try await person.get("/call-back/call-back.csv").text
        #expect(table.contains("+4930555001") && table.split(separator: "\r\n").count == 2)
        // Of two customers' people each mark for themselves.
        try await office.call(from: "4930555001", to: "492114001102", id: "again", isOver: true)
        try #require(await office.log.flush(within: .seconds(60)))
        let editor = try await office.logIn(.editor)
        let last = try #require(
            try await editor.get("/call-back").text.firstMatch(of: /name="last" value="([0-9]+)"/)
        ).1
        #expect(
            try await editor.post("/call-back/mark", ["caller": "+4930555002", "last": String(last), "state": "done"])
                .status == 404)
        #expect(
            try await editor.post("/call-back/mark", ["caller": "+4930555001", "last": String(last), "state": "done"])
                .status == 303)
        #expect(try await editor.get("/call-back").text.contains("class=\"is-done\""))
        let owner = try await office.owner()
        #expect(try await !owner.get("/call-back").text.contains("class=\"is-done\""))
        try await office.close()
    }

    @Test("the stream of calls in progress has one's own only; for those who only switch it has none")
    func stream() async throws {
        let office = try await CustomerOffice()
        let person = try await office.logIn(.reader)
        let switching = try await office.logIn(.switching)
        var streams: [RawClient] = []
        for visitor in [person, switching] {
            let client = try office.server.client(admin: true)
            await client.send(
                "GET /home/events HTTP/1.1\r\nHost: localhost\r\nCookie: \(visitor.cookie ?? "")\r\n\r\n")
            #expect(try await client.receives("announce"))
            streams.append(client)
        }
        try await office.call(from: "4930555002", to: "492114001102", id: "foreign", isOver: false)
        try await office.call(from: "4930555001", to: "492114001101", id: "own", isOver: false)
        #expect(try await streams[0].receives("+49 30 555 001"))
        try await office.close()
        let seen = try await streams[0].readToEnd()
        #expect(CustomerRouteTests.foreign(in: seen) == [])
        #expect(try await !streams[1].readToEnd().contains("555"))
    }

    @Test("a stream of calls ends when its person gets other customers, before it says anything")
    func streamEnds() async throws {
        let office = try await CustomerOffice()
        let person = try await office.logIn(.reader)
        let stream = try office.server.client(admin: true)
        await stream.send("GET /home/events HTTP/1.1\r\nHost: localhost\r\nCookie: \(person.cookie ?? "")\r\n\r\n")
        #expect(try await stream.receives("announce"))
        try office.content.users?.change { people in
            var people = people ?? DashboardUsers()
            _ = try? people.change("read of bakery", to: .reader, customers: ["salon"])
            return people
        }
        try await office.call(from: "4930555001", to: "492114001101", id: "after", isOver: false)
        #expect(try await stream.receives("0\r\n\r\n"))
        try await office.close()
        #expect(try await !stream.readToEnd().contains("30 555 001"))
    }

    @Test("sounds of others cannot be fetched by their addresses, replaced ones neither")
    func sounds() async throws {
        let office = try await CustomerOffice()
        let person = try await office.logIn(.switching)
        for (name, status) in [
            ("bakery/welcome", 200), ("shared-closed", 200), ("salon/welcome", 404), ("house-closed", 404),
        ] {
            for hash in ["0123456789abcdef", "fedcba9876543210"] where hash.hasPrefix("0") || name.contains("/") {
                let file = CustomerOffice.file(name, hash: hash)
                for folder in [
                    "/announcements/sound", "/announcements/phone-ear", "/announcements/street",
                    "/announcements/mobile", "/announcements/waveform", "/media",
                ] {
                    let reply = try await person.get("\(folder)/\(file)")
                    #expect(reply.status == status, "\(folder)/\(file)")
                }
            }
        }
        try await office.close()
    }

    @Test("a simulated call is to one's own numbers")
    func trials() async throws {
        let office = try await CustomerOffice()
        let person = try await office.logIn(.reader)
        #expect(try await person.post("/try", ["to": "+49 211 4001101", "from": ""]).text.contains("bakery"))
        for to in ["+49 211 4001102", "+49 211 4001103", "+49 211 4009999"] {
            let reply = try await person.post("/try", ["to": to, "from": ""]).text
            #expect(CustomerRouteTests.foreign(in: reply, to) == [] && !reply.contains("id=\"exchanges\"><li"), "\(to)")
        }
        let event =
            #"{"event":"hangup","call":{"id":"trial-1","to":"+492114001102","from":"","outgoing":false,"at":0}}"#
        let reply = try await person.send("/try/event", event, "text/plain", ["X-Token: \(person.token)"])
        #expect(reply.status == 400)
        try await office.close()
    }

    @Test("recordings are published under one's own names only")
    func recordings() async throws {
        let office = try await CustomerOffice()
        let person = try await office.logIn(.editor)
        let boundary = "x0815"
        let body =
            ["token": person.token, "name": "salon/welcome"].map {
                "--\(boundary)\r\nContent-Disposition: form-data; name=\"\($0.key)\"\r\n\r\n\($0.value)\r\n"
            }.sorted { first, _ in first.contains("token") }.joined()
            + "--\(boundary)\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.wav\"\r\n"
            + "Content-Type: application/octet-stream\r\n\r\nno sound\r\n--\(boundary)--\r\n"
        let upload = try await person.send(
            "/announcements/upload", body, "multipart/form-data; boundary=\(boundary)", [])
        #expect(upload.status == 303)
        let draft = try #require(upload.fields["location"]?.split(separator: "?").first).description
        #expect(try await person.get(draft).status != 404)
        for name in ["salon/welcome", "salon-new", "shared-closed", "anything"] {
            let reply = try await person.post(draft + "/publish", ["name": name, "replace": "yes"])
            #expect(reply.status == 422, "\(name)")
            #expect(reply.text.contains("begin with bakery/") || name == "shared-closed", "\(name)")
        }
        // Someone of another customer, or of both, does not see it; the owner does.
        #expect(try await office.logIn(.editor, of: "gone").get(draft).status == 404)
        #expect(try await office.owner().get(draft).status != 404)
        try await office.close()
    }

    @Test(
        "a person's customers are chosen when inviting and changed later; an owner sees all, and unknown names mean no one"
    )
    func people() async throws {
        let office = try await CustomerOffice()
        let owner = try await office.owner()
        _ = try await owner.get("/users")
        #expect(
            try await owner.post("/users", ["name": "Kern", "role": "switch", "customer": "bakery"]).text.contains(
                "Bäckerei Kern"))
        let stored = { try StateFile.users(office.folder.file("users.json")).read()?["kern"] }
        #expect(try stored()?.customers == ["bakery"])
        #expect(
            try await owner.post("/users", ["name": "X", "role": "owner", "customer": "bakery"]).text.contains(
                "An owner sees all customers."))
        #expect(
            try await owner.post("/users", ["name": "Y", "role": "read", "customer": "bakry"]).text.contains(
                "Choose at least one customer"))
        #expect(try StateFile.users(office.folder.file("users.json")).read()?["Y"] == nil)
        // The short form of the list changes the role alone.
        _ = try await owner.post("/users/Kern/role", ["role": "read"])
        #expect(try stored()?.customers == ["bakery"] && stored()?.role == .reader)
        let page = try await owner.get("/users/Kern").text
        #expect(page.contains("Salon Schmidt") && page.contains("value=\"bakery\" checked"))
        for (fields, customers) in [
            (["role": "read", "customers": "some", "customer": "salon"], ["salon"]),
            (["role": "read", "customers": "some"], ["salon"]),
            (["role": "owner", "customers": "some", "customer": "salon"], ["salon"]),
            (["role": "read", "customers": "all", "customer": "salon"], nil),
        ] as [([String: String], [String]?)] {
            _ = try await owner.post("/users/Kern/role", fields)
            #expect(try stored()?.customers == customers, "\(fields)")
        }
        try await office.close()
    }
}
