import CallFlow
import Support
import Telephony
import Testing

@testable import Dashboard

/// A value that is mutated inside an expectation.
private final class Box<Value> {
    var value: Value

    init(_ value: Value) {
        self.value = value
    }
}

@Suite("Login attempts")
struct LoginAttemptsTests {
    private func at(_ seconds: Double) -> Moment { Moment(milliseconds: 1_800_000_000_000 + Int64(seconds * 1000)) }

    @Test("Five attempts are free; each further one doubles the wait, up to an hour")
    func client() {
        let attempts = Box(LoginAttempts())
        for _ in 1...5 { #expect(attempts.value.begin("a", at: at(0)) == .go) }
        var now = 0.0
        for wait in [30, 60, 120, 240, 480, 960, 1920, 3600, 3600] {
            #expect(attempts.value.begin("a", at: at(now)) == .wait(wait))
            #expect(attempts.value.begin("a", at: at(now + Double(wait) - 0.5)) == .wait(1))
            now += Double(wait)
            #expect(attempts.value.begin("a", at: at(now)) == .go)
        }
        // Others are not held up.
        #expect(attempts.value.begin("b", at: at(now)) == .go)
    }

    @Test("The right password resets the count")
    func success() {
        let attempts = Box(LoginAttempts())
        for _ in 1...5 { _ = attempts.value.begin("a", at: at(0)) }
        attempts.value.succeeded("a")
        #expect(attempts.value.begin("a", at: at(1)) == .go)
    }

    @Test("Many addresses together are limited to one attempt in five seconds")
    func together() {
        let attempts = Box(LoginAttempts())
        var tries = 0
        for second in 0..<3600 {
            for client in 0..<20 where attempts.value.begin("\(second)-\(client)", at: at(Double(second))) == .go {
                tries += 1
            }
        }
        #expect(tries <= LoginAttempts.mostTogether + 3600 / 5)
        #expect(tries >= 3600 / 5)
    }

    @Test("Setting the clock back neither lengthens nor shortens a wait")
    func clock() {
        let attempts = Box(LoginAttempts())
        for _ in 1...5 { _ = attempts.value.begin("a", at: at(0)) }
        #expect(attempts.value.begin("a", at: at(-3600)) == .wait(3630))
        #expect(attempts.value.begin("b", at: at(-3600)) == .go)
    }
}

@Suite("Sessions")
struct SessionsTests {
    private let password: PasswordHash
    private let other: PasswordHash

    init() throws {
        let cheap = PasswordHash.Cost(logN: 4, blockSize: 1, parallelism: 1)
        password = try PasswordHash(of: "one password", cost: cheap)
        other = try PasswordHash(of: "one password", cost: cheap)
    }

    private func at(_ hours: Double) -> Moment { Moment(milliseconds: 1_800_000_000_000 + Int64(hours * 3_600_000)) }

    @Test("A session ends half a day after its last use, after a week at the latest, and with its password")
    func ends() {
        let sessions = Box(Sessions())
        let idle = sessions.value.begin(password, at: at(0))
        #expect(sessions.value.use(idle, password: password, at: at(11.9)) != nil)
        #expect(sessions.value.use(idle, password: password, at: at(23.8)) != nil)
        #expect(sessions.value.use(idle, password: password, at: at(35.9)) == nil)
        #expect(sessions.value.use(idle, password: password, at: at(23.9)) == nil, "what has ended does not come back")

        let busy = sessions.value.begin(password, at: at(0))
        for hour in 1..<(7 * 24) { #expect(sessions.value.use(busy, password: password, at: at(Double(hour))) != nil) }
        #expect(sessions.value.use(busy, password: password, at: at(7 * 24)) == nil)

        let old = sessions.value.begin(password, at: at(0))
        #expect(sessions.value.use(old, password: other, at: at(0.1)) == nil, "the password was set anew")
        let left = sessions.value.begin(password, at: at(0))
        sessions.value.end(left)
        #expect(sessions.value.use(left, password: password, at: at(0)) == nil)
        #expect(sessions.value.use("", password: password, at: at(0)) == nil)
    }

    @Test("Sessions and their tokens are unique, and their number is limited")
    func many() {
        let sessions = Box(Sessions())
        var secrets: Set<String> = []
        var cookies: [String] = []
        for count in 0...Sessions.most {
            let cookie = sessions.value.begin(password, at: at(Double(count) / 3600))
            cookies.append(cookie)
            secrets.insert(cookie)
            secrets.insert(sessions.value.use(cookie, password: password, at: at(Double(count) / 3600))?.token ?? "")
        }
        #expect(secrets.count == 2 * (Sessions.most + 1))
        #expect(secrets.allSatisfy { $0.count == 43 })
        #expect(sessions.value.use(cookies[0], password: password, at: at(0.5)) == nil)
        #expect(sessions.value.use(cookies[1], password: password, at: at(0.5)) != nil)
    }
}

@Suite("The password's hash")
struct PasswordHashTests {
    /// Made by `hashlib.scrypt(b"correct horse", salt=bytes(range(16)), n=16, r=8, p=1, dklen=32)` of Python 3.11.
    static let foreign = "$scrypt$ln=4,r=8,p=1$AAECAwQFBgcICQoLDA0ODw$Q7EcH175P/kcU7JE2HRU+qTRrq/BS6UbCRYPdBaC5y8"

    @Test("Reads hashes of another program and its own")
    func formats() throws {
        let hash = try PasswordHash(Self.foreign)
        #expect(hash.matches("correct horse"))
        #expect(!hash.matches("correct horsf"))
        #expect(!hash.matches(""))
        let own = try PasswordHash(of: "grüße 🔑 und mehr", cost: .init(logN: 4, blockSize: 8, parallelism: 1))
        #expect(try PasswordHash(own.description) == own)
        #expect(own.matches("grüße 🔑 und mehr"))
        #expect(throws: PasswordLengthError.tooShort(7)) { try PasswordHash(of: "1234567") }
        #expect(throws: PasswordLengthError.tooLong(1025)) { try PasswordHash(of: String(repeating: "x", count: 1025)) }
    }

    @Test(
        "Refuses texts that are not a hash, and hashes that cost too much",
        arguments: [
            "", "scrypt", "$scrypt$", "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$aGFzaA",
            "$scrypt$ln=64,r=8,p=1$AAECAwQFBgcICQoLDA0ODw$AAECAwQFBgcICQoLDA0ODw",
            "$scrypt$ln=20,r=32,p=16$AAECAwQFBgcICQoLDA0ODw$AAECAwQFBgcICQoLDA0ODw",
            "$scrypt$ln=15,r=8,p=0$AAECAwQFBgcICQoLDA0ODw$AAECAwQFBgcICQoLDA0ODw",
            "$scrypt$ln=15,r=8$AAECAwQFBgcICQoLDA0ODw$AAECAwQFBgcICQoLDA0ODw",
            "$scrypt$ln=15,r=8,p=1$$", "$scrypt$ln=15,r=8,p=1$!!!!$AAECAwQFBgcICQoLDA0ODw",
        ])
    func invalid(_ text: String) {
        #expect(throws: PasswordHashError.self) { try PasswordHash(text) }
    }
}
