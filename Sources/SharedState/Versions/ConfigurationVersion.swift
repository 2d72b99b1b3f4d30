package import Telephony

/// A version of the configuration, without its texts. Versions are never changed, and numbered from 1.
package struct ConfigurationVersion: Hashable, Sendable {
    /// How a version came about.
    package enum Origin: String, Hashable, Sendable {
        case push, dashboard, rollback
    }

    package let number: Int64
    package let made: Moment
    /// Who made it; nil: the owner on the dashboard.
    package let author: String?
    /// Nil: in a way of a newer release.
    package let origin: Origin?
    /// What its author says of it.
    package let note: String?
    /// When it took effect; nil: not yet.
    package let effective: Moment?
}

/// The texts of a version.
package struct VersionContent: Hashable, Sendable {
    /// That of the configuration itself.
    package var text: String
    /// The files that it names, and the golden calls beside it, by their paths below its folder.
    package var files: [String: String]

    package init(text: String, files: [String: String] = [:]) {
        (self.text, self.files) = (text, files)
    }

    /// Bytes of all texts.
    package var size: Int { files.values.reduce(text.utf8.count) { $0 + $1.utf8.count } }

    /// Bytes that a version may have: twice the largest file.
    package static let largest = 64 << 20

    /// Whether a path can be a version's: below the configuration's folder, and none of a hidden file.
    package static func isBelow(_ path: String) -> Bool {
        !path.isEmpty
            && path.split(separator: "/", omittingEmptySubsequences: false).allSatisfy {
                !$0.isEmpty && $0.first != "."
            }
    }
}
