import Foundation
import ProviderFixtures
import ProviderSimulator
import Sipgate
import Support
import Testing

/// Calls that send several requests.
@Suite struct ModuleTests {
    @Test("Changing webhook settings keeps all other fields, known or not")
    func settingsKept() async throws {
        var account = SimulatedAccount.sample
        account.settings = .init(
            JSONObject(
                json:
                    #"{"incomingUrl":"https://ü.example/ x","outgoingUrl":null,"log":true,"whitelist":["p0","q9"],"new":{"a":[1,2.5,null,"x",true]}}"#
            ))
        try await withAPI(account) { api, client in
            let change = try await client.webhookSettings.setURL(AbsoluteURL("https://new.example"), for: .outgoing)
            #expect(
                api.requests.first { $0.method == "PUT" }?.text
                    == #"{"incomingUrl":"https://ü.example/ x","log":true,"new":{"a":[1,2.5,null,"x",true]},"outgoingUrl":"https://new.example","whitelist":["p0","q9"]}"#
            )
            #expect(api.account.settings.outgoingURL == "https://new.example")
            #expect(change.before.outgoingURL == "")
            #expect(change.after.outgoingURL == "https://new.example")
            // And back to the previous settings.
            let before = change.before
            try await client.webhookSettings.change { $0.restoreURL(of: before, for: .outgoing) }
            let restored = try await client.webhookSettings.get()
            #expect(restored == before)
            let stored = try JSONDecoder().decode(AccountWebhooks.self, from: JSONEncoder().encode(before))
            #expect(stored == before)
        }
    }

    @Test("Settings that were not stored are an error with both versions")
    func settingsNotStored() async throws {
        try await withAPI { api, client in
            let old = #"{"incomingUrl":"https://old.example/in","log":false,"outgoingUrl":"","whitelist":null}"#
            api.next(.json(old), .done, .json(old))
            let url = try AbsoluteURL("https://new.example")
            let found = AccountWebhooks(incoming: try AbsoluteURL("https://old.example/in"))
            await #expect(throws: SipgateError.settingsNotStored(wanted: AccountWebhooks(incoming: url), found: found))
            {
                try await client.webhookSettings.setURL(url, for: .incoming)
            }
        }
    }

    @Test("Sources of the whitelist are added once and removed; without a whitelist nothing is removed")
    func sources() throws {
        var settings = AccountWebhooks()
        settings.removeSources([try WebhookSource("p0")])
        #expect(settings.sources == .all)
        settings.addSources([try WebhookSource("p0"), try WebhookSource("g1")])
        settings.addSources([try WebhookSource("g1"), try WebhookSource("p2")])
        #expect(settings.sources == .only(["p0", "g1", "p2"]))
        settings.removeSources([try WebhookSource("g1"), try WebhookSource("p9")])
        #expect(settings.sources == .only(["p0", "p2"]))
    }

    @Test("A greeting must have bytes, not too many, and a name; the provider must list the new one")
    func greetings() async throws {
        #expect(throws: SipgateError.invalid(.greeting(.empty))) { try GreetingSound([], name: "a.wav") }
        #expect(throws: SipgateError.invalid(.greeting(.name("a/b")))) { try GreetingSound([1], name: "a/b") }
        let long = [UInt8](repeating: 0, count: GreetingSound.largest + 1)
        #expect(throws: SipgateError.invalid(.greeting(.tooLarge(long.count)))) { try GreetingSound(long, name: "a") }
        let longest = try GreetingSound(long.dropLast(), name: "a").bytes
        #expect(Data(longest).base64EncodedString().utf8.count == 15_000_000)
        try await withAPI { api, client in
            let same = ProviderAPI.Reply.json(#"{"items":[{"id":"1"}]}"#)
            api.next(same, same)
            let error = try await #require(throws: SipgateError.self) {
                try await client.voicemails.addGreeting(
                    GreetingSound([1], name: "a"), to: VoicemailBox("v0"), on: Phoneline("p0"), user: WebUser("w0"))
            }
            guard case .malformedAnswer(_, "items", _) = error else {
                Issue.record("\(error)")
                return
            }
        }
    }

    @Test("The settings of a line that were not stored are an error with both versions")
    func lineSettingsNotStored() async throws {
        try await withAPI { api, client in
            let old =
                #"{"incomingActive":false,"outgoingActive":false,"incomingUrl":"","outgoingUrl":"","log":false,"allowSelfSigned":false}"#
            api.next(.json(old), .done, .json(old))
            let line = try Phoneline("p0")
            let error = try await #require(throws: SipgateError.self) {
                try await client.webhookSettings.change(of: line, user: WebUser("w0")) { $0.isLogged = true }
            }
            guard case .lineSettingsNotStored(line, let wanted, let found) = error else {
                Issue.record("\(error)")
                return
            }
            #expect(wanted.isLogged && !found.isLogged)
        }
    }

    @Test("The whole history is exported page by page, with one line of column names")
    func wholeExport() async throws {
        var account = SimulatedAccount.sample
        account.history += (0..<2001).map { HistoryItem(JSONObject(json: #"{"id":"h-\#($0)","type":"SMS"}"#)) }
        try await withAPI(account) { api, client in
            let text = try await client.history.exportAllCSV(HistoryFilter(kinds: [.sms]))
            let header = "id;type;direction;source;target;created\n"
            #expect(text == header + (0..<2001).map { "h-\($0);SMS;;;;\n" }.joined())
            #expect(
                api.requests.map(\.line) == [
                    "GET /v2/history?types=SMS&offset=0&limit=1", "GET /v2/history/export?types=SMS&limit=1000",
                    "GET /v2/history/export?types=SMS&offset=1000&limit=1000",
                    "GET /v2/history/export?types=SMS&offset=2000&limit=1000",
                ])
        }
    }

    @Test("An SMS with another sender switches the sender, sends and switches back")
    func sender() async throws {
        try await withAPI { api, client in
            try await client.sms.send(SMSText("a"), to: Sample.number("+49302222"), as: Sample.number())
            #expect(
                api.requests.map(\.line) == [
                    "GET /v2/authorization/userinfo", "GET /v2/w0/sms", "GET /v2/w0/sms/s0/callerids",
                    "PUT /v2/w0/sms/s0/callerids/2", "POST /v2/sessions/sms", "PUT /v2/w0/sms/s0/callerids/1",
                ])
            #expect(api.requests.last?.text == #"{"defaultNumber":true}"#)
            let sender = JSONObject(
                json: #"{"id":1,"phonenumber":"+492111234567","verified":true,"defaultNumber":true}"#)
            #expect(api.account.senders.filter { $0["defaultNumber"] == .flag(true) } == [sender])
            // It was sent with the other one.
            #expect(api.account.history.first?.source == "+4915799912345")
        }
    }

    @Test(
        "The sender is restored if sending fails; a failing restore is reported", arguments: [false, true])
    func senderRestored(restoringFails: Bool) async throws {
        try await withAPI(adjust: { $0.retries = .none }) { api, client in
            api.next(
                .json(
                    #"{"items":[{"id":1,"phonenumber":"+492111234567","verified":true,"defaultNumber":true},{"id":2,"phonenumber":"+4915799912345","verified":true,"defaultNumber":false}]}"#
                ),
                .done, .refusal(402, detail: "no funds"), restoringFails ? .refusal(500, detail: "x") : .done)
            let error = try await #require(throws: SipgateError.self) {
                try await client.sms.send(
                    SMSText("a"), to: Sample.number("+49302222"), as: Sample.number(), from: Sample.line(),
                    of: WebUser("w0"))
            }
            switch error {
            case .insufficientFunds: #expect(!restoringFails)
            case .senderNotRestored(_, wasSent: false, .refused): #expect(restoringFails)
            default: Issue.record("\(error)")
            }
            #expect(api.requests.last?.line == "PUT /v2/w0/sms/s0/callerids/1")
        }
    }

    @Test("Unusable senders are refused before anything is changed")
    func impossibleSenders() async throws {
        try await withAPI { api, client in
            let (unverified, foreign) = (try Sample.number("+492111234500"), try Sample.number("+4940123456"))
            await #expect(throws: SipgateError.senderNotVerified(unverified)) {
                try await client.sms.send(SMSText("a"), to: Sample.number(), as: unverified)
            }
            await #expect(throws: SipgateError.senderNotRegistered(foreign)) {
                try await client.sms.send(SMSText("a"), to: Sample.number(), as: foreign)
            }
            // The usual one needs no switching.
            try await client.sms.send(SMSText("a"), to: Sample.number(), as: Sample.number("+492111234567"))
            #expect(!api.requests.contains { $0.method == "PUT" })
            api.next(.json(#"{"items":[]}"#))
            let user = try WebUser("w0")
            await #expect(throws: SipgateError.noSMSLine(user)) {
                try await client.sms.send(SMSText("a"), to: Sample.number(), as: foreign, of: WebUser("w0"))
            }
        }
    }

    @Test("A fax is tracked until it is sent or has failed")
    func fax() async throws {
        let clock = RecordingClock()
        func status(_ word: String) -> ProviderAPI.Reply {
            .json(#"{"id":"f","type":"FAX","faxStatusType":"\#(word)"}"#)
        }
        try await withAPI(adjust: { $0.clock = clock }) { api, client in
            api.next(status("PENDING"), status("PENDING"), status("SENDING"), status("DREAMING"), status("FAILED"))
            var seen: [String] = []
            for try await status in client.fax.statuses(of: try HistoryEntry.ID("f"), every: .seconds(2)) {
                seen.append(status.rawValue)
            }
            #expect(seen == ["PENDING", "SENDING", "DREAMING", "FAILED"])
            #expect(clock.sleeps == Array(repeating: .seconds(2), count: 4))

            for _ in 0..<4 { api.next(status("SENDING")) }
            let (fax, call) = (try HistoryEntry.ID("f"), try HistoryEntry.ID("h-2"))
            await #expect(throws: SipgateError.faxUndecided(fax, .sending)) {
                _ = try await client.fax.finish(fax, every: .seconds(20), for: .seconds(60))
            }
            await #expect(throws: SipgateError.notAFax(call)) {
                _ = try await client.fax.finish(call)
            }
        }
    }

    @Test("Pages are fetched on demand, up to the last one", arguments: [1, 2, 3, 4, 1000])
    func pages(size: Int) async throws {
        try await withAPI { api, client in
            let all = try await client.contacts.list(pageSize: size).collect().map(\.id.text)
            #expect(all == ["c-1", "c-2", "c-3"])
            #expect(api.requests.count == [1: 3, 2: 2][size] ?? 1)
            let shared = try await client.contacts.list(.shared, pageSize: size).collect().map(\.id.text)
            #expect(shared == ["c-2"])
            // Without a total, a full page may be the last.
            let before = api.requests.count
            let numbers = try await client.numbers.list(pageSize: size).collect()
            #expect(numbers.count == 2)
            #expect(api.requests.count - before == [1: 3, 2: 2][size] ?? 1)
        }
    }

    @Test("A list without paging ends")
    func endless() async throws {
        try await withAPI { api, client in
            let everything = ProviderAPI.Reply.json(#"{"items":[{"id":"1"},{"id":"2"}]}"#)
            for _ in 0..<10 { api.next(everything) }
            let twoAtOnce = try await client.numbers.list(pageSize: 2).collect().map(\.id)
            #expect(twoAtOnce == ["1", "2"])
            let oneAtOnce = try await client.numbers.list(pageSize: 1).collect().map(\.id)
            #expect(oneAtOnce == ["1", "2"])
            #expect(api.requests.count == 3)
        }
    }

    @Test("History entries are deleted in batches, never without IDs")
    func pieces() async throws {
        var account = SimulatedAccount.sample
        account.history = (1...301).map { HistoryItem(["id": .text("e\($0)")]) }
        try await withAPI(account) { api, client in
            let ids = try #require(NonEmpty(elements: try (1...301).map { try HistoryEntry.ID("e\($0)") }))
            try await client.history.change(ids, HistoryChange(isArchived: true))
            #expect(api.account.history.allSatisfy { $0.isArchived })
            try await client.history.delete(ids)
            #expect(api.account.history.isEmpty)
            let deletions = api.requests.filter { $0.method == "DELETE" }.map(\.query)
            #expect(deletions.map(\.count) == [150, 150, 1])
            #expect(deletions.joined().map { $0 } == (1...301).map { "id=e\($0)" })
            #expect(api.requests.filter { $0.method == "PUT" }.count == 3)
            #expect(NonEmpty(elements: [HistoryEntry.ID]()) == nil)
        }
    }
}
