extension String {
    /// The text with a star for each character of a password in a URL, since a server prints lines of its configuration into its log.
    /// Places in the text stay what they are. A password may have an `@`, so it goes up to the last one.
    var hidingPasswords: String {
        replacing(/(?<before>:\/\/[^\s:\/@"']{0,100}:)(?<password>[^\s"']{1,200})@/) {
            $0.before + String(repeating: "*", count: $0.password.unicodeScalars.count) + "@"
        }
    }
}
