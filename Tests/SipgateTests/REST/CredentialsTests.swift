import Foundation
import ProviderFixtures
import ProviderSimulator
import Sipgate
import Support
import Synchronization
import Testing

@Suite struct CredentialsTests {
    @Test("No type that contains a secret prints it")
    func redacted() throws {
        let secret = "hunter2-" + Sample.token
        let token = PersonalAccessToken(
            id: try PersonalAccessToken.ID(Sample.tokenID), token: try PersonalAccessToken.Token(Sample.token))
        let things: [Any] = [
            Secret(secret), [Secret(secret)], ["a": Secret(secret)], Optional(Secret(secret)) as Any, token,
            token.token,
            try OAuthToken(Sample.oauth(secret)), Credentials.personalAccessToken(token),
            Credentials.oauth(try OAuthToken(Sample.oauth(secret))),
            try Credentials.basic(user: "a@example.com", password: Secret(secret)),
            SipgateClient(.personalAccessToken(token)), SipgateClient(.oauth(try OAuthToken(Sample.oauth(secret)))).sms,
        ]
        for thing in things {
            var dumped = ""
            dump(thing, to: &dumped)
            for text in [
                dumped, "\(thing)", String(reflecting: thing), "\(Mirror(reflecting: thing).children.map { "\($0)" })",
            ] {
                #expect(!text.contains("hunter2"), "\(text)")
                #expect(!text.contains(Sample.oauth(secret)), "\(text)")
                #expect(!text.contains(Sample.token), "\(text)")
                #expect(!text.contains(Sample.basic.suffix(40)), "\(text)")
            }
        }
        #expect("\(Secret(secret))" == "<redacted>")
    }

    @Test(
        "Token IDs are accepted or refused with a reason",
        arguments: [
            ("token-FQ1V12", nil), ("token-aaaaaa", nil), ("", .form("")), ("token-", .form("token-")),
            ("token-12345", .form("token-12345")), ("token-1234567", .form("token-1234567")),
            ("Token-123456", .form("Token-123456")), ("token-12345\n", .form("token-12345\n")),
            ("token-12345é", .form("token-12345é")), ("token-1234-6", .form("token-1234-6")), (Sample.token, .isToken),
        ] as [(String, PersonalAccessToken.ID.ParseError?)])
    func names(text: String, reason: PersonalAccessToken.ID.ParseError?) {
        do throws(SipgateError) {
            #expect(try PersonalAccessToken.ID(text).text == text)
            #expect(reason == nil)
        } catch {
            #expect(error == reason.map { .invalid(.tokenID($0)) })
        }
    }

    @Test(
        "Tokens are accepted or refused with a reason",
        arguments: [
            (Sample.token, nil), (Sample.token.uppercased(), nil), ("", .empty), (Sample.tokenID, .isID),
            ("0f1e2d3c4b5a49788a6b5c4d3e2f1a0b", .notUUID), ("0f1e2d3c-4b5a-4978-8a6b-5c4d3e2f1a0", .notUUID),
            ("0f1e2d3c-4b5a-4978-8a6b-5c4d3e2f1a0g", .notUUID), (" " + Sample.token, .notUUID),
            (Sample.token + "\n", .notUUID), ("0f1e2d3c-4b5a-1978-8a6b-5c4d3e2f1a0b", .notVersion4),
            ("0f1e2d3c-4b5a-4978-7a6b-5c4d3e2f1a0b", .notVersion4),
        ] as [(String, PersonalAccessToken.Token.ParseError?)])
    func tokens(text: String, reason: PersonalAccessToken.Token.ParseError?) {
        do throws(SipgateError) {
            #expect(try PersonalAccessToken.Token(text).secret.exposedText == text)
            #expect(reason == nil)
        } catch {
            #expect(error == reason.map { .invalid(.token($0)) })
        }
    }

    @Test(
        "OAuth tokens are JSON Web Tokens, or refused with a reason",
        arguments: [
            (Sample.oauth("a"), nil), (Sample.oauth("a>b?c~ü"), nil), ("", .empty),
            ("a.b.c\r\nX: y", .impossibleCharacter),
            (Sample.oauth("a") + "\n", .impossibleCharacter), ("hunter2", .notJWT), (Sample.token, .notJWT),
            ("a.b.c", .notJWT), ("e30.e30", .notJWT), ("e30.e30.", .notJWT), (".e30.x", .notJWT),
            ("e30.e30.x.y", .notJWT), ("e30.W10.x", .notJWT), ("e30.bnVsbA.x", .notJWT), ("e30.e30.x", nil),
        ] as [(String, OAuthToken.ParseError?)])
    func oauthTokens(text: String, reason: OAuthToken.ParseError?) {
        do throws(SipgateError) {
            #expect(try OAuthToken(text).secret.exposedText == text)
            #expect(reason == nil)
        } catch {
            #expect(error == reason.map { .invalid(.oauthToken($0)) })
            #expect(!error.description.contains("hunter2") && !error.description.contains(Sample.token))
        }
    }

    @Test(
        "User name and password must be there and fit into a header",
        arguments: [
            ("", "x", .empty), (" ", "x", .empty), ("a:b", "x", .colon("a:b")), ("a@example.com", "", .noPassword),
            ("a@example.com", "x\n", .controlCharacter), ("a\0", "x", .controlCharacter),
        ] as [(String, String, Credentials.InvalidUser)])
    func users(user: String, password: String, reason: Credentials.InvalidUser) {
        #expect(throws: SipgateError.invalid(.user(reason))) {
            try Credentials.basic(user: user, password: Secret(password))
        }
    }

    @Test("E-mail address and password are sent as Basic, in UTF-8")
    func basic() async throws {
        var account = SimulatedAccount.sample
        account.tokens = [APIToken(id: "a@example.com", secret: "pä:ss")]
        try await withAPI(account, try .basic(user: "a@example.com", password: Secret("pä:ss"))) {
            api, client in
            _ = try await client.user.info()
            let expected = "Basic " + Data("a@example.com:pä:ss".utf8).base64EncodedString()
            #expect(api.requests[0].header("Authorization") == expected)
        }
    }

    @Test("A refused OAuth token is renewed once, even for an SMS, and kept")
    func renewed() async throws {
        var account = SimulatedAccount.sample
        account.tokens = [APIToken(bearer: Sample.oauth("new.er"))]
        let count = Counter()
        let credentials = Credentials.oauth(try OAuthToken(Sample.oauth("o.ld"))) {
            count.add()
            return try OAuthToken(Sample.oauth("new.er"))
        }
        try await withAPI(account, credentials) { api, client in
            try await client.sms.send(SMSText("a"), to: Sample.number(), from: Sample.line())
            _ = try await client.user.info()
            #expect(
                api.requests.map { $0.header("Authorization") } == [
                    "Bearer " + Sample.oauth("o.ld"), "Bearer " + Sample.oauth("new.er"),
                    "Bearer " + Sample.oauth("new.er"),
                ])
            #expect(count.value == 1)
        }
    }

    @Test("Requests refused at the same time share one new token")
    func together() async throws {
        var account = SimulatedAccount.sample
        account.tokens = [APIToken(bearer: Sample.oauth("new"))]
        let count = Counter()
        let credentials = Credentials.oauth(try OAuthToken(Sample.oauth("old"))) {
            count.add()
            return try OAuthToken(Sample.oauth("new"))
        }
        try await withAPI(account, credentials) { api, client in
            try await withThrowingTaskGroup { group in
                for _ in 0..<8 { group.addTask { _ = try await client.user.info() } }
                try await group.waitForAll()
            }
            #expect(count.value == 1)
        }
    }

    @Test("A refused new token, no refresh closure and a failing one are errors")
    func notRenewed() async throws {
        var account = SimulatedAccount.sample
        account.tokens = []
        let stubborn = Credentials.oauth(try OAuthToken(Sample.oauth("old"))) { try OAuthToken(Sample.oauth("new")) }
        for (credentials, sent) in [
            (stubborn, 2), (.oauth(try OAuthToken(Sample.oauth("old"))), 1), (try Sample.credentials, 1),
        ] {
            try await withAPI(account, credentials) { api, client in
                let error = try await #require(throws: SipgateError.self) { _ = try await client.user.info() }
                guard case .unauthorized = error else {
                    Issue.record("\(error)")
                    return
                }
                #expect(api.requests.count == sent)
            }
        }
        let broken = Credentials.oauth(try OAuthToken(Sample.oauth("old"))) {
            throw SipgateError.invalid(.oauthToken(.empty))
        }
        try await withAPI(account, broken) { api, client in
            await #expect(throws: SipgateError.tokenRefreshFailed(reason: "The OAuth token is empty.")) {
                _ = try await client.user.info()
            }
        }
    }

    private final class Counter: Sendable {
        private let count = Mutex(0)
        func add() { count.withLock { $0 += 1 } }
        var value: Int { count.withLock { $0 } }
    }
}
