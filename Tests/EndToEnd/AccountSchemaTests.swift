import Foundation
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
            ("account-connect", ["connect", "--yes", "--config", "announce.yaml"]),
            ("account-connect", ["connect", "--yes", "--outgoing", "--config", "announce.yaml"]),
        ])
    func account(_ schema: String, _ arguments: [String]) async throws {
        var provider = ProviderAccount()
        provider.settings = #"{"incomingUrl":"https://u:p@x.example/","log":true,"outgoingUrl":"","whitelist":["p0"]}"#
        provider.history += [
            #"{"id":"v-1","type":"VOICEMAIL","direction":"INCOMING","duration":12,"transcription":"Hello","created":"2026-11-20T08:00:00Z"}"#,
            #"{"id":"s-1","type":"SMS","direction":"OUTGOING","smsContent":"Hi"}"#,
        ]
        try await AccountFixture.with(provider) { account in
            try account.write(
                ServedFolder.text("numbers: { +49 211 1234567: { dial: +49 157 99912345 } }"),
                to: arguments.contains("--config") ? "announce.yaml" : "other.yaml")
            try account.write("%PDF-1.4\n%%EOF\n", to: "order.pdf")
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
