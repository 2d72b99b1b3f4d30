/// A person with a telephone of the account, as events name them.
package struct Colleague: Hashable, Sendable {
    package let name: String
    /// `w0`
    package let userID: String
    /// `1234567w0`
    package var fullUserID: String { Self.account + userID }

    /// The customer number of the simulated account.
    package static let account = "1234567"
    package static let ada = Colleague(name: "Ada Lovelace", userID: "w0")
    /// With letters that must survive the way.
    package static let jürgen = Colleague(name: "Jürgen Müller", userID: "w1")
    /// Those whose telephones ring for the account's numbers.
    package static let all = [ada, jürgen]
    /// The name that the provider reserves for its voicemail.
    package static let voicemail = Colleague(name: "voicemail", userID: "v0")
}
