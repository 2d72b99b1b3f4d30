import CallLog
import Foundation
import Glibc
import Support
import Synchronization
import SystemPackage
import Testing

/// Faults of disks and files: recording returns at once, the fault is reported, and writing resumes.
struct FaultTests {
    private static func quick() -> CallLogWriter.Limits {
        var limits = CallLogWriter.Limits()
        limits.firstRetry = .milliseconds(5)
        limits.longestRetry = .milliseconds(20)
        return limits
    }

    /// News in the order they came.
    final class Incidents: Sendable {
        private let all = Mutex<[CallLogIncident]>([])
        var list: [CallLogIncident] { all.withLock { $0 } }
        func add(_ incident: CallLogIncident) { all.withLock { $0.append(incident) } }
    }

    private func fixture(in folder: TemporaryFolder, _ incidents: Incidents) throws -> LogFixture {
        try LogFixture(limits: Self.quick(), in: folder, report: { incidents.add($0) })
    }

    private func isFailing(_ log: LogFixture) -> CallLogError? {
        if case .failing(_, let fault) = log.writer.status.condition { fault } else { nil }
    }

    @Test(arguments: ["garbage\n", String(repeating: "garbage ", count: 2000), "SQLite format 3\0and nothing else"])
    func garbageFromTheStart(_ garbage: String) async throws {
        let folder = try TemporaryFolder()
        try folder.write(Array(garbage.utf8), to: "calls.sqlite")
        let incidents = Incidents()
        let log = try fixture(in: folder, incidents)
        log.record(Event.newCall())
        await log.flush()
        #expect(try await log.calls().count == 1)
        let aside = try #require(log.writer.status.setAside.first)
        #expect(incidents.list == [.setAside(aside)])
        #expect(try folder.bytes(of: aside.lastComponent?.string ?? "") == Array(garbage.utf8))
        #expect(aside.string.contains("calls.sqlite.damaged-20260105T"))
    }

    @Test func anotherProgramsDatabase() async throws {
        let folder = try TemporaryFolder()
        try Tool.require(
            "sqlite3", [folder.file("calls.sqlite").string, "CREATE TABLE theirs (x); INSERT INTO theirs VALUES (7)"])
        let incidents = Incidents()
        let log = try fixture(in: folder, incidents)
        log.record(Event.newCall())
        await log.flush()
        let aside = try #require(log.writer.status.setAside.first)
        #expect(try Tool.require("sqlite3", [aside.string, "SELECT x FROM theirs"]).text == "7\n")
    }

    @Test func droppedTables() async throws {
        let log = try LogFixture(limits: Self.quick())
        log.record(Event.newCall())
        await log.flush()
        try log.sqlite("DROP TABLE event")
        log.record(Event.newCall("2"))
        await log.flush()
        #expect(try await log.calls().map(\.callID) == ["2"])
        #expect(log.writer.status.setAside.count == 1)
    }

    @Test func overwrittenWhileOpen() async throws {
        let log = try LogFixture(limits: Self.quick())
        log.record(Event.newCall())
        await log.flush()
        let handle = try #require(FileHandle(forWritingAtPath: log.folder.file("calls.sqlite").string))
        try handle.truncate(atOffset: 0)
        try handle.write(contentsOf: Data("garbage over it".utf8))
        try handle.close()
        log.record(Event.newCall("2"))
        await log.flush()
        #expect(try await log.calls().map(\.callID) == ["2"])
        #expect(log.writer.status.setAside.count == 1)
        try log.expectSound()
    }

    @Test(arguments: [
        "rm calls.sqlite", "rm calls.sqlite calls.sqlite-wal calls.sqlite-shm", "rm -r ../$(basename $PWD)",
    ])
    func deletedWhileOpen(_ command: String) async throws {
        let parent = try TemporaryFolder()
        let folder = parent.file("state")
        mkdir(folder.string, 0o700)
        let writer = CallLogWriter(
            folder.appending("calls.sqlite"), settings: CallLogSettings(keep: nil), limits: Self.quick())
        writer.record { _ in .event(Event.newCall()) }
        #expect(await writer.flush(within: .seconds(60)))
        try Tool.require("sh", ["-c", "cd \(folder.string) && \(command)"])
        writer.record { _ in .event(Event.newCall("2")) }
        #expect(await writer.flush(within: .seconds(60)))
        let reader = CallLogReader(folder.appending("calls.sqlite"))
        #expect(try await reader.calls(CallQuery(), limit: 10).map(\.callID) == ["2"])
        #expect(writer.status.setAside == [])
        await writer.close(within: .seconds(10))
        withExtendedLifetime(parent) {}
    }

    @Test func replacedByABackup() async throws {
        let log = try LogFixture(limits: Self.quick())
        log.record(Event.newCall("old"))
        await log.flush()
        try log.sqlite("VACUUM INTO '\(log.folder.file("backup").string)'")
        log.record(Event.newCall("lost"))
        await log.flush()
        rename(log.folder.file("backup").string, log.folder.file("calls.sqlite").string)
        log.record(Event.newCall("new", at: 1))
        await log.flush()
        let ids = try await log.calls().map(\.callID)
        #expect(ids == ["old", "new"])
        #expect(log.writer.status.setAside == [])
        try log.expectSound()
    }

    @Test func vacuum() async throws {
        let log = try LogFixture(limits: Self.quick())
        for number in 0..<500 { log.record(Event.newCall("\(number)")) }
        await log.flush()
        try log.sqlite(
            "DELETE FROM call; DELETE FROM event; DELETE FROM search; VACUUM; PRAGMA wal_checkpoint(TRUNCATE)")
        log.record(Event.newCall("new"))
        await log.flush()
        #expect(try await log.calls().map(\.callID) == ["new"])
        #expect(log.writer.status.setAside == [])
    }

    @Test func lockedAndUnlocked() async throws {
        let incidents = Incidents()
        let folder = try TemporaryFolder()
        let log = try fixture(in: folder, incidents)
        log.record(Event.newCall())
        await log.flush()
        let lock = try LockedDatabase(log.folder.file("calls.sqlite"))

        log.record(Event.newCall("2"))
        #expect(await log.writer.flush(within: .milliseconds(800)) == false)
        #expect(isFailing(log) == .locked)
        // Who reads does not mind.
        #expect(try await log.calls().map(\.callID) == ["1"])
        lock.release()
        await log.flush()
        #expect(try await log.calls().map(\.callID) == ["1", "2"])
        #expect(incidents.list == [.failing(.locked), .resumed(dropped: 0)])
    }

    /// Root may write into read-only folders, so here something else is where the folder ought to be.
    @Test func noFolderAtFirst() async throws {
        let parent = try TemporaryFolder()
        try parent.write([], to: "state")
        let writer = CallLogWriter(
            parent.file("state").appending("calls.sqlite"), settings: CallLogSettings(keep: nil), limits: Self.quick())
        writer.record { _ in .event(Event.newCall()) }
        #expect(await writer.flush(within: .milliseconds(100)) == false)
        guard case .failing(_, .cannotOpen) = writer.status.condition else {
            Issue.record("\(writer.status)")
            return
        }
        unlink(parent.file("state").string)
        #expect(await writer.flush(within: .seconds(60)))
        #expect(writer.status.condition == .writing)
        #expect(writer.status.queued == 0)
        await writer.close(within: .seconds(10))
    }

    @Test func aFullQueueIsCounted() async throws {
        let parent = try TemporaryFolder()
        try parent.write([], to: "state")
        var limits = Self.quick()
        limits.entries = 100
        let writer = CallLogWriter(
            parent.file("state").appending("calls.sqlite"), settings: CallLogSettings(keep: nil), limits: limits)
        for number in 0..<150 { writer.record { _ in .event(Event.newCall("\(number)")) } }
        #expect(writer.status.queued == 100)
        #expect(writer.status.dropped == 50)
        unlink(parent.file("state").string)
        #expect(await writer.flush(within: .seconds(60)))
        let reader = CallLogReader(parent.file("state").appending("calls.sqlite"))
        // All in one moment, so in whatever order.
        let kept = try await reader.oldestCalls(CallQuery(), limit: 200).map(\.callID)
        #expect(kept.sorted() == (0..<100).map { "\($0)" }.sorted())
        #expect(writer.status.written == 100)
        await writer.close(within: .seconds(10))
    }

    @Test func bytesAreBoundedToo() throws {
        var limits = CallLogWriter.Limits()
        limits.bytes = 10_000
        let log = try LogFixture(limits: limits)
        log.writer.record(bytes: 10_001) { _ in .event(Event.newCall()) }
        #expect(log.writer.status.dropped == 1)
    }

    @Test func aNewerProgramsFile() async throws {
        let log = try LogFixture(limits: Self.quick())
        log.record(Event.newCall())
        await log.writer.close(within: .seconds(60))
        try log.sqlite("INSERT INTO grdb_migrations VALUES ('99 of the future')")
        let next = try LogFixture(limits: Self.quick(), in: log.folder)
        next.record(Event.newCall("2"))
        #expect(await next.writer.flush(within: .milliseconds(200)) == false)
        #expect(isFailing(next) == .newer)
        await #expect(throws: CallLogError.newer) { try await next.calls() }
        #expect(next.writer.status.setAside == [])
    }

    @Test func readingAMissingFile() async throws {
        let folder = try TemporaryFolder()
        let reader = CallLogReader(folder.file("calls.sqlite"))
        await #expect(throws: CallLogError.missing) { try await reader.calls(CallQuery(), limit: 1) }
        try folder.write(Array("garbage".utf8), to: "calls.sqlite")
        await #expect(throws: CallLogError.damaged) { try await reader.calls(CallQuery(), limit: 1) }
    }

    @Test func closingWritesTheQueue() async throws {
        let log = try LogFixture()
        for number in 0..<2500 { log.record(Event.newCall("\(number)")) }
        #expect(await log.writer.close(within: .seconds(300)))
        log.record(Event.newCall("late"))
        #expect(!FileManager.default.fileExists(atPath: log.folder.file("calls.sqlite-wal").string))
        #expect(try await log.calls().count == 2500)
        var status = Glibc.stat()
        #expect(stat(log.folder.file("calls.sqlite").string, &status) == 0 && status.st_mode & 0o777 == 0o600)
    }

    @Test func fromManyThreads() async throws {
        let log = try LogFixture()
        await withTaskGroup(of: Void.self) { group in
            for thread in 0..<4 {
                group.addTask {
                    for number in 0..<500 { log.record(Event.newCall("\(thread)-\(number)", at: Double(number))) }
                }
            }
        }
        await log.flush()
        #expect(try await log.calls().count == 2000)
        #expect(log.writer.status.dropped == 0)
    }
}

extension LogFixture {
    /// Runs SQL by another program; what it prints, without the last line end.
    @discardableResult
    func sqlite(_ sql: String) throws -> String {
        let text = try Tool.require("sqlite3", [folder.file("calls.sqlite").string, sql]).text
        return String(text.dropLast())
    }

    func expectSound(sourceLocation: SourceLocation = #_sourceLocation) throws {
        #expect(try sqlite("PRAGMA integrity_check") == "ok", sourceLocation: sourceLocation)
    }
}

/// A database that another program has locked for writing.
private final class LockedDatabase {
    private let process: pid_t
    /// The standard input of the program, which ends with it.
    private var input: CInt?

    init(_ path: FilePath) throws {
        var commands: [CInt] = [-1, -1]
        var answers: [CInt] = [-1, -1]
        try #require(Glibc.pipe(&commands) == 0 && Glibc.pipe(&answers) == 0)
        process = try Spawning.start(["/usr/bin/sqlite3", path.string]) { actions in
            posix_spawn_file_actions_adddup2(&actions, commands[0], 0)
            posix_spawn_file_actions_adddup2(&actions, answers[1], 1)
        }
        close(commands[0])
        close(answers[1])
        input = commands[1]
        let statements = "BEGIN IMMEDIATE; SELECT 'locked';\n"
        try #require(write(commands[1], statements, statements.utf8.count) == statements.utf8.count)
        var answer = [UInt8](repeating: 0, count: 100)
        try #require(read(answers[0], &answer, answer.count) > 0)
        close(answers[0])
    }

    deinit { release() }

    func release() {
        guard let input else { return }
        self.input = nil
        close(input)
        _ = Spawning.wait(for: process)
    }
}
