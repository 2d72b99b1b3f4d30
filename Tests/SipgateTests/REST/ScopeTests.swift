import Foundation
import ProviderFixtures
import ProviderSimulator
import Sipgate
import Support
import Testing

/// What a token must be allowed to do for each call of the library, at an account that checks it.
@Suite struct ScopeTests {
    struct Use: Sendable, CustomTestStringConvertible {
        let scopes: [String]
        let call: @Sendable (SipgateClient) async throws -> Void
        let testDescription: String

        init(_ name: String, _ scopes: String..., call: @escaping @Sendable (SipgateClient) async throws -> Void) {
            (testDescription, self.scopes, self.call) = (name, scopes, call)
        }
    }

    private static func line() throws -> (box: VoicemailBox, line: Phoneline, user: WebUser) {
        (try VoicemailBox("v0"), try Phoneline("p0"), try WebUser("w0"))
    }

    static let uses = [
        Use("who it is") { _ = try await $0.user.info() },
        Use("users", "users:read") { _ = try await $0.user.all() },
        Use("numbers", "numbers:read") { _ = try await $0.numbers.list().collect() },
        Use("devices", "devices:read") { _ = try await $0.devices.list() },
        Use("phone lines", "phonelines:read") { _ = try await $0.phonelines.list() },
        Use("voicemails", "voicemails:read") {
            _ = try await $0.voicemails.list()
            _ = try await $0.voicemails.box(VoicemailBox("v0"))
        },
        Use("list greetings", "phonelines:voicemails:greetings:read") {
            let (box, line, user) = try line()
            _ = try await $0.voicemails.greetings(of: box, on: line, user: user)
        },
        Use("add a greeting", "phonelines:voicemails:greetings:read", "phonelines:voicemails:greetings:write") {
            let (box, line, user) = try line()
            let sound = try GreetingSound(Wave.tone(milliseconds: 20), name: "a.wav")
            let new = try await $0.voicemails.addGreeting(sound, to: box, on: line, user: user)
            try await $0.voicemails.activate(new.id, of: box, on: line, user: user)
            try await $0.voicemails.delete(new.id, of: box, on: line, user: user)
        },
        Use("webhook settings", "settings:sipgateio:read") { _ = try await $0.webhookSettings.get() },
        Use("change webhook settings", "settings:sipgateio:read", "settings:sipgateio:write") {
            try await $0.webhookSettings.setWhitelist(NonEmpty(WebhookSource("p0")))
        },
        Use("settings of a line", "phonelines:sipgateio:read", "phonelines:sipgateio:write") {
            try await $0.webhookSettings.change(of: Phoneline("p0")) { $0.isLogged = true }
        },
        Use("webhook log", "log:webhooks:read") { _ = try await $0.webhookLog.entries() },
        Use("webhook log of a line", "phonelines:sipgateio:log:read") {
            _ = try await $0.webhookLog.entries(of: Phoneline("p0"))
        },
        Use("start a call", "sessions:calls:write") {
            _ = try await $0.calls.start(to: Sample.number(), from: .extension(CallingExtension("e0")))
        },
        Use("active calls", "rtcm:read") { _ = try await $0.calls.running() },
        Use("control a call", "rtcm:write") {
            let id = try RunningCall.ID("A-1")
            try await $0.calls.hold(id)
            try await $0.calls.press(DTMFKeys("1"), on: id)
            try await $0.calls.hangUp(id)
        },
        Use("SMS", "sessions:sms:write") {
            try await $0.sms.send(SMSText("a"), to: Sample.number(), from: Sample.line())
        },
        Use("SMS as another sender", "sms:read", "sms:callerid:read", "sms:callerid:write", "sessions:sms:write") {
            try await $0.sms.send(SMSText("a"), to: Sample.number("+49302222"), as: Sample.number())
        },
        Use("fax", "sessions:fax:write") {
            _ = try await $0.fax.send(Sample.pdf(), to: Sample.number("+49302222"), from: FaxLine("f0"))
            try await $0.fax.resend(HistoryEntry.ID("f-1"))
        },
        Use("fax status", "history:read") { _ = try await $0.fax.status(of: HistoryEntry.ID("f-1")) },
        Use("fax lines", "faxlines:read") { _ = try await $0.fax.lines() },
        Use("read contacts", "contacts:read") { _ = try await $0.contacts.exportAddressBook() },
        Use("write contacts", "contacts:write") {
            try await $0.contacts.create(NewContact(firstname: "Ada", lastname: "L"), .private)
            try await $0.contacts.importCSV(ContactTable("firstname,lastname,number\nA,B,1\n", delimiter: .comma))
            try await $0.contacts.delete(Contact.ID("c-1"))
        },
        Use("read the history", "history:read") {
            _ = try await $0.history.entries().collect()
            _ = try await $0.history.exportAllCSV()
            _ = try await $0.history.entry(HistoryEntry.ID("h-2"))
        },
        Use("write the history", "history:write") {
            try await $0.history.change(HistoryEntry.ID("h-2"), HistoryChange(isRead: true))
            try await $0.history.delete(HistoryEntry.ID("h-2"))
        },
    ]

    @Test("Each call works with its scopes only, and a missing one is named", arguments: uses)
    func scopes(of use: Use) async throws {
        var account = SimulatedAccount.sample
        account.tokens[0].scopes = Set(use.scopes)
        try await withAPI(account) { api, client in
            try await use.call(client)
            #expect(!api.requests.isEmpty)
        }
        for missing in use.scopes {
            account.tokens[0].scopes = Set(use.scopes).subtracting([missing])
            try await withAPI(account) { _, client in
                let error = try await #require(throws: SipgateError.self) { try await use.call(client) }
                let refusal = try #require(error.refusal, "\(error)")
                #expect(refusal.status == 403 && refusal.scope == missing)
                #expect(refusal.summary.contains(missing))
            }
        }
    }
}
