import Foundation
import ProviderFixtures
import ProviderSimulator
import Support
import SystemPackage
import Testing

/// Logging in, stored tokens, webhooks and refusals.
struct AccountLoginTests {
    private static let login = ["ANNOUNCE_TOKEN_ID": AccountFixture.tokenID, "ANNOUNCE_TOKEN": AccountFixture.token]

    @Test("a token is verified, stored for its owner only, used and deleted")
    func journey() async throws {
        try await AccountFixture.with { account in
            let run = try account.run(["login"], environment: Self.login)
            #expect(run.text == "Logged in as w0 of account 1234567 at sipgate.de with token-AbC123\n")
            #expect(account.mode(of: "state/account.json") == 0o600)
            #expect(account.mode(of: "state") == 0o700)
            let status = try account.run(["status"], environment: [:])
            #expect(
                status.text == """
                    Logged in as w0 of account 1234567 at sipgate.de with token-AbC123
                    incoming calls  https://old.example/in
                    outgoing calls  none
                    sources         all phone lines and groups
                    provider's log  off

                    """)
            #expect(try account.run(["logout"], environment: [:]).errors == "The stored token was deleted.\n")
            let after = try account.run(["status"], environment: [:])
            #expect(after.status == 1)
            #expect(after.errors.hasPrefix("Error: Not logged in. Run `announce account login`"))
        }
    }

    @Test(
        "--with-token reads the token from standard input",
        arguments: [
            "\(AccountFixture.tokenID):\(AccountFixture.token)\n",
            "\(AccountFixture.tokenID)\n\(AccountFixture.token)\r\n",
        ])
    func withToken(_ text: String) async throws {
        try await AccountFixture.with { account in
            try account.write(text, to: "token.txt")
            let input = RunningProgram.Input.file(account.folder.file("token.txt"))
            let run = try account.run(["login", "--with-token"], environment: [:], input: input)
            #expect(run.text == "Logged in as w0 of account 1234567 at sipgate.de with token-AbC123\n", "\(run.errors)")
            #expect(account.mode(of: "state/account.json") == 0o600)
            #expect(try account.run(["status"], environment: [:]).status == 0)
        }
    }

    @Test(
        "standard input without a token is reported without repeating it",
        arguments: [
            ("", "Standard input does not contain a token"),
            ("one\ntwo\nthree\n", "Standard input does not contain a token"),
            ("\(AccountFixture.token):\(AccountFixture.tokenID)\n", "looks like the token itself"),
            (String(repeating: "x", count: 10_000), "Standard input does not contain a token"),
        ])
    func withoutToken(_ text: String, _ words: String) async throws {
        try await AccountFixture.with { account in
            try account.write(text, to: "token.txt")
            let input = RunningProgram.Input.file(account.folder.file("token.txt"))
            let run = try account.run(["login", "--with-token"], environment: [:], input: input)
            #expect(run.status == 1)
            #expect(run.errors.contains(words), "\(run.errors)")
            #expect(account.api.requests.isEmpty)
        }
    }

    @Test("a token that the provider refuses is not stored")
    func refused() async throws {
        try await AccountFixture.with { account in
            account.api.next(.answer(status: 401, body: "Unauthorized"))
            let run = try account.run(["login"], environment: Self.login)
            #expect(run.status == 1)
            #expect(run.errors.hasPrefix("Error: The provider rejected the token: it is wrong, revoked or expired."))
            #expect(!FileManager.default.fileExists(atPath: account.folder.file("state/account.json").string))
        }
    }

    @Test("at a terminal the token is prompted for and not shown")
    func terminal() async throws {
        try await AccountFixture.with { account in
            // A pseudo-terminal that types the answers.
            let script = """
                import os, pty, sys
                child, terminal = pty.fork()
                if child == 0:
                    os.execv(sys.argv[1], [sys.argv[1], "account", "login", "--state", "state"])
                seen = b""
                answers = [(b"Token ID", sys.argv[2]), (b"Token (not shown): ", sys.argv[3])]
                while True:
                    try:
                        part = os.read(terminal, 4096)
                    except OSError:
                        part = b""
                    if not part:
                        break
                    seen += part
                    if answers and answers[0][0] in seen:
                        os.write(terminal, answers.pop(0)[1].encode() + b"\\n")
                print(seen.decode())
                sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
                """
            let run = try RunningProgram(
                ["/usr/bin/python3", "-c", script, Announce.path, AccountFixture.tokenID, AccountFixture.token],
                in: account.folder.path, environment: ["ANNOUNCE_API_URL": account.api.address], input: .nothing
            ).wait()
            #expect(run.status == 0, "\(run.text)")
            #expect(run.text.contains("Token ID (token-…): token-AbC123"))
            #expect(run.text.contains("Logged in as w0"))
            #expect(!run.text.contains(AccountFixture.token))
        }
    }

    @Test(
        "invalid tokens are reported without repeating them",
        arguments: [
            (["ANNOUNCE_TOKEN_ID": AccountFixture.tokenID], "The environment variable ANNOUNCE_TOKEN is not set"),
            (
                ["ANNOUNCE_TOKEN_ID": AccountFixture.token, "ANNOUNCE_TOKEN": AccountFixture.tokenID],
                "looks like the token itself"
            ),
            (["ANNOUNCE_TOKEN_ID": AccountFixture.tokenID, "ANNOUNCE_TOKEN": "secret"], "Copy it again"),
        ])
    func impossible(_ environment: [String: String], _ words: String) async throws {
        try await AccountFixture.with { account in
            let run = try account.run(["login"], environment: environment)
            #expect(run.status == 1)
            #expect(run.errors.contains(words), "\(run.errors)")
            #expect(account.api.requests.isEmpty)
        }
    }

    @Test("connect sets the webhooks, disconnect restores them")
    func connect() async throws {
        try await AccountFixture.with { account in
            let text = ServedFolder.text(
                "numbers: {}", settings: "webhook: { basic-auth: { user: phone, password-env: WEBHOOK_PASSWORD } }")
            try account.write(text, to: "announce.yaml")
            let variables = Self.login.merging(["WEBHOOK_PASSWORD": "p@ss word"]) { $1 }
            let asked = try account.run(["connect"], environment: variables)
            #expect(asked.status == 1)
            #expect(
                asked.errors.hasSuffix(
                    "Error: Not a terminal, so nothing can be asked, and nothing was changed. Add --yes.\n"))
            #expect(!account.api.requests.contains { $0.method == "PUT" })

            let run = try account.run(["connect", "--outgoing", "--yes"], environment: variables)
            #expect(run.status == 0, "\(run.errors)")
            #expect(run.errors.contains("incoming calls: https://old.example/in\n"))
            #expect(run.errors.contains("new: https://phone:***@phone.example.test/ann/sipgate\n"))
            #expect(!run.errors.contains("p%40ss"))
            let entered = "https://phone:p%40ss%20word@phone.example.test/ann/sipgate"
            let settings = account.api.account.settings
            #expect(settings.incomingURL == entered && settings.outgoingURL == entered)
            #expect(!settings.isLogged && settings.whitelist == nil)
            #expect(account.mode(of: "state/webhooks-before.json") == 0o600)

            let again = try account.run(["connect", "--yes", "--json"], environment: variables)
            #expect(again.errors == "The webhooks already point at this server.\n")
            #expect(again.text.contains("\"changed\" : false"))
            let back = try account.run(["disconnect", "--yes"], environment: variables)
            #expect(back.status == 0, "\(back.errors)")
            #expect(account.api.account.settings == SimulatedAccount.sample.settings)
            let nothing = try account.run(["disconnect", "--yes"], environment: variables)
            #expect(nothing.status == 1)
            #expect(nothing.errors.hasPrefix("Error: There is nothing to restore"))
        }
    }

    @Test("addresses changed in the meantime are left alone")
    func changedSince() async throws {
        try await AccountFixture.with { account in
            try account.write(ServedFolder.text("numbers: {}"), to: "announce.yaml")
            #expect(try account.run("connect", "--yes").status == 0)
            let others = #"{"incomingUrl":"https://new.example/","log":false,"outgoingUrl":"","whitelist":null}"#
            account.api.next(.json(#"{"sub":"w0","masterSipId":"1234567"}"#), .json(others))
            let run = try account.run("disconnect", "--yes")
            #expect(run.status == 0)
            #expect(
                run.errors == """
                    incoming calls: changed to https://new.example/ in the meantime; left alone
                    Nothing to change.

                    """)
        }
    }

    @Test(
        "refusals have a remedy",
        arguments: [
            (
                ["sms", "send", "--to", "+4930555001", "--line", "s0", "Hi"],
                ProviderAPI.Reply.refusal(402, detail: "balance too low"),
                "Error: The account's balance is too low (POST sessions/sms: balance too low). Top it up at the provider, then "
                    + "try again.\n"
            ),
            (
                ["call", "running"], .refusal(403, detail: "insufficient scope"),
                "Error: The provider refused GET calls: insufficient scope: the token lacks the scope rtcm:read, or the object "
                    + "belongs to another account. Scopes need a new token: console.sipgate.com → Personal Access Tokens.\n"
            ),
            (
                ["contacts", "list"], .refusal(429, detail: "slow down", headers: [("Retry-After", "3600")]),
                "Error: Too many requests to the provider (GET contacts). Try again in 60 minutes.\n"
            ),
            (
                ["call", "hangup", "A-1"], .refusal(404, detail: ""),
                "Error: There is no active call A-1. `announce account call running` lists active calls.\n"
            ),
            (
                ["fax", "status", "f-1"], .json("[]"),
                "Error: The provider's answer to GET history/f-1 is not as documented (it has another type). "
            ),
        ] as [([String], ProviderAPI.Reply, String)])
    func refusals(_ arguments: [String], _ reply: ProviderAPI.Reply, _ sentence: String) async throws {
        try await AccountFixture.with { account in
            account.api.next(reply)
            let run = try account.run(arguments)
            #expect(run.status == 1)
            #expect(run.errors.hasPrefix(sentence), "\(run.errors)")
        }
    }

    @Test(
        "wrong usage is reported before any request",
        arguments: [
            ["call", "start", "--to", "+4930555001", "--from", "+492111234567"], ["call", "press", "A-1", "1x"],
            ["call", "hangup", "A-\u{1B}1"], ["call", "hangup", ".."],
            ["sms", "send", "--to", "0211", "Hi"], ["contacts", "import", "-"],
            ["contacts", "import", "a.csv", "--shared"], ["log", "--on", "--off"], ["history", "--limit", "0"],
        ])
    func usage(_ arguments: [String]) async throws {
        try await AccountFixture.with { account in
            let run = try account.run(arguments)
            #expect(run.status == 64)
            #expect(account.api.requests.isEmpty)
        }
    }

    @Test("a national number is refused with the number to write instead")
    func nationalNumber() async throws {
        try await AccountFixture.with { account in
            for command in [["sms", "send", "Hi"], ["call", "start", "--from", "e0"], ["fax", "send", "a.pdf"]] {
                let run = try account.run(command + ["--to", "0211 1234567"])
                #expect(run.status == 64 && run.errors.contains("for example +49 211 1234567"), "\(run.errors)")
                #expect(account.api.requests.isEmpty)
            }
        }
    }

    @Test("the token is never sent without TLS or to another host")
    func whereTo() async throws {
        try await AccountFixture.with { account in
            let plain = try Announce.run(
                "account", "status", "--state", "state", in: account.folder,
                environment: Self.login.merging(["ANNOUNCE_API_URL": "http://api.example.com/v2"]) { $1 })
            #expect(plain.status == 1)
            #expect(plain.errors.hasPrefix("Error: ANNOUNCE_API_URL points to api.example.com without TLS"))
            account.api.next(.answer(status: 302, headers: [("Location", "https://other.example/")], body: ""))
            #expect(try account.run("status").errors.contains("(status 302, https://other.example/)"))
        }
    }
}
