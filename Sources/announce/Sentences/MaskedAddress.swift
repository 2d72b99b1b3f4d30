import Telephony

/// Returns a URL with its password hidden and its control characters replaced.
func maskedAddress(_ address: String) -> String {
    guard let mark = address.firstRange(of: "://") else { return address.printable }
    let authority = address[mark.upperBound...].prefix { !"/?#".contains($0) }
    guard let at = authority.lastIndex(of: "@") else { return address.printable }
    let user = authority[..<at].prefix { $0 != ":" }
    let hidden = user.endIndex < at ? "\(user):***" : String(user)
    return (address[..<mark.upperBound] + hidden + address[at...]).printable
}
