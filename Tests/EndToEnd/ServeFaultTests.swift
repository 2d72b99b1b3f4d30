import Foundation
import Glibc
import Support
import SystemPackage
import Testing

/// What disks, people and power cuts do to the state folder of a server at work. Every call is answered rightly all the
/// while, the problem is logged, and writing the call log resumes by itself.
struct ServeFaultTests {
    /// Something done to the state folder as the server sees it, and undone.
    struct Fault: CustomTestStringConvertible {
        let name: String
        let strike: String
        /// What the server says on standard error.
        let told: String
        /// Nil where nothing is to be mended.
        var mend: String?

        var testDescription: String { name }

        static let all = [
            Fault(
                name: "full disk", strike: "head -c 50000000 /dev/zero > state/filler 2> /dev/null; true",
                told: "The call log cannot be written: the disk is full.", mend: "rm state/filler"),
            Fault(
                name: "read-only folder", strike: "mount -t tmpfs -o ro none state",
                told: "The call log cannot be written: calls.sqlite in the state folder", mend: "umount state"),
            Fault(
                name: "garbage written over the log", strike: "head -c 300000 /dev/urandom > state/calls.sqlite",
                told: "The call log was damaged."),
            Fault(
                name: "garbage put in the log's place",
                strike: "head -c 300000 /dev/urandom > state/x && mv state/x state/calls.sqlite",
                told: "The call log was damaged."),
        ]
    }

    private static let configuration = """
        numbers: { +49 211 1234567: { menu: main } }
        menus: { main: { prompt: nothing-heard, choices: { 3: [ { play: wrong-key }, hangup ] } } }
        """
    private static let recordings = ["nothing-heard.wav", "wrong-key.aiff"]

    /// A whole call: the menu, a key, and what is played after it, fetched by the provider.
    private func call(_ number: Int, _ provider: Provider) throws {
        let menu = try provider.newCall(callID: "call-\(number)")
        #expect(menu.action == "Gather" && menu.announcement == "nothing-heard")
        let closed = try provider.dtmf("3", after: menu, callID: "call-\(number)")
        #expect(closed.announcement == "wrong-key")
        let sound = try provider.fetch(try #require(closed.url))
        #expect(sound.status == 200 && sound.body.starts(with: Array("RIFF".utf8)) && sound.body.count > 10_000)
    }

    @Test("calls go on", .enabled(if: Announce.canMount), arguments: Fault.all) func calls(_ fault: Fault) throws {
        let served = try ServedFolder(
            Self.configuration, recordings: Self.recordings,
            wrapper: [
                "/usr/bin/unshare", "--mount", "/bin/sh", "-c",
                "mkdir state && mount -t tmpfs -o size=30m,mode=700 none state && exec \"$@\"", "sh",
            ])
        /// Runs a script in the server's folder, with the disks that the server sees.
        func shell(_ script: String) throws -> String {
            let process = "\(served.program.process)"
            return try Tool.require(
                "nsenter", ["-t", process, "-m", "sh", "-c", "cd \(served.folder.path) && { \(script); }"]
            ).text.trimmingCharacters(in: .newlines)
        }
        var made = 0
        func callUntil(_ what: String, _ condition: () throws -> Bool) throws {
            let deadline = ContinuousClock.now + .seconds(60)
            repeat {
                try call(made, served.provider)
                made += 1
                if ContinuousClock.now > deadline {
                    throw RunningProgram.DeadlineMissed(what: what, errors: try served.program.errorsSoFar())
                }
            } while try !condition()
        }
        func isWritten(_ number: Int) throws -> Bool {
            let sql = "SELECT count(*) FROM call WHERE callID = 'call-\(number)'"
            return try shell("sqlite3 -readonly state/calls.sqlite \"\(sql)\" 2> /dev/null || true") == "1"
        }
        func health() throws -> String { try DashboardClient(port: served.adminPort).get("/health").text }
        func metrics() throws -> String { try DashboardClient(port: served.adminPort).get("/metrics").text }

        try callUntil("a call in the log") { try isWritten(0) }
        _ = try shell(fault.strike)
        try callUntil("“\(fault.told)”") { try served.program.errorsSoFar().contains(fault.told) }
        // Announcements that the fault has taken away are made again within seconds.
        try callUntil("calls as configured") { try health().contains("\"ready\":true") }
        #expect(try !health().contains("\"warnings\":[]"))
        if let mend = fault.mend {
            #expect(try metrics().contains("\nannounce_log_is_writing 0"))
            for _ in 0..<20 { try callUntil("a call") { true } }
            _ = try shell(mend)
            try callUntil("its end") {
                try served.program.errorsSoFar().contains("The call log is being written again; no entries were lost")
            }
            try callUntil("the end of all warnings") { try health().contains("\"warnings\":[]") }
        }
        let last = made
        try callUntil("the next call in the log") { try isWritten(last) }
        #expect(try metrics().contains("\nannounce_log_is_writing 1"))
        #expect(try metrics().contains("\nannounce_log_dropped 0"))
        #expect(try shell("sqlite3 -readonly state/calls.sqlite 'PRAGMA integrity_check'") == "ok")
        // What was only in the way is made up for; what was written over is gone, and kept aside.
        let since = fault.mend == nil ? last : 0
        let kept = "SELECT count(*) FROM call WHERE CAST(substr(callID, 6) AS INTEGER) BETWEEN \(since) AND \(last)"
        #expect(try shell("sqlite3 -readonly state/calls.sqlite '\(kept)'") == "\(last - since + 1)")
        let aside = try shell("ls state | grep -cE '^calls.sqlite.damaged-[0-9A-Z]+$' || true")
        #expect(aside == (fault.mend == nil ? "1" : "0"))
    }

    @Test("killed under load, started again: at most the calls of the last half second are missing") func killed()
        throws
    {
        let served = try ServedFolder(Self.configuration, recordings: Self.recordings)
        var answered: [ContinuousClock.Instant] = []
        let start = ContinuousClock.now
        while ContinuousClock.now < start + .seconds(3) || answered.count < 40 {
            let next = ContinuousClock.now + .milliseconds(50)
            try call(answered.count, served.provider)
            answered.append(.now)
            // As many as a machine can write that does other things as well: the bound is not one of throughput.
            while ContinuousClock.now < next { usleep(1000) }
        }
        let end = ContinuousClock.now
        try served.restart(after: SIGKILL)
        try call(answered.count, served.provider)
        let file = served.folder.file("state/calls.sqlite").string
        #expect(try Tool.require("sqlite3", ["-readonly", file, "PRAGMA integrity_check"]).text == "ok\n")
        let ids = try Tool.require("sqlite3", ["-readonly", file, "SELECT callID FROM call"]).text
        let kept = Set(ids.split(separator: "\n").map(String.init))
        let owed = answered.indices.filter { answered[$0] < end - .milliseconds(500) }
        #expect(owed.count > 20)
        #expect(owed.filter { !kept.contains("call-\($0)") } == [])
        try served.program.poll("the call after it") {
            try Tool.require("sqlite3", ["-readonly", file, "SELECT callID FROM call"]).text
                .contains("call-\(answered.count)\n")
        }
        #expect(!served.folder.listing.contains { $0.contains("damaged") })
    }
}
