import CLinux
import Foundation
import Glibc

/// A PostgreSQL server of the tests' own, in a temporary folder and on a port of its own. It stops, and its folder is removed, when the
/// process that started it ends, however that happens.
package final class PostgresServer: Sendable {
    package let port: Int
    /// Where the server's files are.
    package let folder: String
    /// Closed by the end of this process: the sign to stop.
    private let lifeline: CInt
    private let programs: String

    /// The server that tests share; nil where PostgreSQL's programs are not installed.
    package static let shared: PostgresServer? = try? PostgresServer()

    /// Whether there is a server to test with.
    package static var isInstalled: Bool { programsFolder != nil }

    private static var programsFolder: String? {
        let versions =
            (try? FileManager.default.contentsOfDirectory(atPath: "/usr/lib/postgresql")) ?? []
        guard let newest = versions.compactMap({ Int($0) }).max() else { return nil }
        let folder = "/usr/lib/postgresql/\(newest)/bin"
        return FileManager.default.isExecutableFile(atPath: "\(folder)/postgres") ? folder : nil
    }

    /// Starts a server. PostgreSQL refuses to run as root, so it runs as the user postgres then.
    ///
    /// - Parameters:
    ///   - settings: more lines of postgresql.conf.
    ///   - primary: the server whose standby this is.
    package init(settings: [String] = [], standbyOf primary: PostgresServer? = nil) throws {
        guard let programs = Self.programsFolder else { throw Tool.Failure.notInstalled("postgres") }
        self.programs = programs
        let place = "/tmp/announce-pg-\(UUID().uuidString.prefix(8))"
        folder = place
        let port = try Self.freePort()
        self.port = port
        var ends: [CInt] = [0, 0]
        guard pipe(&ends) == 0 else { throw Tool.Failure.notInstalled("pipe") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        lifeline = ends[1]
        let own = getuid() == 0 ? "setpriv --reuid=postgres --regid=postgres --init-groups" : ""
        let conf =
            [
                "port=\(port)", "listen_addresses='127.0.0.1'", "unix_socket_directories='\(place)'",
                "fsync=off",
                "max_connections=400", "wal_level=replica", "shared_buffers=32MB",
            ] + settings
        let beginning =
            primary.map {
                "pg_basebackup -h 127.0.0.1 -p \($0.port) -U announce -D $d/data -R -X stream -c fast --no-sync"
            }
            ?? "initdb -D $d/data -A trust -U announce -E UTF8 --locale=C --no-sync"
        let script = """
            d=\(place); mkdir $d; \(getuid() == 0 ? "chown postgres $d;" : "") cd $d
            \(own) \(programs)/\(beginning) > $d/beginning.log 2>&1
            cat >> $d/data/postgresql.conf <<'CONF'
            \(conf.joined(separator: "\n"))
            CONF
            # Within a shell of its own, which takes notice of its end.
            (\(own) \(programs)/postgres -D $d/data >> $d/log 2>&1; :) &
            read line
            kill -QUIT $(head -1 $d/data/postmaster.pid) 2> /dev/null; wait; rm -rf $d
            """
        let reading = ends[0]
        _ = try Spawning.start(["/bin/sh", "-c", script]) { actions in
            posix_spawn_file_actions_adddup2(&actions, reading, 0)
            posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
            posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        }
        close(reading)
        try wait()
    }

    deinit { close(lifeline) }

    /// Waits until the server accepts connections.
    package func wait() throws {
        let end = ContinuousClock.now + .seconds(60)
        while true {
            let answer = try Tool.run(
                "\(programs)/pg_isready", ["-q", "-h", "127.0.0.1", "-p", "\(port)", "-t", "5"])
            if answer.status == 0 { return }
            guard ContinuousClock.now < end else {
                throw Tool.Failure.notInstalled("postgres at port \(port)")
            }
            usleep(20_000)
        }
    }

    /// Creates an empty database and returns its URL.
    package func database() throws -> String {
        let name = "d" + UUID().uuidString.filter { $0 != "-" }.lowercased()
        try sql("CREATE DATABASE \(name)", in: "postgres")
        return url(of: name)
    }

    package func url(of database: String, port: Int? = nil) -> String {
        "postgresql://announce@127.0.0.1:\(port ?? self.port)/\(database)"
    }

    /// Runs SQL in a database, and returns its rows as `psql -A -t` prints them.
    @discardableResult
    package func sql(_ sql: String, in database: String) throws -> String {
        try Tool.require(
            "\(programs)/psql",
            ["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", url(of: database), "-c", sql]
        ).text.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Runs SQL in the database of a URL.
    @discardableResult
    package func sql(_ sql: String, at url: String) throws -> String {
        try self.sql(sql, in: String(url.split(separator: "/").last ?? ""))
    }

    /// `pg_ctl`: restart, stop.
    package func control(_ arguments: [String]) throws {
        let program = "\(programs)/pg_ctl"
        let all = ["-D", "\(folder)/data", "-w", "-s", "-l", "\(folder)/log2"] + arguments
        if getuid() == 0 {
            try Tool.require(
                "setpriv", ["--reuid=postgres", "--regid=postgres", "--init-groups", program] + all)
        } else {
            try Tool.require(program, all)
        }
    }

    /// The process of the server, and those it has started.
    private func processes() throws -> [Int32] {
        let text = try String(contentsOfFile: "\(folder)/data/postmaster.pid", encoding: .utf8)
        guard let main = text.split(separator: "\n").first.flatMap({ pid_t($0) }) else { return [] }
        let children = try String(
            contentsOfFile: "/proc/\(main)/task/\(main)/children", encoding: .utf8)
        return [main] + children.split(separator: " ").compactMap { Int32($0) }
    }

    /// Ends the server without a chance to put anything in order, and starts it again.
    package func crash() throws {
        try signal(SIGKILL)
        let end = ContinuousClock.now + .seconds(30)
        while true {
            // It does not start as long as a process of the old one has its memory.
            do { return try control(["start"]) } catch  where ContinuousClock.now < end {}
        }
    }

    package func signal(_ number: CInt) throws {
        for process in try processes() { kill(process, number) }
    }

    /// A port that no server has.
    package static func freePort() throws -> Int {
        let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(socket) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let port = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer -> UInt16 in
                guard bind(socket, pointer, length) == 0, getsockname(socket, pointer, &length) == 0 else {
                    return 0
                }
                return pointer.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
                    $0.pointee.sin_port.bigEndian
                }
            }
        }
        return Int(port)
    }
}
