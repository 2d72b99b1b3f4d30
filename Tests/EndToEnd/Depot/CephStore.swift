import Foundation
import Support
import SystemPackage

/// Ceph's object store: a monitor, a store of objects in memory and a gateway that speaks S3. Of the stores that can be had here
/// it is the one that compares a body with the hash that was signed.
final class CephStore {
    static let programs = ["ceph", "ceph-authtool", "ceph-mon", "ceph-osd", "monmaptool", "radosgw", "radosgw-admin"]
    /// Whether Ceph is installed, and the client that makes the bucket and reads it.
    static let isInstalled = BucketServer.program != nil && programs.allSatisfy(Tool.isInstalled)

    static let bucket = "announcements"
    let user = "announce"
    let secret = "a/secret+of=many&characters"
    let port: Int
    private let folder: TemporaryFolder
    private var running: [RunningProgram] = []

    init() throws {
        port = try ListeningSocket.unusedPort()
        folder = try TemporaryFolder()
        for name in ["mon", "osd", "run"] { try folder.makeFolder(name) }
        let cluster = UUID().uuidString.lowercased()
        let monitors = [try ListeningSocket.unusedPort(), try ListeningSocket.unusedPort()]
        let addresses = "[v2:127.0.0.1:\(monitors[0]),v1:127.0.0.1:\(monitors[1])]"
        try folder.write(Array(configuration(cluster, addresses).utf8), to: "ceph.conf")

        let keyring = path("keyring")
        try Tool.require(
            "ceph-authtool", ["--create-keyring", keyring, "--gen-key", "-n", "mon.", "--cap", "mon", "allow *"])
        let administrator = ["--gen-key", "-n", "client.admin", "--cap", "mon", "allow *", "--cap", "osd", "allow *"]
        try Tool.require("ceph-authtool", [keyring] + administrator)
        try Tool.require("monmaptool", ["--create", "--fsid", cluster, "--addv", "a", addresses, path("monmap")])
        try ceph("ceph-mon", "--mkfs", "-i", "a", "--monmap", path("monmap"), "--keyring", keyring)
        try start("ceph-mon", "-f", "-i", "a")

        // An OSD that does not know the number it was announced under waits for ever without a word.
        let identity = UUID().uuidString.lowercased()
        try ceph("ceph", "osd", "new", identity)
        let keys =
            try ceph("ceph", "auth", "get-or-create", "osd.0", "mon", "allow profile osd", "osd", "allow *")
            + ceph("ceph", "auth", "get-or-create", "client.rgw", "mon", "allow rw", "osd", "allow rwx")
        try folder.write(try folder.bytes(of: "keyring") + Array(keys.utf8), to: "keyring")
        try ceph("ceph-osd", "-i", "0", "--mkfs", "--osd-uuid", identity)
        try start("ceph-osd", "-f", "-i", "0").poll("the OSD", within: .seconds(120)) {
            try self.ceph("ceph", "osd", "stat").contains("1 up")
        }
        try start("radosgw", "-f", "-n", "client.rgw").poll("the gateway", within: .seconds(120)) {
            (try? HTTPConnection(port: self.port)) != nil
        }
        let keyOptions = ["--access-key", user, "--secret-key", secret]
        _ = try Tool.require(
            "radosgw-admin",
            ["-c", path("ceph.conf"), "user", "create", "--uid", user, "--display-name", user] + keyOptions)
        try client("mkdir", Self.bucket)
    }

    deinit {
        // First all are told, then all are waited for.
        for program in running { program.send(SIGKILL) }
        for program in running { _ = try? program.wait() }
    }

    /// The settings of a server that publishes there.
    var settings: String {
        """
        webhook: { signature: off }
        recordings: { publish: s3://\(Self.bucket)/ansagen/2026_v1.0 }
        s3: { endpoint: "http://127.0.0.1:\(port)", keys-env: BUCKET_KEYS }
        """
    }

    /// The keys of the objects, as another client lists them.
    func names() throws -> Set<String> {
        Set(try client("lsf", "-R", "--files-only", Self.bucket).text.split(separator: "\n").map(String.init))
    }

    /// The content of an object, as another client reads it.
    func content(of key: String) throws -> [UInt8] { try client("cat", "\(Self.bucket)/\(key)").output }

    @discardableResult
    private func client(_ command: String, _ arguments: String...) throws -> Tool.Result {
        let remote =
            ":s3,provider=Ceph,access_key_id='\(user)',secret_access_key='\(secret)',endpoint='http://127.0.0.1:\(port)':"
        let last = remote + (arguments.last ?? "")
        return try Tool.require(
            BucketServer.program ?? "", ["--config", "/dev/null", command] + arguments.dropLast() + [last])
    }

    private func path(_ name: String) -> String { folder.file(name).string }

    @discardableResult
    private func ceph(_ program: String, _ arguments: String...) throws -> String {
        try Tool.require(program, ["-c", path("ceph.conf")] + arguments).text
    }

    @discardableResult
    private func start(_ program: String, _ arguments: String...) throws -> RunningProgram {
        let started = try RunningProgram(
            ["/usr/bin/env", program, "-c", path("ceph.conf")] + arguments, in: folder.path,
            environment: ["HOME": folder.path.string, "PATH": "/usr/bin:/bin"], input: .nothing)
        running.append(started)
        return started
    }

    /// One of each, with one copy of everything.
    private func configuration(_ cluster: String, _ addresses: String) -> String {
        """
        [global]
        fsid = \(cluster)
        mon host = \(addresses)
        osd pool default size = 1
        osd pool default min size = 1
        osd pool default pg num = 4
        osd pool default pgp num = 4
        osd crush chooseleaf type = 0
        mon allow pool size one = true
        mon osd reporter subtree level = osd
        auth allow insecure global id reclaim = false
        run dir = \(path("run"))
        log file = \(path("run"))/$name.log
        admin socket = \(path("run"))/$name.asok
        keyring = \(path("keyring"))
        [mon.a]
        mon data = \(path("mon"))
        mon data avail crit = 1
        [osd.0]
        osd data = \(path("osd"))
        osd objectstore = memstore
        memstore device bytes = 268435456
        osd memory target = 939524096
        [client.rgw]
        rgw frontends = beast endpoint=127.0.0.1:\(port)
        rgw dns name = 127.0.0.1
        rgw data = \(path("rgw"))
        rgw enable usage log = false
        rgw enable ops log = false

        """
    }
}
