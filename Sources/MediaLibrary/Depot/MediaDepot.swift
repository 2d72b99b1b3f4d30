package import SystemPackage

/// A place that the servers of several instances have in common, for announcements: what one of them has published can be
/// fetched from all.
///
/// Files are kept by what is in them, so a file that is there is right, and two instances that store one at once do no harm.
/// Nothing is ever deleted. What is fetched may be anything: it is compared with its key before it is used.
package protocol MediaDepot: Sendable {
    /// Whether the depot has a file.
    func has(_ key: DepotKey) async throws(DepotFault) -> Bool
    /// Stores a file, whole or not at all.
    ///
    /// - Parameter hash: SHA-256 of its bytes in hexadecimal.
    func put(_ path: FilePath, size: Int, hash: String) async throws(DepotFault)
    /// Fetches a file, and creates it at a path where there is none.
    ///
    /// - Returns: false if the depot does not have it.
    func get(_ key: DepotKey, into path: FilePath) async throws(DepotFault) -> Bool
}

/// The name of a file in a depot: 16 hexadecimal digits of its hash, those that its URL has.
package struct DepotKey: Hashable, Sendable {
    package let digits: String

    /// - Parameter hash: 64 hexadecimal digits.
    package init(hash: String) { digits = String(hash.prefix(16)) }

    /// Nil if no instance publishes anything by such a name.
    ///
    /// - Parameter name: the last part of a URL: `welcome-0123456789abcdef.wav`.
    init?(published name: String) {
        guard name.hasSuffix(".wav"), let dash = name.lastIndex(of: "-") else { return nil }
        let slug = name[..<dash]
        let digits = name[name.index(after: dash)...].dropLast(4)
        guard digits.utf8.count == 16, digits.utf8.allSatisfy({ 0x30...0x39 ~= $0 || 0x61...0x66 ~= $0 }),
            1...64 ~= slug.utf8.count,
            slug.unicodeScalars.allSatisfy({
                $0.isASCII && ($0.properties.isAlphabetic || "0"..."9" ~= $0 || $0 == "-")
            })
        else { return nil }
        self.digits = String(digits)
    }

    /// `0123456789abcdef.wav`.
    package var fileName: String { digits + ".wav" }
}

/// Reasons a depot could not be used.
package enum DepotFault: Error, Hashable, Sendable {
    /// No connection, or no complete answer.
    case unreachable(host: String, reason: String)
    /// The store refused the request; `code` in its own words, such as `AccessDenied`.
    case refused(status: Int, code: String)
    /// The database refused a statement, in its own words.
    case database(message: String)
    /// A file on this machine could not be read or written; an `errno` value.
    case file(errno: CInt)
}
