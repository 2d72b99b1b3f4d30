import CallLog
import Foundation
import Glibc
import Support
import Telephony
import Testing

/// A database that is away, or full, or behind a pooler: every entry is in the log afterwards, and none is in it twice.
@Suite(.enabled(if: PostgresServer.isInstalled, "postgresql is not installed"))
struct DatabaseOutageTests {
    private static let isLong = ProcessInfo.processInfo.environment["ANNOUNCE_LONG_TESTS"] != nil

    @Test("away for six seconds", .enabled(if: isLong))
    func away() async throws {
        let server = try PostgresServer()
        try await CallLoad.count(server, try server.database()) {
            try server.control(["-m", "fast", "stop"])
            try await Task.sleep(for: .seconds(6))
            try server.control(["start"])
        }
    }

    @Test(
        "a full disk, then room again", .enabled(if: isLong),
        .enabled(if: SmallDisk.isPossible, "no file system can be mounted"))
    func fullDisk() async throws {
        let disk = try SmallDisk(megabytes: 14)
        let server = try PostgresServer()
        try Tool.require("chown", ["postgres", disk.path])
        try server.sql("CREATE TABLESPACE small LOCATION '\(disk.path)'", in: "postgres")
        try server.sql("CREATE DATABASE full_disk TABLESPACE small", in: "postgres")
        try await CallLoad.count(server, server.url(of: "full_disk")) {
            let end = ContinuousClock.now + .seconds(60)
            while try !String(contentsOfFile: server.folder + "/log", encoding: .utf8).contains(
                "No space left on device")
            {
                try #require(ContinuousClock.now < end, "the disk is never full")
                try await Task.sleep(for: .milliseconds(50))
            }
            try disk.resize(megabytes: 400)
        }
    }

    @Test(
        "a pooler that lends sessions for a transaction, and loses them; other instances' calls are noticed",
        .enabled(if: Pooler.program != nil, "pgbouncer is not installed"))
    func pooler() async throws {
        let server = try #require(PostgresServer.shared)
        let url = try server.database()
        let pooler = try Pooler(to: server)
        try await CallLoad.count(server, url, writers: 2, through: pooler.port) {
            for _ in 0..<(Self.isLong ? 20 : 3) {
                try server.sql(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
                    at: url)
                try await Task.sleep(for: .milliseconds(100))
            }
        }
        // Notifications do not pass, so it is the look once a second that finds them.
        let address = server.url(of: String(url.split(separator: "/").last ?? ""), port: pooler.port)
        let (one, other) = (
            CallLogWriter(.database(address), settings: CallLogSettings(keep: nil)),
            CallLogWriter(.database(address), settings: CallLogSettings(keep: nil))
        )
        let changes = one.changes()
        let isNoticed = await withTaskGroup(of: Bool.self) { group in
            group.addTask {
                for await _ in changes { return true }
                return false
            }
            group.addTask {
                var number = 0
                while !Task.isCancelled, number < 600 {
                    number += 1
                    let id = "late-\(number)"
                    other.record { _ in .event(Event.newCall(id, at: 0)) }
                    try? await Task.sleep(for: .milliseconds(50))
                }
                return false
            }
            defer { group.cancelAll() }
            return await group.next() ?? false
        }
        #expect(isNoticed)
        await one.close(within: .seconds(10))
        await other.close(within: .seconds(10))
    }
}
