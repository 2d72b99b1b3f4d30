import Glibc
import SystemPackage

/// The one folder for what must survive a restart: the position secret and the converted recordings. Mode 0700.
struct StateFolder {
    let path: FilePath

    /// Reasons the folder cannot be used.
    enum OpenError: Error, Hashable {
        /// Neither XDG_STATE_HOME nor a home folder.
        case noHome
        case notAFolder(FilePath)
        case system(errno: CInt, FilePath)
        /// The secret is there, but not as it was written.
        case damagedSecret(FilePath)
    }

    /// Bytes of the position secret.
    static let secretLength = 32

    /// Opens the folder, creating it where it is not there.
    ///
    /// - Parameter path: nil is `$XDG_STATE_HOME/announce`, that is `~/.local/state/announce`.
    init(_ path: FilePath?) throws(OpenError) {
        self.path = try Self.location(path)
        try Self.create(self.path)
        try proveWritable()
    }

    /// Where the folder is, or would be; nothing is made.
    static func location(_ path: FilePath?) throws(OpenError) -> FilePath {
        if let path { return path.absolute }
        // The XDG base directory specification ignores relative paths.
        if let state = getenv("XDG_STATE_HOME").map({ FilePath(platformString: $0) }), state.isAbsolute {
            return state.appending("announce")
        }
        let home = getenv("HOME") ?? getpwuid(getuid())?.pointee.pw_dir
        guard let path = home.map({ FilePath(platformString: $0) }), path.isAbsolute else { throw .noHome }
        return path.appending(".local/state/announce")
    }

    private static func create(_ path: FilePath) throws(OpenError) {
        let found: Stat?
        do throws(Errno) {
            found = try path.stat()
        } catch .noSuchFileOrDirectory {
            found = nil
        } catch {
            throw error == .notDirectory ? .notAFolder(path) : .system(errno: error.rawValue, path)
        }
        if let found {
            guard found.type == .directory else { throw .notAFolder(path) }
            return
        }
        let parent = path.removingLastComponent()
        if parent != path, !parent.isEmpty { try create(parent) }
        guard path.withPlatformString({ mkdir($0, 0o700) }) == 0 || errno == EEXIST else {
            throw .system(errno: errno, path)
        }
    }

    private func proveWritable() throws(OpenError) {
        let trial = path.appending(".trial-\(getpid())")
        let descriptor = trial.withPlatformString { open($0, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600) }
        guard descriptor >= 0 else { throw .system(errno: errno, path) }
        close(descriptor)
        _ = trial.withPlatformString { unlink($0) }
    }

    /// The secret that positions in calls are signed with: made the first time, mode 0600, the same ever after, also for
    /// a second instance that starts in the same moment.
    func positionSecret() throws(OpenError) -> [UInt8] {
        let file = path.appending("position-secret")
        if let secret = try readSecret(file) { return secret }
        let draft = path.appending(".position-secret-\(getpid())")
        try write(Self.randomBytes(), to: draft)
        defer { _ = draft.withPlatformString { unlink($0) } }
        // A link, unlike a rename, never replaces what somebody else has put there meanwhile.
        let linked = draft.withPlatformString { draft in file.withPlatformString { link(draft, $0) } }
        guard linked == 0 || errno == EEXIST else { throw .system(errno: errno, file) }
        guard let secret = try readSecret(file) else { throw .damagedSecret(file) }
        return secret
    }

    private func readSecret(_ file: FilePath) throws(OpenError) -> [UInt8]? {
        let descriptor = file.withPlatformString { open($0, O_RDONLY | O_CLOEXEC | O_NOFOLLOW) }
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw .system(errno: errno, file)
        }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: Self.secretLength + 1)
        let count = read(descriptor, &bytes, bytes.count)
        guard count >= 0 else { throw .system(errno: errno, file) }
        guard count == Self.secretLength else { throw .damagedSecret(file) }
        return Array(bytes.prefix(count))
    }

    private func write(_ bytes: [UInt8], to file: FilePath) throws(OpenError) {
        let descriptor = file.withPlatformString { open($0, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600) }
        guard descriptor >= 0 else { throw .system(errno: errno, file) }
        defer { close(descriptor) }
        guard Glibc.write(descriptor, bytes, bytes.count) == bytes.count, fsync(descriptor) == 0 else {
            throw .system(errno: errno, file)
        }
    }

    /// From the system's source of randomness.
    static func randomBytes() -> [UInt8] {
        var source = SystemRandomNumberGenerator()
        return (0..<secretLength).map { _ in UInt8.random(in: 0...255, using: &source) }
    }
}
