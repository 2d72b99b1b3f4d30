import HTTPListener

/// The paths of Home.
enum HomePaths {
    static let home = "/home"

    static func location(_ name: String) -> String { "/home/at/\(name.percentEncoded)" }

    /// The mark of a location on the page: a fragment of URLs.
    static func mark(_ name: String) -> String { "at-\(name.percentEncoded.replacing("%", with: "."))" }
}
