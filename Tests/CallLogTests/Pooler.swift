import Foundation
import Glibc
import Support
import SystemPackage

/// PgBouncer between clients and a server: it lends a session for one transaction. It ends with the process that started it.
final class Pooler {
    static let program = ["/usr/sbin/pgbouncer", "/usr/bin/pgbouncer"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    let port: Int
    private let folder: TemporaryFolder
    private let lifeline: CInt

    init(to server: PostgresServer) throws {
        guard let program = Self.program else { throw Tool.Failure.notInstalled("pgbouncer") }
        port = try PostgresServer.freePort()
        folder = try TemporaryFolder()
        let settings = """
            [databases]
            * = host=127.0.0.1 port=\(server.port) user=announce
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = \(port)
            unix_socket_dir =
            auth_type = any
            pool_mode = transaction
            default_pool_size = 4
            server_login_retry = 0

            """
        try folder.write(Array(settings.utf8), to: "pooler.ini")
        // It refuses to run as root.
        let isRoot = getuid() == 0
        if isRoot { try Tool.require("chmod", ["-R", "a+rX", folder.path.string]) }
        let own = isRoot ? "setpriv --reuid=postgres --regid=postgres --init-groups" : ""
        var ends: [CInt] = [0, 0]
        guard pipe(&ends) == 0 else { throw Tool.Failure.notInstalled("pipe") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        lifeline = ends[1]
        let reading = ends[0]
        let script = "\(own) \(program) -q \(folder.file("pooler.ini").string) & read line; kill $!; wait"
        _ = try Spawning.start(["/bin/sh", "-c", script]) { actions in
            posix_spawn_file_actions_adddup2(&actions, reading, 0)
            posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
            posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        }
        close(reading)
    }

    deinit { close(lifeline) }
}
