import Foundation
import Sipgate
import Support
import Testing

/// Calls that send several requests.
@Suite struct ModuleTests {
    @Test("Changing webhook settings keeps all other fields, known or not")
    func settingsKept() async throws {
        var account = ProviderAccount()
        account.settings =
            #"{"incomingUrl":"https://ü.example/ x","outgoingUrl":null,"log":true,"whitelist":["p0","q9"],"new":{"a":[1,2.5,null,"x",true]}}"#
        try await withAPI(account) { api, client in
            let change = try await client.webhookSettings.setURL(AbsoluteURL("https://new.example"), for: .outgoing)
            #expect(
                api.account.settings
                    == #"{"incomingUrl":"https://ü.example/ x","log":true,"new":{"a":[1,2.5,null,"x",true]},"outgoingUrl":"https://new.example","whitelist":["p0","q9"]}"#
            )
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
            let old = api.account.settings
            api.next(.json(old), .done, .json(old))
            let url = try AbsoluteURL("https://new.example")
            let found = AccountWebhooks(incoming: try AbsoluteURL("https://old.example/in"))
            await #expect(throws: SipgateError.settingsNotStored(wanted: AccountWebhooks(incoming: url), found: found))
            {
                try await client.webhookSettings.setURL(url, for: .incoming)
            }
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
            #expect(api.account.defaultSender == 1)
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
        try await withAPI { api, client in
            let ids = try #require(NonEmpty(elements: try (1...301).map { try HistoryEntry.ID("e\($0)") }))
            try await client.history.delete(ids)
            try await client.history.change(ids, HistoryChange(isArchived: true))
            let deletions = api.requests.filter { $0.method == "DELETE" }.map(\.query)
            #expect(deletions.map(\.count) == [150, 150, 1])
            #expect(deletions.joined().map { $0 } == (1...301).map { "id=e\($0)" })
            #expect(api.requests.filter { $0.method == "PUT" }.count == 3)
            #expect(NonEmpty(elements: [HistoryEntry.ID]()) == nil)
        }
    }
}
