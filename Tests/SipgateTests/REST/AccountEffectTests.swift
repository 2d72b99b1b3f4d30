import Foundation
import ProviderFixtures
import ProviderSimulator
import Sipgate
import Support
import Testing

/// What calls of the library change at an account, and what is refused because of the account's state.
@Suite struct AccountEffectTests {
    @Test(
        "A telephone's card becomes a contact with all that the address book can hold, and can be changed and deleted")
    func card() async throws {
        try await withAPI { api, client in
            let text = """
                BEGIN:VCARD
                VERSION:3.0
                N:Lovelace;Ada;;;
                TEL;TYPE=WORK:+49 211 1234500
                TEL;TYPE=CELL:+49 157 99912345
                EMAIL:ada@example.com
                ORG:Acme;Sales
                END:VCARD

                """
            try await client.contacts.create(VCard(text).contact, .shared)
            var new = try #require(try await client.contacts.list(.shared).collect().last)
            #expect(new.name == "Ada Lovelace" && new.organizations == [["Acme", "Sales"]])
            #expect(new.numbers.map(\.number) == ["+49 211 1234500", "+49 157 99912345"])
            #expect(new.emails.map(\.email) == ["ada@example.com"])
            // An exported card is the same contact again.
            let again = try VCard(ContactExport.vCard(new)).contact
            #expect(again.numbers == new.numbers && again.emails == new.emails)

            new.name = "Augusta Ada King"
            try await client.contacts.update(new)
            let all = try await client.contacts.list().collect()
            #expect(all.filter { $0.id == new.id }.map(\.name) == ["Augusta Ada King"] && all.count == 4)
            try await client.contacts.delete(new.id)
            #expect(api.account.contacts.count == 3)
            let error = try await #require(throws: SipgateError.self) { try await client.contacts.delete(new.id) }
            #expect(error.refusal?.status == 404)
        }
    }

    @Test("A fax is sent again from the history, to the same recipient and at its price")
    func resend() async throws {
        var account = SimulatedAccount.sample
        account.funds = 1
        try await withAPI(account, adjust: { $0.clock = RecordingClock() }) { api, client in
            let (fax, call) = (try HistoryEntry.ID("f-1"), try HistoryEntry.ID("h-2"))
            try await client.fax.resend(fax)
            let new = try #require(try await client.history.entries(HistoryFilter(kinds: [.fax])).collect().first)
            #expect(new.target == "+49302222" && new.id != fax)
            let status = try await client.fax.finish(new.id)
            #expect(status == .sent)
            var refused: [Int?] = []
            for (id, line) in [(fax, nil), (call, nil), (fax, "f9")] as [(HistoryEntry.ID, String?)] {
                let error = try await #require(throws: SipgateError.self) {
                    try await client.fax.resend(id, from: try line.map { try FaxLine($0) })
                }
                refused.append(error.refusal?.status)
            }
            #expect(refused == [402, 404, 403])
            #expect(api.account.history.count == 4)
        }
    }

    @Test("An SMS shows the sender that was chosen, and the usual one afterwards, also when there is no money")
    func sender() async throws {
        var account = SimulatedAccount.sample
        account.funds = 1
        try await withAPI(account) { api, client in
            let (recipient, mobile) = (try Sample.number("+49302222"), try Sample.number())
            try await client.sms.send(SMSText("a"), to: recipient, as: mobile)
            #expect(api.account.history.first?.source == mobile.description)
            await #expect(throws: SipgateError.self) {
                try await client.sms.send(SMSText("b"), to: recipient, as: mobile)
            }
            let senders = try await client.sms.senders(on: Sample.line(), of: WebUser("w0"))
            #expect(senders.map(\.isDefault) == [true, false, false])
            let messages = try await client.history.entries(HistoryFilter(kinds: [.sms])).collect()
            #expect(messages.map(\.details) == [.sms(.init(text: "a"))])
        }
    }

    @Test("Webhook settings of the account, its whitelist, and those of a line do not touch each other")
    func settings() async throws {
        try await withAPI { api, client in
            let (url, line) = (try AbsoluteURL("https://phone.example.com/sipgate"), try Phoneline("p0"))
            try await client.webhookSettings.setURL(url, for: .outgoing)
            try await client.webhookSettings.setWhitelist(NonEmpty(WebhookSource("p0"), WebhookSource("g1")))
            let source = try WebhookSource("p0")
            try await client.webhookSettings.change { $0.removeSources([source]) }
            try await client.webhookSettings.change(of: line) { $0.setURL(url, for: .incoming) }
            #expect(api.account.settings.whitelist == ["g1"])
            #expect(api.account.settings.incomingURL == "https://old.example/in")
            #expect(api.account.settings.outgoingURL == url.text)
            let ofLine = try await client.webhookSettings.get(of: line)
            #expect(ofLine.url(for: .incoming) == url.text && ofLine.isActive(.incoming) && !ofLine.isActive(.outgoing))
            try await client.webhookSettings.clearWhitelist()
            #expect(api.account.settings.whitelist == [])
            try await client.webhookSettings.disableWhitelist()
            #expect(api.account.settings.whitelist == nil)
            // What a line does not have is refused.
            let other = try Phoneline("p9")
            let error = try await #require(throws: SipgateError.self) {
                _ = try await client.webhookSettings.get(of: other)
            }
            #expect(error.refusal?.status == 404)
        }
    }

    @Test("A greeting that the box cannot play is refused; of those it has, one is heard")
    func greetings() async throws {
        try await withAPI { api, client in
            let (box, line) = (try VoicemailBox("v0"), try Phoneline("p0"))
            for bytes in [Array("RIFF".utf8), Wave.tone(milliseconds: 20, rate: 44_100)] {
                let error = try await #require(throws: SipgateError.self) {
                    try await client.voicemails.addGreeting(GreetingSound(bytes, name: "a.wav"), to: box, on: line)
                }
                #expect(error.refusal?.status == 400)
            }
            let sound = try GreetingSound(Wave.tone(milliseconds: 20), name: "holiday.wav")
            let new = try await client.voicemails.addGreeting(sound, to: box, on: line)
            #expect(api.account.greetings.last?.sound == sound.bytes)
            try await client.voicemails.activate(new.id, of: box, on: line)
            let active = try await client.voicemails.box(box).activeGreetingAlias
            #expect(active == "holiday.wav")
            try await client.voicemails.delete(new.id, of: box, on: line)
            await #expect(throws: SipgateError.self) {
                try await client.voicemails.delete(new.id, of: box, on: line)
            }
        }
    }

    @Test("Filters of the history, its export, and changes of several entries")
    func history() async throws {
        try await withAPI { api, client in
            let number = try Sample.number()
            let filters: [(HistoryFilter, [String])] = [
                (HistoryFilter(kinds: [.fax]), ["f-1"]), (HistoryFilter(directions: [.missedIncoming]), ["h-2"]),
                (HistoryFilter(isStarred: true), ["h-2"]), (HistoryFilter(isArchived: true), []),
                (HistoryFilter(connections: [try Extension("p0")]), ["h-2"]),
                (HistoryFilter(from: Date(timeIntervalSince1970: 1_795_165_200)), ["f-1"]),
                (HistoryFilter(to: Date(timeIntervalSince1970: 1_795_165_199)), ["h-2"]),
                (HistoryFilter(number: number), ["h-2"]), (HistoryFilter(), ["f-1", "h-2", "h-3"]),
            ]
            for (filter, ids) in filters {
                let found = try await client.history.entries(filter).collect().map(\.id.text)
                #expect(found == ids, "\(filter)")
                guard filter.number == nil else { continue }
                let rows = try await client.history.exportAllCSV(filter).split(separator: "\n").dropFirst()
                #expect(rows.map { String($0.prefix { $0 != ";" }) } == ids)
            }
            await #expect(throws: SipgateError.self) {
                _ = try await client.history.count(HistoryFilter(kinds: [.init(rawValue: "LETTER")]))
            }
            let ids = try NonEmpty(HistoryEntry.ID("f-1"), HistoryEntry.ID("h-2"))
            try await client.history.change(ids, HistoryChange(isArchived: true, note: "done"))
            #expect(api.account.history.map(\.note) == ["done", "done", ""])
            #expect(api.account.history.map(\.isArchived) == [true, true, false])
            let gone = try HistoryEntry.ID("h-99")
            let error = try await #require(throws: SipgateError.self) {
                try await client.history.change(gone, HistoryChange(isRead: true))
            }
            guard case .historyEntryNotFound(gone, _) = error else {
                Issue.record("\(error)")
                return
            }
        }
    }
}
