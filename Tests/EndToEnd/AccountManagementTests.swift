import Foundation
import ProviderFixtures
import ProviderSimulator
import Sipgate
import Support
import SystemPackage
import Testing

/// Webhooks, contacts, history, voicemail and users of `announce account`.
struct AccountManagementTests {
    private typealias Asked = AccountRequestTests.Asked
    private static let settings = "GET settings/sipgateio"
    private static let user = AccountRequestTests.user
    private static let greetings = "w0/phonelines/p0/voicemails/v0/greetings"

    @Test(
        "each command makes its requests and no others",
        arguments: [
            Asked("webhooks", asks: [settings]),
            Asked("webhooks", "show", "--line", "p0", asks: [user, "GET w0/phonelines/p0/sipgateio"]),
            Asked(
                "webhooks", "set", "outgoing", "https://new.example/?a=b",
                asks: [settings, "PUT settings/sipgateio", settings],
                body:
                    #"{"incomingUrl":"https://old.example/in","log":false,"outgoingUrl":"https://new.example/?a=b","whitelist":null}"#
            ),
            Asked(
                "webhooks", "set", "incoming", "https://new.example", "--line", "p0",
                asks: [
                    user, "GET w0/phonelines/p0/sipgateio", "PUT w0/phonelines/p0/sipgateio",
                    "GET w0/phonelines/p0/sipgateio",
                ],
                body:
                    #"{"allowSelfSigned":false,"incomingActive":true,"incomingUrl":"https://new.example","log":false,"new":1,"outgoingActive":false,"outgoingUrl":""}"#
            ),
            Asked(
                "webhooks", "clear", "incoming", asks: [settings, "PUT settings/sipgateio", settings],
                body: #"{"incomingUrl":"","log":false,"outgoingUrl":"","whitelist":null}"#),
            Asked(
                "webhooks", "whitelist", "add", "p0", "g12", asks: [settings, "PUT settings/sipgateio", settings],
                body:
                    #"{"incomingUrl":"https://old.example/in","log":false,"outgoingUrl":"","whitelist":["p0","g12"]}"#),
            Asked(
                "webhooks", "whitelist", "clear", "--yes", asks: [settings, "PUT settings/sipgateio", settings],
                body: #"{"incomingUrl":"https://old.example/in","log":false,"outgoingUrl":"","whitelist":[]}"#),
            Asked("webhooks", "whitelist", "disable", asks: [settings]),
            Asked("webhooks", "log", "--line", "p0", asks: [user, "GET w0/phonelines/p0/sipgateio/log"]),
            Asked("webhooks", "log", "--errors", asks: ["GET log/webhooks"]),
            Asked("users", asks: ["GET users"]),
            Asked("voicemails", asks: ["GET voicemails"]),
            Asked("voicemail", "greetings", asks: ["GET voicemails", user, "GET \(greetings)"]),
            Asked(
                "voicemail", "activate", "1", "--box", "v0", asks: ["GET voicemails", user, "PUT \(greetings)/1"],
                body: #"{"active":true}"#),
            Asked("voicemail", "delete", "1", "--yes", asks: ["GET voicemails", user, "DELETE \(greetings)/1"]),
            Asked(
                "contacts", "create", "--first", "Ada", "--last", "Lovelace", "--number", "work=+49 211 1234500",
                "--number", "030", "--email", "a@example.com", "--organization", "Acme;Sales", "--city", "Köln",
                "--shared", asks: ["POST contacts"],
                body:
                    #"{"addresses":[{"country":"","extendedAddress":"","locality":"Köln","poBox":"","postalCode":"","region":"","streetAddress":""}],"emails":[{"email":"a@example.com","type":[]}],"family":"Lovelace","given":"Ada","name":"Ada Lovelace","numbers":[{"number":"+49 211 1234500","type":["work"]},{"number":"030","type":[]}],"organization":[["Acme","Sales"]],"scope":"SHARED"}"#
            ),
            Asked(
                "contacts", "update", "c-2", "--number", "+4930", "--no-shared",
                asks: ["GET contacts?limit=1000&offset=0", "PUT contacts/c-2"],
                body:
                    #"{"addresses":[],"emails":[],"id":"c-2","name":"Shared \"Door\", Ltd","numbers":[{"number":"+4930","type":[]}],"organization":[],"picture":null,"scope":"PRIVATE"}"#
            ),
            Asked(
                "contacts", "delete", "c-1", "c-2", "--yes",
                asks: ["GET contacts?limit=1000&offset=0", "DELETE contacts/c-1", "DELETE contacts/c-2"]),
            Asked(
                "contacts", "delete", "--scope", "shared", "--yes",
                asks: ["GET contacts?limit=1000&offset=0", "DELETE contacts/c-2"]),
            Asked(
                "history", "--kind", "call", "--kind", "sms", "--direction", "missed-incoming", "--line", "p0",
                "--no-archived", "--starred", "--since", "2026-11-20 12:00", "--until", "2026-11-21 12:00", "--number",
                "+49302222", "--limit", "3", "--config", "zone.yaml",
                asks: [
                    "GET history?connectionIds=p0&types=CALL&types=SMS&directions=MISSED_INCOMING&archived=false"
                        + "&starred=STARRED&from=2026-11-20T11%3A00%3A00Z&to=2026-11-21T11%3A00%3A00Z"
                        + "&phonenumber=%2B49302222&offset=0&limit=3"
                ]),
            Asked(
                "history", "export", "--kind", "fax",
                asks: ["GET history?types=FAX&offset=0&limit=1", "GET history/export?types=FAX&limit=1000"]),
            Asked(
                "history", "export", "--json", "--number", "+49302222",
                asks: ["GET history?phonenumber=%2B49302222&offset=0&limit=1000"]),
            Asked(
                "history", "change", "h-2", "f-1", "--read", "--no-star", asks: ["PUT history"],
                body: #"[{"id":"h-2","read":true,"starred":false},{"id":"f-1","read":true,"starred":false}]"#),
            Asked(
                "history", "change", "h-2", "--note", "call back", asks: ["PUT history/h-2"],
                body: #"{"note":"call back"}"#),
            Asked("history", "delete", "h-2", "f-1", "--yes", asks: ["DELETE history?id=h-2&id=f-1"]),
            Asked(
                "history", "delete", "--kind", "fax", "--yes",
                asks: [
                    "GET history?types=FAX&offset=0&limit=1000", "DELETE history?id=f-1",
                ]),
        ])
    func requests(_ asked: AccountRequestTests.Asked) async throws {
        try await AccountFixture.with { account in
            try account.write(ServedFolder.text("numbers: {}"), to: "zone.yaml")
            let run = try account.run(asked.arguments)
            #expect(run.status == 0, "\(run.errors)")
            let requests = account.api.requests
            #expect(requests.map { $0.line.replacing(" /v2/", with: " ") } == asked.requests)
            if let body = asked.body { #expect(requests.first { !$0.body.isEmpty }?.text == body) }
        }
    }

    @Test(
        "wrong usage is refused with its reason before anything is sent",
        arguments: [
            (["webhooks", "set", "incoming", "ftp://x"], "http"),
            (["webhooks", "set", "sideways", "https://x"], "incoming"),
            (["webhooks", "whitelist", "add", "e0"], "e0 is a telephone, but a phone line or a group is needed"),
            (["webhooks", "show", "--line", "p"], "is not an extension"),
            (["contacts", "create", "--number", "+4930"], "A contact needs a name"),
            (["contacts", "update", "c-1"], "Say what to change"),
            (["contacts", "delete"], "Name contacts by their IDs"),
            (["contacts", "delete", "c-1", "--scope", "shared"], "Give IDs or --scope"),
            (["contacts", "export", "--delimiter", "||"], "a single character"),
            (["contacts", "export", "--delimiter", "\""], "cannot separate fields"),
            (["history", "export", "--number", "+49302222"], "add --json"),
            (["history", "delete"], "Name the entries"),
            (["history", "delete", "h-1", "--kind", "fax"], "either IDs or a filter"),
            (["history", "change", "h-1"], "Say what to change"), (["history", "--line", "x"], "is not an extension"),
            (["history", "--since", "never"], "write, for example"), (["history", "delete", ".."], "is not an ID"),
            (["sms", "send", "--to", "015739777777", "Hi"], "has no country code"),
            (
                ["sms", "send", "--to", "+49302222", "--line", "f0", "Hi"],
                "f0 is a fax line, but an SMS line is needed"
            ),
            (["call", "start", "--to", "+49302222", "--from", "030123"], "no country code"),
            (["call", "start", "--to", "+49302222", "--from", "w0"], "w0 is a user, but a telephone"),
            (["call", "press", "A-1", "12x"], "is not a key"),
            (["call", "announce", "A-1", "https:// x"], "write it as %20"),
            (["voicemail", "greeting", "a.wav", "--raw"], "omit --encoding and --raw"),
            (["voicemail", "greetings", "--box", "p0"], "p0 is a phone line, but a voicemail is needed"),
            (["fax", "send", "--to", "+49302222", "--name", "a/b", "a.pdf"], "cannot contain"),
        ])
    func wrongUsage(_ arguments: [String], _ words: String) async throws {
        try await AccountFixture.with { account in
            let run = try account.run(arguments)
            #expect(run.status == 64, "\(run.errors)")
            #expect(run.errors.contains(words), "\(run.errors)")
            #expect(account.api.requests.isEmpty)
        }
    }

    @Test("what cannot be undone is asked for, and without a terminal needs --yes")
    func confirmation() async throws {
        try await AccountFixture.with { account in
            for arguments in [
                ["webhooks", "whitelist", "clear"], ["contacts", "delete", "c-1"], ["history", "delete", "h-2"],
                ["voicemail", "delete", "1"],
            ] {
                let run = try account.run(arguments)
                #expect(run.status == 1)
                #expect(run.errors.contains("nothing was changed. Add --yes."), "\(run.errors)")
            }
            #expect(account.api.requests.allSatisfy { $0.method == "GET" })
        }
    }

    @Test("webhook settings are shown as they are now, with --json before and after")
    func webhooks() async throws {
        try await AccountFixture.with { account in
            let added = try account.run("webhooks", "whitelist", "add", "p0", "g1")
            #expect(
                added.text == """
                    incoming calls  https://old.example/in
                    outgoing calls  none
                    sources         p0, g1
                    provider's log  off

                    """)
            let again = try account.run("webhooks", "whitelist", "add", "g1")
            #expect(again.errors == "Nothing to change.\n")
            let removed = try account.run("webhooks", "whitelist", "remove", "p0", "g1")
            #expect(removed.errors.contains("no events are sent and no call is answered"), "\(removed.errors)")
            #expect(try account.run("webhooks", "whitelist", "disable").text.contains("all phone lines and groups"))
            let none = try account.run("webhooks", "whitelist", "remove", "p0")
            #expect(none.status == 1 && none.errors.contains("There is no whitelist"))
            let set = try account.run("webhooks", "set", "incoming", "http://u:secret@new.example/", "--json")
            #expect(set.errors.contains("newer accounts accept only https"))
            #expect(!set.text.contains("secret") && set.text.contains("https://old.example/in"))
            #expect(account.api.account.settings.incomingURL == "http://u:secret@new.example/")
        }
    }

    @Test("tables without contacts are a warning, and nothing is sent")
    func emptyTables() async throws {
        try await AccountFixture.with { account in
            for (text, left) in [
                ("firstname,lastname,number\n", 0), ("firstname,lastname,number\n,,\n,,\n", 2),
                ("id,name,emails,numbers,addresses,organizations,scope\n", 0),
            ] {
                try account.write(text, to: "empty.csv")
                let run = try account.run("contacts", "import", "empty.csv", "--json")
                #expect(run.status == 0)
                #expect(run.errors.contains("empty.csv: warning: no contacts, so nothing is sent\n"), "\(run.errors)")
                #expect(run.text == "{\n  \"imported\" : 0,\n  \"leftOut\" : \(left)\n}\n")
            }
            #expect(account.api.requests.isEmpty)
        }
    }

    @Test("an export is imported again, in each format", arguments: ["csv", "vcard", "json", "|"])
    func roundTrip(_ format: String) async throws {
        var provider = SimulatedAccount.sample
        provider.contacts[0].merge(
            JSONObject(
                json:
                    #"{"name":"=\"J\", Müller;\nsen. |\\","numbers":[{"number":"+4930;1","type":["work"]},{"number":"+4915799912345","type":["cell"]}]}"#
            )
        ) { $1 }
        let before = provider.contacts
        try await AccountFixture.with(provider) { account in
            let options = format == "|" ? ["--delimiter", "|"] : ["--format", format]
            let exported = try account.run(["contacts", "export"] + options)
            #expect(exported.status == 0)
            try account.write(exported.text, to: "export")
            let kind = format == "|" ? ["--format", "csv", "--delimiter", "|"] : ["--format", format]
            let run = try account.run(["contacts", "import", "export"] + kind)
            #expect(run.status == 0, "\(run.errors)")
            #expect(run.errors.hasSuffix("2 contacts imported.\n"), "\(run.errors)")
            let reason = format == "vcard" ? "has no telephone number; skipped" : "an internal contact"
            #expect(run.errors.contains(reason), "\(run.errors)")
            func fields(_ contact: JSONObject) -> JSONObject {
                var fields = contact
                fields["id"] = nil
                // A card does not say who sees it.
                if format == "vcard" { fields["scope"] = nil }
                if fields["picture"] == .null { fields["picture"] = nil }
                return fields
            }
            let after = account.api.account.contacts.dropFirst(3)
            #expect(after.map(fields) == before.prefix(2).map(fields))
        }
    }

    @Test("of a card from a telephone everything is imported that the address book can hold, and the rest is named")
    func telephoneCard() async throws {
        try await AccountFixture.with { account in
            let card = """
                BEGIN:VCARD
                VERSION:3.0
                N:Lovelace;Ada;Augusta;;
                item1.TEL;TYPE=CELL:+4915799912345
                TEL;TYPE=WORK:+49 211 1234500
                EMAIL:a@example.com
                BDAY:1815-12-10
                X-SPOUSE:\u{1B}]0;owned
                END:VCARD

                """
            try account.write(card, to: "phone.vcf")
            let run = try account.run("contacts", "import", "phone.vcf")
            #expect(run.status == 0)
            #expect(
                run.errors == """
                    phone.vcf: warning: not imported, since the address book has no such fields: middle name, BDAY, X-SPOUSE
                    1 contact imported.

                    """)
            let numbers = try #require(account.api.account.contacts.last?["numbers"])
            #expect("\(numbers)".contains("+49 211 1234500"))
        }
    }

    @Test("the provider's export steers neither a spreadsheet nor a terminal")
    func hostileExport() async throws {
        try await AccountFixture.with { account in
            account.api.next(
                .json(#"{"items":[],"totalCount":1}"#),
                .answer(
                    status: 200, body: "id;note\r\n1;=HYPERLINK(\"\"x\"\")\r\n2;\"a;\u{1B}]0;owned\"\r\n3;+4930\r\n"))
            let run = try account.run("history", "export")
            #expect(run.status == 0)
            #expect(run.text.contains("3;+4930\r\n"))
            #expect(!run.text.contains("\u{1B}"))
            account.api.next(
                .json(#"{"items":[],"totalCount":1}"#),
                .answer(status: 200, body: "id;note\r\n1;\"=HYPERLINK(\"\"x\"\")\"\r\n"))
            #expect(try account.run("history", "export").text == "id;note\r\n1;\"'=HYPERLINK(\"\"x\"\")\"\r\n")
        }
    }

    @Test("a recording becomes the greeting of a voicemail box")
    func greeting() async throws {
        try await AccountFixture.with { account in
            try account.folder.copy("welcome.flac")
            let run = try account.run("voicemail", "greeting", "welcome.flac", "--json")
            #expect(run.status == 0, "\(run.errors)")
            #expect(run.errors.hasSuffix("Uploaded to v0; callers hear it now.\n"))
            let uploaded = try #require(account.api.account.greetings.last)
            #expect(uploaded.alias == "welcome.wav" && uploaded.isActive)
            try account.folder.write(uploaded.sound, to: "uploaded.wav")
            #expect(try Announce.run("inspect", "uploaded.wav", in: account.folder).status == 0)
            let quiet = try account.run("voicemail", "greeting", "welcome.flac", "--inactive", "--name", "New year")
            let silent = try #require(account.api.account.greetings.last)
            #expect(quiet.status == 0 && quiet.text == "\(silent.id)\n" && silent.id != uploaded.id)
            #expect(silent.alias == "New year.wav")
            #expect(account.api.account.greetings.filter { $0.isActive }.map(\.id) == [uploaded.id])
            try account.write("words", to: "text.wav")
            let broken = try account.run("voicemail", "greeting", "text.wav")
            #expect(broken.status == 1 && broken.errors.hasPrefix("Error: text.wav: "))
            #expect(account.api.account.greetings.count == 3)
        }
    }

    @Test("of several voicemail boxes one must be chosen")
    func boxes() async throws {
        var provider = SimulatedAccount.sample
        provider.lists[.voicemails]?.append(
            contentsOf: JSONObject.all(
                #"{"id":"v1","alias":"Sales","belongsToEndpoint":{"extension":"g1","type":"GROUP"}}"#,
                #"{"id":"v2","alias":"Boss","belongsToEndpoint":{"extension":"p3","type":"PHONELINE"}}"#))
        try await AccountFixture.with(provider) { account in
            let several = try account.run("voicemail", "greetings")
            #expect(several.status == 1)
            #expect(several.errors.contains("2 voicemail boxes; choose one with --box: v0 Box, v2 Boss."), "\(several)")
            #expect(try account.run("voicemail", "greetings", "--box", "v0").status == 0)
            let group = try account.run("voicemail", "greetings", "--box", "v1")
            #expect(group.status == 1 && group.errors.contains("v1 belongs to no phone line"))
            let missing = try account.run("voicemail", "greetings", "--box", "v9")
            #expect(missing.status == 1 && missing.errors.contains("There is no voicemail box v9"))
            let contact = try account.run("contacts", "update", "c-9", "--name", "X")
            #expect(contact.status == 1 && contact.errors.contains("There is no contact c-9"))
        }
    }
}
