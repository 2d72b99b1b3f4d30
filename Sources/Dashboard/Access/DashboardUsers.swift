import Crypto
import Sipgate
import Telephony

/// The people who have a login of their own, besides the owner with the dashboard's password. Pure: times are parameters.
///
/// An invitation is a secret that was shown once; only its digest is kept. It ends when it is used, when another is made for
/// the same person, and after a week.
package struct DashboardUsers: Codable, Hashable, Sendable {
    package struct User: Codable, Hashable, Sendable {
        package let name: String
        package internal(set) var role: Role
        /// The keys of the customers whose things the person sees; nil: everything. A key that the configuration no longer has
        /// shows nothing.
        package internal(set) var customers: [String]?
        /// The hash of the password, in the PHC string format; nil as long as the person has not chosen one.
        var password: String?
        var invitation: Invitation?

        package var hasPassword: Bool { password != nil }
        /// Who sees some customers only has no say over people, whatever the file says.
        package var effectiveRole: Role { customers != nil && role == .owner ? .editor : role }
        var hash: PasswordHash? { password.flatMap { try? PasswordHash($0) } }
    }

    struct Invitation: Codable, Hashable, Sendable {
        /// Of the secret.
        var digest: String
        var until: Moment
    }

    /// In the order in which they were invited.
    package private(set) var users: [User] = []

    package static let most = 100
    /// Bytes of a name.
    static let longestName = 60
    private static let week = Duration.seconds(7 * 86_400)

    package init() {}

    package subscript(name: String) -> User? { users.first { Self.key($0.name) == Self.key(name) } }

    /// Whether a name at the login is the owner's: none, or the one under which browsers remember the dashboard's password.
    static func isOwner(_ name: String) -> Bool { ["", "announce"].contains(key(name)) }

    private func index(_ name: String) -> Int? { users.firstIndex { Self.key($0.name) == Self.key(name) } }

    private static func key(_ name: String) -> String { name.trimmed.lowercased() }

    /// Adds a person.
    ///
    /// - Parameter customers: whose things the person sees; nil: everything.
    /// - Returns: the secret of the invitation.
    mutating func invite(
        _ name: String, as role: Role, customers: [String]? = nil, at now: Moment
    ) throws(InvitationRefusal) -> String {
        let name = name.trimmed
        guard !name.isEmpty, name.utf8.count <= Self.longestName,
            name.unicodeScalars.allSatisfy({ !$0.isControl })
        else { throw .badName }
        guard self[name] == nil, !Self.isOwner(name) else { throw .nameTaken }
        guard users.count < Self.most else { throw .tooMany }
        guard role != .owner || customers == nil else { throw .ownerOfCustomers }
        users.append(User(name: name, role: role, customers: customers))
        return invitation(users.count - 1, at: now)
    }

    /// Makes another invitation, for a person who lost the first, or the password. The password stays until it is used.
    ///
    /// - Returns: the secret; nil if there is no such person.
    mutating func inviteAgain(_ name: String, at now: Moment) -> String? {
        index(name).map { invitation($0, at: now) }
    }

    private mutating func invitation(_ index: Int, at now: Moment) -> String {
        let secret = SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) }.base64URL
        users[index].invitation = Invitation(digest: Self.digest(secret), until: now.adding(Self.week))
        return secret
    }

    /// The person whom a secret invites; nil if it was used, has ended, or never was one.
    func invited(by secret: String, at now: Moment) -> User? {
        let digest = Self.digest(secret)
        return users.first { user in
            user.invitation.map { $0.digest == digest && now < $0.until } ?? false
        }
    }

    /// Uses an invitation.
    ///
    /// - Returns: the person; nil if the secret is no open invitation.
    mutating func accept(_ secret: String, _ password: PasswordHash, at now: Moment) -> User? {
        guard let user = invited(by: secret, at: now), let index = index(user.name) else { return nil }
        users[index].password = "\(password)"
        users[index].invitation = nil
        return users[index]
    }

    /// - Parameter customers: whose things the person sees; nil: everything.
    /// - Returns: whether there is such a person.
    mutating func change(
        _ name: String, to role: Role, customers: [String]?
    ) throws(InvitationRefusal) -> Bool {
        guard let index = index(name) else { return false }
        guard role != .owner || customers == nil else { throw .ownerOfCustomers }
        (users[index].role, users[index].customers) = (role, customers)
        return true
    }

    /// Ends a login, with its sessions.
    mutating func remove(_ name: String) -> Bool {
        guard let index = index(name) else { return false }
        users.remove(at: index)
        return true
    }

    private static func digest(_ secret: String) -> String {
        Array(SHA256.hash(data: Array("announce invitation \(secret)".utf8))).base64URL
    }
}
