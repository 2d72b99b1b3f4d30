import Crypto
import CryptoExtras
import FoundationEssentials

/// The hash of a password: scrypt (RFC 7914) in the PHC string format, `$scrypt$ln=15,r=8,p=3$salt$hash`.
package struct PasswordHash: Hashable, Sendable, CustomStringConvertible {
    /// The cost of one attempt.
    package struct Cost: Hashable, Sendable {
        /// The logarithm of N to base 2.
        let logN: Int
        let blockSize: Int
        let parallelism: Int

        /// 32 MiB and about a tenth of a second: OWASP's equivalent of N = 2^17 with a quarter of its memory.
        package static let standard = Cost(logN: 15, blockSize: 8, parallelism: 3)

        /// Bytes of memory during a computation.
        var memory: Int { 128 * (1 << logN) * blockSize }
    }

    /// Characters.
    package static let shortest = 8
    /// Bytes.
    package static let longest = 1024

    private let cost: Cost
    private let salt: [UInt8]
    private let hash: [UInt8]

    /// Hashes a password with a random salt. Blocks for as long as the cost demands.
    ///
    /// - Throws: `PasswordLengthError`.
    package init(of password: String, cost: Cost = .standard) throws {
        guard password.count >= Self.shortest else { throw PasswordLengthError.tooShort(password.count) }
        guard password.utf8.count <= Self.longest else { throw PasswordLengthError.tooLong(password.utf8.count) }
        var source = SystemRandomNumberGenerator()
        self.cost = cost
        salt = (0..<16).map { _ in UInt8.random(in: 0...255, using: &source) }
        hash = try Self.derive(password, salt, cost, count: 32)
    }

    /// Reads the PHC string.
    ///
    /// - Throws: `PasswordHashError`, also for costs that need more than 1 GiB.
    package init(_ text: String) throws(PasswordHashError) {
        let parts = text.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 5, parts[0].isEmpty, parts[1] == "scrypt", let salt = Self.decode(parts[3]),
            let hash = Self.decode(parts[4]), (8...64).contains(salt.count), (16...64).contains(hash.count)
        else { throw PasswordHashError() }
        var numbers: [Int] = []
        for (part, name) in zip(parts[2].split(separator: ",", omittingEmptySubsequences: false), ["ln=", "r=", "p="]) {
            guard part.hasPrefix(name), let number = Int(part.dropFirst(name.count)) else { throw PasswordHashError() }
            numbers.append(number)
        }
        guard numbers.count == 3, (1...20).contains(numbers[0]), (1...32).contains(numbers[1]),
            (1...16).contains(numbers[2])
        else { throw PasswordHashError() }
        cost = Cost(logN: numbers[0], blockSize: numbers[1], parallelism: numbers[2])
        guard cost.memory <= 1 << 30 else { throw PasswordHashError() }
        (self.salt, self.hash) = (salt, hash)
    }

    package var description: String {
        "$scrypt$ln=\(cost.logN),r=\(cost.blockSize),p=\(cost.parallelism)$\(Self.encode(salt))$\(Self.encode(hash))"
    }

    /// Returns whether the password matches. Blocks for as long as the cost demands in either case.
    package func matches(_ password: String) -> Bool {
        guard !password.isEmpty, password.utf8.count <= Self.longest,
            let other = try? Self.derive(password, salt, cost, count: hash.count)
        else { return false }
        return zip(hash, other).reduce(into: UInt8(0)) { $0 |= $1.0 ^ $1.1 } == 0
    }

    private static func derive(_ password: String, _ salt: [UInt8], _ cost: Cost, count: Int) throws -> [UInt8] {
        let key = try KDF.Scrypt.deriveKey(
            from: Array(password.utf8), salt: salt, outputByteCount: count, rounds: 1 << cost.logN,
            blockSize: cost.blockSize, parallelism: cost.parallelism)
        return key.withUnsafeBytes { Array($0) }
    }

    /// Base64 without padding, as the PHC format requires.
    private static func encode(_ bytes: [UInt8]) -> String {
        let text = Data(bytes).base64EncodedString()
        return String(text.prefix { $0 != "=" })
    }

    private static func decode(_ text: Substring) -> [UInt8]? {
        guard !text.contains("=") else { return nil }
        return Data(base64Encoded: text + String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)).map(Array.init)
    }
}

/// The text is not a supported password hash.
package struct PasswordHashError: Error, Hashable, Sendable {}

/// Reasons a password is not accepted.
package enum PasswordLengthError: Error, Hashable, Sendable {
    /// Fewer characters than `PasswordHash.shortest`.
    case tooShort(Int)
    /// More bytes than `PasswordHash.longest`.
    case tooLong(Int)
}
