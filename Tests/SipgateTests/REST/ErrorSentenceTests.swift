import Foundation
import ProviderFixtures
import Sipgate
import Support
import Testing

/// Errors as people read them: printed, or by `localizedDescription`.
@Suite struct ErrorSentenceTests {
    @Test("One catch covers a whole call: the values it is made of, and the request")
    func family() async throws {
        try await withAPI(adjust: { $0.retries = .none }) { api, client in
            var heard: [String] = []
            for (number, status) in [("015739777777", 0), ("+49 157 99912345", 402), ("+49 157 99912345", 403)] {
                if status != 0 { api.next(.refusal(status, detail: "because")) }
                do throws(SipgateError) {
                    try await client.sms.send(
                        SMSText("The door is open."), to: PhoneNumber(number), from: SMSLine("s0"))
                } catch .insufficientFunds(let refusal) {
                    heard.append("no money: \(refusal.summary)")
                } catch .invalid(let value) {
                    heard.append("\(value)")
                } catch {
                    heard.append("\(error.refusal?.status ?? 0)")
                }
            }
            #expect(
                heard == [
                    "015739777777 has no country code; write it in international format, for example +49 211 1234567.",
                    "no money: because", "403",
                ])
        }
    }

    /// A value that is refused, and the sentence.
    struct Sample: Sendable {
        let sentence: String
        let make: @Sendable () throws -> Void

        init(_ sentence: String, _ make: @escaping @Sendable () throws -> Void) {
            (self.sentence, self.make) = (sentence, make)
        }
    }

    static let samples = [
        Sample("12 is not a phone number: too short (2 digits).") { _ = try PhoneNumber("12") },
        Sample("\u{FFFD}[2J is not a phone number: `\\u{1B}` cannot be part of one.") {
            _ = try PhoneNumber("\u{1B}[2J")
        },
        Sample("`ftp://a` is not a URL that begins with https:// or http://.") { _ = try AbsoluteURL("ftp://a") },
        Sample("The URL has a space at position 11; write it as %20.") { _ = try AbsoluteURL("https://a/ b") },
        Sample(
            "The address of the API leads to a.example without TLS, which would send the token unencrypted. Use https."
        ) {
            _ = try APIAddress("http://a.example")
        },
        Sample("The ID is empty.") { _ = try RunningCall.ID("") },
        Sample("The ID `a\\n` contains a control character.") { _ = try RunningCall.ID("a\n") },
        Sample("`z0` is not an extension: expected a letter and a number, such as e0, p3 or w1.") {
            _ = try SMSLine("z0")
        },
        Sample("w1 is a user, but an SMS line is needed (s0, …).") { _ = try SMSLine("w1") },
        Sample("w1 is a user, but a phone line or a group is needed (p0, g0, …).") { _ = try WebhookSource("w1") },
        Sample("`X` is not a key; keys are 0 to 9, A to D, * and #.") { _ = try DTMFKeys("1x") },
        Sample("The message is empty.") { _ = try SMSText(" ") },
        Sample("1970-01-01T00:00:00Z is in the past.") { _ = try SMSTime(Date(timeIntervalSince1970: 0)) },
        Sample("The document is truncated: %%EOF is missing. Copy it again.") { _ = try PDF("%PDF-".utf8) },
        Sample("The name of a fax cannot contain `/`.") { _ = try FaxName("a/b") },
        Sample("The contact has neither a first nor a last name.") { _ = try NewContact(firstname: "", lastname: " ") },
        Sample("The card does not begin with BEGIN:VCARD.") { _ = try VCard("x") },
        Sample("The file is empty.") { _ = try ContactTable("") },
        Sample("The quote opened in line 2 is never closed.") { _ = try ContactTable("firstname,lastname,number\n\"") },
        Sample("`x` is not a token ID: expected `token-` and six letters or digits.") {
            _ = try PersonalAccessToken.ID("x")
        },
        Sample("Not a token: expected a form like 01234567-89ab-4cde-8f01-23456789abcd. Copy it again.") {
            _ = try PersonalAccessToken.Token("hunter2")
        },
        Sample(
            "Not an OAuth access token: expected a JSON Web Token, three parts separated by full stops. Copy it again."
        ) {
            _ = try OAuthToken("hunter2")
        },
        Sample("The password is empty.") { _ = try Credentials.basic(user: "a@example.com", password: Secret("")) },
        Sample("There is no number to dial.") { _ = try CallResponse.DialTargets([]) },
        Sample("The timeout must be at least 1 ms, not 0.") {
            _ = try CallResponse.Gather(onData: AbsoluteURL("https://a"), timeout: 0)
        },
        Sample("The form has no callId.") { _ = try CallEvent(form: "event=newCall".utf8) },
        Sample("Not a public key for verifying signatures: it has no -----BEGIN PUBLIC KEY----- line.") {
            _ = try WebhookKey(pem: "x")
        },
    ]

    @Test("Every reason is a sentence, printed and localized", arguments: samples)
    func sentences(sample: Sample) throws {
        let error = try #require(throws: (any Error).self) { try sample.make() }
        #expect("\(error)" == sample.sentence)
        #expect(error.localizedDescription == sample.sentence)
    }

    @Test("What the provider wrote cannot steer a terminal, and `{}` is no reason")
    func hostile() {
        func refusal(_ text: String) -> Refusal { Refusal(status: 500, request: "GET calls", scope: "", text: text) }
        #expect(
            "\(SipgateError.refused(refusal("\u{1B}[2Jx")))"
                == "The provider refused GET calls with status 500: \u{FFFD}[2Jx. This is an error of the provider; try again later."
        )
        #expect("\(SipgateError.notFound(refusal("")))" == "Not found at the provider (GET calls).")
        #expect(
            SipgateError.unreachable(host: "a.example", .refused).localizedDescription
                == "Cannot reach a.example: connection refused. Nothing was sent. Check the address and the port.")
        #expect("\(ConnectionFailure.timedOut)" == "no answer in time")
        #expect(ConnectionFailure.timedOut.localizedDescription == "No answer in time.")
    }
}
