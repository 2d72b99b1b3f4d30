import ProviderFixtures
import Support
import Testing

/// Why an argument of `announce account` is not accepted, as far as the person who typed it.
@Suite struct AccountReasonTests {
    @Test(
        "the reason arrives at the person who typed it",
        arguments: [
            // As `announce check` says it.
            (
                ["sms", "send", "--to", "015739777777", "Hi"],
                "015739777777 has no country code; write it in international format, for example +49 15739777777."
            ),
            (["fax", "send", "--to", "12", "a.pdf"], "12 is not a phone number: too short (2 digits)."),
            (
                ["sms", "send", "--to", "+4930555001", "--line", "w0", "Hi"],
                "w0 is a user, but an SMS line is needed (s0, …)."
            ),
            (
                ["fax", "send", "--to", "+4930555001", "--name", "a/b", "a.pdf"],
                "The name of a fax cannot contain `/`."
            ),
            (
                ["call", "start", "--to", "+4930555001", "--from", "0211123"],
                "0211123 has no country code; write it in international format, for example +49 211123."
            ),
            (
                ["call", "start", "--to", "+4930555001", "--from", "z9"],
                "`z9` is not an extension: expected a letter and a number, such as e0, p3 or w1."
            ),
            (["call", "press", "A-1", "1x"], "`X` is not a key; keys are 0 to 9, A to D, * and #."),
            (["call", "hangup", ".."], "`..` is not an ID."),
        ])
    func reasons(arguments: [String], reason: String) async throws {
        try await AccountFixture.with { account in
            let run = try account.run(arguments)
            #expect(run.status == 64)
            #expect(run.errors.contains(reason), "\(run.errors)")
            #expect(account.api.requests.isEmpty)
        }
    }
}
