import Foundation
import Sipgate
import Testing

extension RequestTests {
    static let messages = [
        Exchange("SMS", #"POST /sessions/sms {"message":"Grüße \"/\"","recipient":"+4915799912345","smsId":"s0"}"#) {
            try await $0.sms.send(SMSText(#"Grüße "/""#), to: Sample.number(), from: Sample.line())
        },
        Exchange(
            "SMS later",
            #"POST /sessions/sms {"message":"a","recipient":"+4915799912345","sendAt":1795273201,"smsId":"s0"}"#
        ) {
            let time = try SMSTime(
                Date(timeIntervalSince1970: 1_795_273_200.25), now: Date(timeIntervalSince1970: 1_795_273_200))
            try await $0.sms.send(SMSText("a"), to: Sample.number(), from: Sample.line(), at: time)
        },
        Exchange("SMS lines", "GET /authorization/userinfo", "GET /w0/sms") {
            let found = try await $0.sms.lines().map(\.line.description)
            #expect(found == ["s0"])
        },
        Exchange("SMS senders", "GET /w0/sms/s0/callerids") {
            let senders = try await $0.sms.senders(on: Sample.line(), of: WebUser("w0"))
            #expect(senders.map(\.isVerified) == [true, true, false])
            #expect(senders.map(\.isDefault) == [true, false, false])
        },
        Exchange(
            "fax",
            #"POST /sessions/fax {"base64Content":"JVBERi0xLjQKJSVFT0YK","faxlineId":"f0","filename":"Fax_20261121_1500","recipient":"+49302222"}"#
        ) {
            let fax = try await $0.fax.send(
                Sample.pdf(), to: Sample.number("+49302222"), from: FaxLine("f0"),
                name: .stamped(Date(timeIntervalSince1970: 1_795_273_200)))
            #expect(fax.text == "f-4")
        },
        Exchange("fax status", "GET /history/f-1") {
            let found = try await $0.fax.status(of: HistoryEntry.ID("f-1"))
            #expect(found == .sent)
        },
        Exchange(
            "resend", #"POST /sessions/fax/resend {"faxId":"f-1"}"#,
            #"POST /sessions/fax/resend {"faxId":"f-1","faxlineId":"f0"}"#
        ) {
            try await $0.fax.resend(HistoryEntry.ID("f-1"))
            try await $0.fax.resend(HistoryEntry.ID("f-1"), from: FaxLine("f0"))
        },
        Exchange("fax lines", "GET /w0/faxlines") {
            let line = try #require(try await $0.fax.lines(of: WebUser("w0")).first)
            #expect(line.canSend && !line.canReceive && line.tagline == "Acme")
        },
    ]

    static let contacts = [
        Exchange(
            "contact",
            #"POST /contacts {"addresses":[],"emails":[],"family":"Müller","given":"Jürgen","name":"Jürgen Müller","numbers":[{"number":"+49 1","type":["cell"]}],"organization":[["Acme"]],"scope":"SHARED"}"#
        ) {
            try await $0.contacts.create(
                NewContact(
                    firstname: "Jürgen", lastname: "Müller", numbers: [.init("+49 1", types: ["cell"])],
                    organizations: [["Acme"]]), .shared)
        },
        Exchange(
            "update", "GET /contacts?limit=1&offset=0",
            #"PUT /contacts/c-1 {"addresses":[{"country":"DE","extendedAddress":"","locality":"Köln","poBox":"","postalCode":"50667","region":"","streetAddress":"Hauptstr. 1, Hof"}],"emails":[{"email":"jm@example.com","type":["work"]}],"id":"c-1","name":"J. Müller","numbers":[{"number":"+4915799912345","type":["cell"]}],"organization":[["Acme; Söhne","Sales"]],"picture":null,"scope":"PRIVATE"}"#
        ) {
            var contacts = $0.contacts.list(pageSize: 1).makeAsyncIterator()
            var contact = try #require(try await contacts.next())
            contact.name = "J. Müller"
            try await $0.contacts.update(contact)
        },
        Exchange("delete", "DELETE /contacts/c-1") { try await $0.contacts.delete(Contact.ID("c-1")) },
        Exchange("delete some", "DELETE /contacts/gone", "DELETE /contacts/c-2") {
            try await $0.contacts.delete(NonEmpty(Contact.ID("gone"), Contact.ID("c-2")))
        },
        Exchange("delete all private", "GET /contacts?limit=1000&offset=0", "DELETE /contacts/c-1") {
            let found = try await $0.contacts.deleteAll(.private)
            #expect(found == 1)
        },
        Exchange(
            "delete none", "GET /contacts?limit=1000&offset=0", "DELETE /contacts/c-2",
            "GET /contacts?limit=1000&offset=0"
        ) {
            let found = try await $0.contacts.deleteAll(.shared)
            #expect(found == 1)
            let again = try await $0.contacts.deleteAll(.shared)
            #expect(again == 0)
        },
        Exchange(
            "by number", "GET /contacts?phonenumbers=%2B4915799912345&phonenumbers=%2B492111234567&limit=1000&offset=0"
        ) {
            let numbers = [try Sample.number(), try Sample.number("+492111234567")]
            _ = try await $0.contacts.list(numbers: numbers).collect()
        },
        Exchange(
            "CSV",
            #"POST /contacts/import/csv {"base64Content":"Zmlyc3RuYW1lLGxhc3RuYW1lLG51bWJlcg0KSsO8cmdlbiwiTcO8bGxlciwgUmVpbmhhcmQiLCs0OSAyMTENCg=="}"#
        ) {
            try await $0.contacts.importCSV(
                ContactTable(
                    "Number;LASTNAME;x;FirstName\n+49 211;\"Müller, Reinhard\";;Jürgen\n", delimiter: .semicolon))
        },
    ]
}
