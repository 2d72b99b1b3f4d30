package import Telephony

/// Something that a person did: on the dashboard, by a command, by telephone, or in a file.
package struct AuditEntry: Codable, Hashable, Sendable {
    /// How it was done, if not on the dashboard.
    package enum Way: String, Codable, Hashable, Sendable {
        /// By a command of this program.
        case command
        /// By a caller who pressed a code.
        case telephone
        /// In a file, with an editor or another program.
        case file
    }

    package let at: Moment
    /// On the dashboard, nil: the owner, or anyone at this machine while no password is set. By a command, the user of the system. In a
    /// file and by telephone no one knows.
    package let user: String?
    /// The address of the client, or the number of the caller; nil if it is not known.
    package let from: String?
    /// What was done: the path of a route, with names in braces; of a command its name.
    package let action: String
    /// The names in braces, and the fields of the form, without secrets; long texts are left out.
    package let values: [String: String]
    package var way: Way?
    /// The version of the configuration that was replaced: what goes back.
    package var version: String?
    /// What it changes in the configuration, a line each, by the code of the language.
    package var changes: [String: [String]]?

    package init(
        at: Moment, user: String?, from: String?, action: String, values: [String: String], way: Way? = nil,
        version: String? = nil, changes: [String: [String]]? = nil
    ) {
        (self.at, self.user, self.from, self.action, self.values) = (at, user, from, action, values)
        (self.way, self.version, self.changes) = (way, version, changes)
    }
}
