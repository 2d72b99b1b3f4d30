import ProviderFixtures
import ProviderSimulator
import Support
import Testing

/// `announce account` at an account that checks scopes and money: what is refused, and what is there afterwards.
@Suite struct AccountScopeTests {
    @Test(
        "a missing scope is named, and nothing is changed",
        arguments: [
            (["users"], "users:read"), (["voicemails"], "voicemails:read"), (["numbers"], "numbers:read"),
            (["history"], "history:read"), (["history", "export"], "history:read"),
            (["history", "change", "h-2", "--read"], "history:write"),
            (["fax", "resend", "f-1"], "sessions:fax:write"),
            (["sms", "send", "--to", "+4930555001", "--line", "s0", "Hi"], "sessions:sms:write"),
            (["contacts", "create", "--first", "Ada"], "contacts:write"),
            (["contacts", "import", "cards.vcf"], "contacts:write"),
            (["webhooks", "whitelist", "add", "p0"], "settings:sipgateio:read"),
            (["webhooks", "show", "--line", "p0"], "phonelines:sipgateio:read"),
            (["call", "hangup", "A-1"], "rtcm:write"),
        ])
    func scope(_ arguments: [String], _ scope: String) async throws {
        var provider = SimulatedAccount.sample
        provider.tokens[0].scopes = []
        try await AccountFixture.with(provider) { account in
            try account.write("BEGIN:VCARD\nVERSION:4.0\nN:L;A;;;\nTEL:1\nEND:VCARD\n", to: "cards.vcf")
            let run = try account.run(arguments)
            #expect(run.status == 1)
            #expect(run.errors.contains(scope), "\(run.errors)")
            #expect(run.errors.firstMatch(of: /\.[:),.]/) == nil, "\(run.errors)")
            let now = account.api.account
            #expect(now.history == provider.history && now.contacts == provider.contacts)
            #expect(now.settings == provider.settings && now.calls.count == provider.calls.count)
        }
    }

    @Test("what commands change is there afterwards; without money nothing is sent") func effects() async throws {
        var provider = SimulatedAccount.sample
        provider.funds = 2
        try await AccountFixture.with(provider) { account in
            func run(_ arguments: String...) throws -> String {
                let run = try account.run(arguments)
                #expect(run.status == 0, "\(arguments): \(run.errors)")
                return run.text
            }
            try account.write(
                "BEGIN:VCARD\nVERSION:3.0\nN:Lovelace;Ada;;;\nTEL:+4930555001\nTEL:+4930555002\nEND:VCARD\n",
                to: "cards.vcf")
            _ = try run("contacts", "import", "cards.vcf")
            #expect(try run("contacts", "list").contains("Ada Lovelace"))
            _ = try run("fax", "resend", "f-1")
            _ = try run("sms", "send", "--to", "+4930555001", "--as", "+4915799912345", "Hi")
            let rows = try run("history", "export").split { $0.isNewline }.map { $0.split(separator: ";").prefix(5) }
            #expect(rows.first == ["id", "type", "direction", "source", "target"])
            #expect(
                rows.dropFirst().prefix(2).map { $0.dropFirst().joined(separator: " ") } == [
                    "SMS OUTGOING +4915799912345 +4930555001", "FAX OUTGOING +492111234567 +49302222",
                ])
            #expect(rows.count == 6)
            _ = try run("webhooks", "set", "incoming", "https://line.example/", "--line", "p0")
            #expect(try run("webhooks", "show", "--line", "p0").contains("https://line.example/"))
            #expect(try run("webhooks").contains("https://old.example/in"))

            for arguments in [["fax", "resend", "f-1"], ["sms", "send", "--to", "+4930555001", "--line", "s0", "Hi"]] {
                let refused = try account.run(arguments)
                #expect(refused.status == 1 && refused.errors.contains("balance is too low"), "\(refused.errors)")
            }
            #expect(account.api.account.history.count == 5)
        }
    }
}
