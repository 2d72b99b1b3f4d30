import Foundation
import Support
import SystemPackage
import Testing

/// `announce password` at a terminal.
struct PasswordCommandTests {
    private static let sentence = "a sentence to enter"

    @Test(
        "the password is asked for twice, without echo",
        arguments: [
            (["\(sentence)\n", "\(sentence)\n"], 0, "The dashboard now requires this password."),
            (["\(sentence)\n", "another sentence\n"], 1, "The passwords differ, so nothing was changed."),
            (["\n"], 1, "No password was entered, so nothing was changed."),
            (["short\n", "short\n"], 1, "The password has 5 characters; use at least 8."),
            (["\u{3}"], 130, "New password: "), (["\(sentence)\n", "\u{3}"], 130, "Repeat it: "),
        ])
    func typed(_ answers: [String], _ status: Int, _ words: String) throws {
        let folder = try TemporaryFolder()
        let prompts = zip(["New password: ", "Repeat it: "], answers).map { (prompt: $0, answer: $1) }
        let state = folder.file("state").string
        let session = try TypedSession.run([Announce.path, "password", "--state", state], prompts)
        #expect(session.status == status && session.text.contains(words), "\(session)")
        #expect(!session.text.contains("sentence to enter") && !session.text.contains("short"), "\(session)")
        #expect(FileManager.default.fileExists(atPath: state + "/admin-password") == (status == 0))
    }
}
