import Telephony

extension String {
    /// The text with a star for each character of a password in a URL, since a server prints lines of its configuration into its log.
    /// Places in the text stay what they are. A password may have an `@`, so it goes up to the last one.
    var hidingPasswords: String {
        hidingPasswords(endsAddress: { $0.isWhitespace || "\"'".contains($0) }) { String(repeating: "*", count: $0) }
    }

    /// Characters of a user, a password and what follows that are looked at.
    private static let longestAuthority = 1000

    /// - Parameters:
    ///   - endsAddress: whether a character ends the part of a URL that has the password.
    ///   - stars: what stands for a password, by its Unicode scalars.
    fileprivate func hidingPasswords(endsAddress: (Character) -> Bool, stars: (Int) -> String) -> String {
        var (result, rest) = ("", self[...])
        while let mark = rest.firstRange(of: "://") {
            result += rest[..<mark.upperBound]
            rest = rest[mark.upperBound...]
            let authority = rest.prefix(Self.longestAuthority).prefix { !endsAddress($0) }
            guard let colon = authority.firstIndex(where: { ":/@".contains($0) }), authority[colon] == ":",
                let at = authority.lastIndex(of: "@")
            else { continue }
            let password = authority[authority.index(after: colon)..<at]
            result += authority[...colon] + stars(password.unicodeScalars.count)
            rest = rest[at...]
        }
        return result + rest
    }
}

/// Returns a URL with its password hidden and its control characters replaced.
func maskedAddress(_ address: String) -> String {
    address.hidingPasswords(endsAddress: { "/?#".contains($0) }) { _ in "***" }.printable
}
