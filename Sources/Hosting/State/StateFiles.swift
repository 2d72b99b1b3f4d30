package import Alerts
package import CallFlow
package import Dashboard
package import LocalFiles
package import Sipgate
package import SystemPackage

/// The files of a state folder: their names, what they hold, and how each is read and written. The one place where they
/// are named, for the server, the commands and the doctor.
package struct StateFiles: Sendable {
    private let folder: FilePath
    /// The database that has the values of `Entry.common`, of which the files are copies; nil: the files are the values.
    private let database: DatabaseURL?

    package init(in folder: FilePath, sharedBy database: DatabaseURL? = nil) {
        (self.folder, self.database) = (folder, database)
    }

    private func common(_ entry: Entry) -> SharedStateValue? {
        database.map { SharedStateValue(database: $0, name: entry.rawValue) }
    }

    /// An entry of the folder.
    package enum Entry: String, CaseIterable, Sendable {
        /// Signs positions in calls.
        case positionSecret = "position-secret"
        /// The hash of the dashboard's password.
        case adminPassword = "admin-password"
        /// The names, roles and hashes of those who have a login of their own.
        case users = "users.json"
        /// What people did on the dashboard.
        case audit = "audit.jsonl"
        /// Digests of the cookies of those who are logged in, and the token of forms.
        case sessions = "sessions.json"
        /// The provider's access token.
        case account = "account.json"
        /// The account's webhook URLs from before `announce account connect`, which may contain passwords.
        case earlierWebhooks = "webhooks-before.json"
        /// Telephone numbers and keys pressed.
        case callLog = "calls.sqlite"
        case overrides = "overrides.json"
        /// Telephone numbers of callers who were called back.
        case callBacks = "call-backs.json"
        /// Certificates with their keys, a folder.
        case certificates
        /// Incidents, and messages about them that wait.
        case alerts = "alerts.json"
        /// Earlier texts of the configuration, a folder.
        case configurations
        /// Identifies the edit of the configuration that was confirmed last.
        case acceptedConfiguration = "accepted-configuration"
        /// Versions of the configuration that were read from a database, a folder.
        case shared
        /// Converted recordings with their index, a folder.
        case media
        /// What engines have spoken, a folder.
        case spoken
        /// Recordings replaced in the dashboard, a folder.
        case replaced
        /// Recordings uploaded and not published, a folder.
        case drafts
        /// Held by the server that uses the folder; holds its process ID.
        case serverLock = "server.lock"
        /// Where that server gives its place to another process, a socket.
        case handover = "server.socket"

        /// Whether others on the machine must not read it.
        package var isPrivate: Bool {
            switch self {
            case .positionSecret, .adminPassword, .users, .audit, .sessions, .account, .earlierWebhooks, .callLog,
                .callBacks, .certificates,
                .alerts:
                true
            case .overrides, .configurations, .acceptedConfiguration, .shared, .media, .spoken, .replaced, .drafts,
                .serverLock,
                .handover:
                false
            }
        }

        /// What instances with one configuration have in common.
        static let common: [Entry] = [.adminPassword, .users, .sessions, .overrides, .callBacks]

        /// Whether it belongs to the user's account at the provider rather than to a configuration.
        package var isOfAccount: Bool { self == .account || self == .earlierWebhooks }
    }

    package func path(of entry: Entry) -> FilePath { folder.appending(entry.rawValue) }

    // MARK: Values

    /// The key that signs positions in calls: 32 random bytes, made when a server first starts with the folder.
    package var positionSecret: StateFile<[UInt8]> {
        StateFile(
            path(of: .positionSecret), limit: Self.secretLength, followsLinks: false,
            decode: { $0.count == Self.secretLength ? $0 : nil }, encode: { $0 })
    }

    /// The hash of the dashboard's password.
    package var adminPassword: StateFile<PasswordHash> {
        .password(path(of: .adminPassword)).copying(common(.adminPassword))
    }

    package var users: StateFile<DashboardUsers> { .users(path(of: .users)).copying(common(.users)) }

    /// Who is logged in at the dashboard.
    package var sessions: StateFile<Sessions> { .sessions(path(of: .sessions)).copying(common(.sessions)) }

    package var overrides: StateFile<ScheduleOverrides> {
        .overrides(path(of: .overrides)).copying(common(.overrides))
    }

    /// Which callers were called back.
    package var callBacks: StateFile<CallBackMarks> {
        .callBacks(path(of: .callBacks)).copying(common(.callBacks))
    }

    /// The mark of the edit of the configuration that a person has confirmed last.
    package var acceptedConfiguration: StateFile<String> {
        StateFile(
            path(of: .acceptedConfiguration), limit: 100,
            decode: { String(validating: $0.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self) },
            encode: { Array("\($0)\n".utf8) })
    }

    /// The configuration's file with its versions, as the dashboard and `announce restore` edit it.
    ///
    /// - Parameters:
    ///   - path: absolute.
    ///   - media: the folder of recordings, if it is not the configured one.
    ///   - folder: that relative paths start from; nil: the file's.
    ///   - publish: makes edits a version for all instances; nil: the file is edited.
    package func editedFile(
        _ path: FilePath, media: FilePath? = nil, folder: FilePath? = nil, publish: EditedFile.Publishing? = nil
    ) -> EditedFile {
        EditedFile(
            path, media: media, backups: self.path(of: .configurations), accepted: acceptedConfiguration,
            folder: folder, publish: publish)
    }

    /// The provider's access token.
    package var account: StateFile<PersonalAccessToken> { .token(path(of: .account)) }

    /// The incidents that people are alerted to.
    package var alerts: StateFile<AlertLedger> {
        StateFile(
            path(of: .alerts), decode: { StateJSON.value(AlertLedger.self, of: $0) }, encode: StateJSON.bytes(of:))
    }

    package var earlierWebhooks: StateFile<EarlierWebhooks> {
        StateFile(
            path(of: .earlierWebhooks), decode: { StateJSON.value(EarlierWebhooks.self, of: $0) },
            encode: StateJSON.bytes(of:))
    }

    // MARK: Secrets

    private static let secretLength = 32

    /// The position secret, which is made the first time.
    package func currentPositionSecret() throws(StateFileError) -> [UInt8] {
        try positionSecret.valueMakingItOnce(Self.randomSecret)
    }

    /// A new secret from the system's source of randomness.
    @Sendable package static func randomSecret() -> [UInt8] {
        var source = SystemRandomNumberGenerator()
        return (0..<secretLength).map { _ in UInt8.random(in: 0...255, using: &source) }
    }
}
