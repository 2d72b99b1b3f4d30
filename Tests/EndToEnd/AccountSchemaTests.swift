import Foundation
import ProviderFixtures
import ProviderSimulator
import Support
import SystemPackage
import Testing

/// Real output of `announce account` and `announce doctor` against docs/schemas, with Debian's python3-jsonschema.
struct AccountSchemaTests {
    @Test(
        "output of account commands matches its schema",
        arguments: [
            ("account-status", ["status"]), ("account-numbers", ["numbers"]),
            ("account-numbers", ["numbers", "--config", "announce.yaml"]), ("account-history", ["history"]),
            ("account-contacts", ["contacts", "list"]),
            ("account-contacts", ["contacts", "export", "--format", "json"]), ("account-devices", ["devices"]),
            ("account-call-start", ["call", "start", "--to", "+4915799912345", "--from", "e0"]),
            ("account-call-running", ["call", "running"]), ("account-sms-lines", ["sms", "lines"]),
            ("account-sms-senders", ["sms", "senders"]),
            ("account-sms-send", ["sms", "send", "--to", "+4930555001", "--line", "s0", "Hi"]),
            ("account-sms-send", ["sms", "send", "--to", "+4930555001", "--line", "s0", "--at", "2h", "Hi"]),
            ("account-fax-lines", ["fax", "lines"]), ("account-fax-status", ["fax", "status", "f-1"]),
            (
                "account-fax-status",
                ["fax", "send", "--to", "+4930222", "--line", "f0", "--no-wait", "order.pdf"]
            ), ("account-log", ["log"]),
            ("account-history", ["history", "export"]),
            ("account-history-change", ["history", "change", "f-1", "--read"]),
            ("account-history-delete", ["history", "delete", "f-1", "--yes"]),
            ("account-contacts-create", ["contacts", "create", "--first", "Ada"]),
            ("account-contacts-update", ["contacts", "update", "c-1", "--name", "Ada"]),
            ("account-contacts-delete", ["contacts", "delete", "c-1", "--yes"]),
            ("account-contacts-import", ["contacts", "import", "book.csv"]),
            ("account-webhooks-show", ["webhooks"]), ("account-webhooks-show", ["webhooks", "show", "--line", "p0"]),
            ("account-webhooks-set", ["webhooks", "set", "incoming", "https://new.example"]),
            ("account-webhooks-set", ["webhooks", "clear", "outgoing", "--line", "p0"]),
            ("account-webhooks-set", ["webhooks", "whitelist", "add", "g1"]),
            ("account-webhooks-log", ["webhooks", "log"]), ("account-users", ["users"]),
            ("account-voicemails", ["voicemails"]), ("account-voicemail-greetings", ["voicemail", "greetings"]),
            ("account-voicemail-greeting", ["voicemail", "greeting", "welcome.flac"]),
            ("account-call-announce", ["call", "announce", "A-1", "https://a.example/a.wav", "--unchecked"]),
            ("account-connect", ["connect", "--yes", "--config", "announce.yaml"]),
            ("account-connect", ["connect", "--yes", "--outgoing", "--config", "announce.yaml"]),
        ])
    func account(_ schema: String, _ arguments: [String]) async throws {
        var provider = SimulatedAccount.sample
        provider.settings = .init(
            JSONObject(
                json: #"{"incomingUrl":"https://u:p@x.example/","log":true,"outgoingUrl":"","whitelist":["p0"]}"#))
        provider.history += JSONObject.all(
            #"{"id":"v-1","type":"VOICEMAIL","direction":"INCOMING","duration":12,"transcription":"Hello","created":"2026-11-20T08:00:00Z"}"#,
            #"{"id":"s-1","type":"SMS","direction":"OUTGOING","smsContent":"Hi"}"#
        ).map { HistoryItem($0) }
        try await AccountFixture.with(provider) { account in
            try account.write(
                ServedFolder.text("numbers: { +49 211 1234567: { dial: +49 157 99912345 } }"),
                to: arguments.contains("--config") ? "announce.yaml" : "other.yaml")
            try account.write("%PDF-1.4\n%%EOF\n", to: "order.pdf")
            try account.write("firstname,lastname,number\nAda,Lovelace,1\n", to: "book.csv")
            try account.folder.copy("welcome.flac")
            let run = try account.run(arguments + ["--json"])
            #expect(run.status == 0, "\(run.errors)")
            #expect(try OutputSchema(schema).verdict(of: run.output) == "valid")
        }
    }

    @Test("output of the doctor matches its schema, with all statuses") func doctor() throws {
        let folder = try TemporaryFolder()
        try folder.writeDoctor("numbers: { +49 211 1234567: hangup }", scheme: "http", port: 1, signature: "off")
        let visit = try Consultation(in: folder)
        #expect(!visit.names("failed").isEmpty && !visit.names("skipped").isEmpty && !visit.names("ok").isEmpty)
        #expect(try OutputSchema("doctor").verdict(of: visit.result.output) == "valid")
    }

    @Test(
        "documents that do not match are refused",
        arguments: [
            ("doctor", #"{"ok":true,"checks":[{"name":"DNS","status":"failed","seen":"x"}]}"#),
            ("doctor", #"{"ok":true,"checks":[{"name":"name look-up","status":"ok","seen":"x"}]}"#),
            ("account-numbers", #"[{"number":"1","leadsTo":"","type":"","more":1}]"#), ("account-status", "{}"),
        ])
    func refused(_ schema: String, _ document: String) throws {
        #expect(try OutputSchema(schema).verdict(of: Array(document.utf8)).hasPrefix("["))
    }
}
