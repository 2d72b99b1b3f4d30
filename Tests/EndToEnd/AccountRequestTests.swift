import Foundation
import ProviderFixtures
import Support
import SystemPackage
import Telephony
import Testing

/// The requests of each `announce account` command, to the byte.
struct AccountRequestTests {
    struct Asked: Sendable, CustomTestStringConvertible {
        var arguments: [String]
        /// Method and address, without `/v2/`.
        var requests: [String]
        /// Of the first request that has one.
        var body: String?

        init(_ arguments: String..., asks requests: [String], body: String? = nil) {
            (self.arguments, self.requests, self.body) = (arguments, requests, body)
        }

        var testDescription: String { arguments.joined(separator: " ") }
    }

    static let user = "GET authorization/userinfo"

    @Test(
        "each command makes its requests and no others",
        arguments: [
            Asked("status", asks: [user, "GET settings/sipgateio"]),
            Asked("numbers", asks: ["GET numbers?offset=0&limit=100"]),
            Asked("devices", asks: [user, "GET w0/devices", "GET w0/phonelines"]),
            Asked(
                "call", "start", "--to", "0049 157 99912345", "--from", "e0", "--caller-id", "+492111234567",
                asks: ["POST sessions/calls"],
                body: #"{"callee":"+4915799912345","caller":"e0","callerId":"+492111234567"}"#),
            Asked(
                "call", "start", "--to", "+4915799912345", "--from", "+492111234567", "--device", "e0",
                asks: ["POST sessions/calls"],
                body: #"{"callee":"+4915799912345","caller":"+492111234567","deviceId":"e0"}"#),
            Asked("call", "running", asks: ["GET calls"]),
            Asked("call", "hangup", "A-1", asks: ["DELETE calls/A-1"]),
            Asked("call", "hold", "A-1", asks: ["PUT calls/A-1/hold"], body: #"{"value":true}"#),
            Asked("call", "mute", "A-1", "--off", asks: ["PUT calls/A-1/muted"], body: #"{"value":false}"#),
            Asked(
                "call", "transfer", "A/1", "--to", "+4930555001", "--attended", asks: ["POST calls/A%2F1/transfer"],
                body: #"{"attended":true,"phoneNumber":"+4930555001"}"#),
            Asked("call", "press", "A-1", "1a#", asks: ["POST calls/A-1/dtmf"], body: #"{"sequence":"1A#"}"#),
            Asked(
                "call", "announce", "A-1", "https://phone.example.com/media/a.wav", "--unchecked",
                asks: ["POST calls/A-1/announcements"],
                body: #"{"url":"https://phone.example.com/media/a.wav"}"#),
            Asked(
                "call", "record", "A-1", "--silent", asks: ["PUT calls/A-1/recording"],
                body: #"{"announcement":false,"value":true}"#),
            Asked(
                "sms", "send", "--to", "+4915799912345", "--line", "s0", "The door is öpen.",
                asks: ["POST sessions/sms"],
                body: #"{"message":"The door is öpen.","recipient":"+4915799912345","smsId":"s0"}"#),
            Asked(
                "sms", "send", "--to", "+4930555001", "--as", "+4915799912345", "Hi",
                asks: [
                    user, "GET w0/sms", "GET w0/sms/s0/callerids", "PUT w0/sms/s0/callerids/2", "POST sessions/sms",
                    "PUT w0/sms/s0/callerids/1",
                ]),
            Asked("sms", "lines", asks: [user, "GET w0/sms"]),
            Asked("sms", "senders", asks: [user, "GET w0/sms", "GET w0/sms/s0/callerids"]),
            Asked(
                "fax", "send", "--to", "+4930222", "--name", "Order", "--every", "1", "order.pdf",
                asks: [
                    user, "GET w0/faxlines", "POST sessions/fax", "GET history/f-4", "GET history/f-4",
                    "GET history/f-4",
                ],
                body:
                    #"{"base64Content":"JVBERi0xLjQKJSVFT0YK","faxlineId":"f0","filename":"Order","recipient":"+4930222"}"#
            ),
            Asked(
                "fax", "send", "--to", "+4930222", "--line", "f0", "--no-wait", "order.pdf", asks: ["POST sessions/fax"]
            ),
            Asked("fax", "status", "f-1", asks: ["GET history/f-1"]),
            Asked("fax", "resend", "f-1", asks: ["POST sessions/fax/resend"], body: #"{"faxId":"f-1"}"#),
            Asked("fax", "lines", asks: [user, "GET w0/faxlines"]),
            Asked(
                "contacts", "list", "--number", "+4915799912345",
                asks: ["GET contacts?phonenumbers=%2B4915799912345&limit=1000&offset=0"]),
            Asked(
                "contacts", "import", "book.csv", asks: ["POST contacts/import/csv"],
                body: #"{"base64Content":"Zmlyc3RuYW1lLGxhc3RuYW1lLG51bWJlcg0KQWRhLCJMb3ZlbGFjZSwgSnIiLCs0OTMwDQo="}"#),
            Asked("contacts", "import", "cards.vcf", "--shared", asks: ["POST contacts", "POST contacts"]),
            Asked("contacts", "export", "--format", "vcard", asks: ["GET contacts?limit=1000&offset=0"]),
            Asked("history", "--kind", "fax", "--limit", "5", asks: ["GET history?types=FAX&offset=0&limit=5"]),
            Asked("log", asks: ["GET log/webhooks"]),
            Asked(
                "log", "--on", asks: ["GET settings/sipgateio", "PUT settings/sipgateio", "GET settings/sipgateio"],
                body: #"{"incomingUrl":"https://old.example/in","log":true,"outgoingUrl":"","whitelist":null}"#),
        ])
    func requests(_ asked: Asked) async throws {
        try await AccountFixture.with { account in
            try account.write("%PDF-1.4\n%%EOF\n", to: "order.pdf")
            try account.write("Lastname,number,FirstName\n\"Lovelace, Jr\",+4930,Ada\n", to: "book.csv")
            let card = "BEGIN:VCARD\nVERSION:4.0\nN:Lovelace;Ada;;;\nTEL:+4930555001\nEND:VCARD\n"
            try account.write(card + card, to: "cards.vcf")
            let run = try account.run(asked.arguments)
            #expect(run.status == 0, "\(run.errors)")
            let requests = account.api.requests
            #expect(requests.map { $0.line.replacing(" /v2/", with: " ") } == asked.requests)
            #expect(requests.allSatisfy { $0.header("Authorization") == Self.authorization })
            if let body = asked.body { #expect(requests.first { !$0.body.isEmpty }?.text == body) }
        }
    }

    private static let authorization =
        "Basic " + Data("\(AccountFixture.tokenID):\(AccountFixture.token)".utf8).base64EncodedString()

    @Test(
        "--json prints an array or object",
        arguments: [
            ["status"], ["numbers"], ["devices"], ["call", "running"], ["sms", "lines"], ["sms", "senders"],
            ["fax", "lines"], ["fax", "status", "f-1"], ["contacts", "list"], ["contacts", "export"], ["history"],
            ["log"],
        ])
    func json(_ arguments: [String]) async throws {
        try await AccountFixture.with { account in
            let run = try account.run(arguments + ["--json"])
            #expect(run.status == 0, "\(run.errors)")
            #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(run.output)) }
        }
    }

    @Test("an SMS is scheduled")
    func schedule() async throws {
        try await AccountFixture.with { account in
            let run = try account.run(
                "sms", "send", "--to", "+4930555001", "--line", "s0", "--at", "2h", "Tea", "--json")
            #expect(run.status == 0, "\(run.errors)")
            struct Body: Decodable { var sendAt: Int }
            let body = try JSONDecoder().decode(Body.self, from: Data(account.api.requests[0].body))
            #expect(abs(body.sendAt - Int(Date().timeIntervalSince1970) - 7200) < 60)
            let late = try account.run("sms", "send", "--to", "+4930555001", "--line", "s0", "--at", "31d", "Tea")
            #expect(late.status == 1)
            #expect(late.errors == "Error: --at is more than 30 days ahead, which the provider does not accept.\n")
            #expect(account.api.requests.count == 1)
        }
    }

    @Test("a fax is tracked until it is sent; a failed one is an error")
    func fax() async throws {
        try await AccountFixture.with { account in
            try account.write("%PDF-1.4\n%%EOF\n", to: "order.pdf")
            func status(_ word: String) -> ProviderAPI.Reply { .json(#"{"type":"FAX","faxStatusType":"\#(word)"}"#) }
            account.api.next(.json(#"{"sessionId":"f-7"}"#), status("PENDING"), status("SENDING"), status("SENT"))
            let arguments = ["fax", "send", "--to", "+4930222", "--line", "f0", "--every", "1", "order.pdf"]
            let run = try account.run(arguments)
            #expect(run.status == 0)
            #expect(run.text == "f-7  sent\n")
            let words = run.errors.split(separator: "\n").map {
                $0.split(separator: " ").dropLast().joined(separator: " ")
            }
            #expect(words == ["fax f-7: pending", "fax f-7: sending", "fax f-7: sent"])
            account.api.next(.json(#"{"sessionId":"f-8"}"#), status("FAILED"))
            let failed = try account.run(arguments + ["--json"])
            #expect(failed.status == 1)
            #expect(failed.text == "{\n  \"fax\" : \"f-8\",\n  \"status\" : \"FAILED\"\n}\n")
            #expect(failed.errors.hasSuffix("Try again with `announce account fax resend f-8`.\n"))
        }
    }

    @Test("numbers are listed with their steps; missing ones are marked")
    func numbers() async throws {
        try await AccountFixture.with { account in
            try account.write(
                ServedFolder.text("numbers: { +49 211 1234567: { dial: +49 157 99912345 }, default: voicemail }"),
                to: "announce.yaml")
            let run = try account.run("numbers")
            #expect(
                run.text == """
                       +492111234567  p0 Reception  dial +4915799912345
                    !  +492111234568  g0 Sales      voicemail

                    """)
            #expect(run.errors == "! 1 of 2 numbers is missing from announce.yaml.\n")
        }
    }

    @Test("a telephone's export is imported; cards without a number are skipped")
    func telephone() async throws {
        try await AccountFixture.with { account in
            let card = "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Lovelace;Ada;;;\r\nitem1.TEL;TYPE=CELL,VOICE:+4930555001\r\n"
            let photo = "PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQ\r\n SkZJRg==\r\nEND:VCARD\r\n"
            let noNumber = "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Babbage;Charles\r\nEMAIL:c@example.com\r\nEND:VCARD\r\n"
            try account.write(card + photo + noNumber, to: "phone.vcf")
            let run = try account.run("contacts", "import", "phone.vcf", "--json")
            #expect(run.status == 0)
            #expect(run.errors == "phone.vcf:8: warning: the card has no telephone number; skipped\n")
            #expect(run.text == "{\n  \"imported\" : 1,\n  \"leftOut\" : 1\n}\n")
            #expect(account.api.requests.map(\.line) == ["POST /v2/contacts"])
            #expect(
                account.api.requests.first?.text.contains(
                    #""numbers":[{"number":"+4930555001","type":["cell","voice"]}]"#) == true)
            try account.write(noNumber, to: "none.vcf")
            let none = try account.run("contacts", "import", "none.vcf")
            #expect(none.status == 1)
            #expect(none.errors.hasSuffix("skipped\nError: Nothing was imported.\n"))
        }
    }

    @Test("a file with an error is not imported in part")
    func mistakes() async throws {
        try await AccountFixture.with { account in
            let card = "BEGIN:VCARD\nVERSION:4.0\nN:Lovelace;Ada;;;\nTEL:+4930555001\nEND:VCARD\n"
            try account.write(card + card.replacing("4.0", with: "5.0"), to: "cards.vcf")
            let cards = try account.run("contacts", "import", "cards.vcf")
            #expect(cards.status == 1)
            #expect(
                cards.errors
                    == "cards.vcf:6: error: vCard version 5.0 is not supported; export as 4.0, 3.0 or 2.1\nError: Nothing was imported.\n"
            )
            try account.write("firstname;lastname;number\nAda;Lovelace;+4930\n", to: "book.csv")
            let table = try account.run("contacts", "import", "book.csv")
            #expect(table.status == 1)
            #expect(table.errors.contains("--delimiter"))
            #expect(account.api.requests.isEmpty)
            #expect(try account.run("contacts", "import", "book.csv", "--delimiter", "semicolon").status == 0)
            // The first line is part of the error.
            try account.write("first\u{1B}]0;owned\u{7},\u{202E}eman\nAda,+4930\n", to: "hostile.csv")
            let hostile = try account.run("contacts", "import", "hostile.csv")
            #expect(hostile.status == 1 && hostile.errors.contains("]0;owned"))
            #expect(!hostile.errors.unicodeScalars.contains { $0.steersText && $0 != "\n" })
        }
    }
}
