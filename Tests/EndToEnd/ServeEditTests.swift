import Dispatch
import Foundation
import Glibc
import Support
import Synchronization
import SystemPackage
import Testing

/// Edits of a running server's configuration: half-written ones, and several at once.
struct ServeEditTests {
    private static let configuration = """
        numbers:
          +49 211 1234567: hangup
          +49 211 1234568: voicemail
        """

    private static let lost = ServedFolder.text("numbers:\n  +49 211 1234567: hangup")

    @Test("files written in place, a piece at a time, never change an answer") func inPlace() throws {
        let served = try ServedFolder(Self.configuration)
        let whole = try served.folder.bytes(of: "announce.yaml")
        var random = SystemRandomNumberGenerator()
        for edit in 0..<60 {
            let file = try FileDescriptor.open(served.folder.file("announce.yaml"), .writeOnly, options: [.truncate])
            // Every third writer is killed before it is done.
            let cut = Int.random(in: 0..<whole.count, using: &random)
            try file.writeAll(whole[..<cut])
            for _ in 0..<4 {
                #expect(try served.provider.newCall().action == "Hangup")
                #expect(try served.provider.newCall(to: "492111234568").isVoicemail)
            }
            if edit % 3 != 0 { try file.writeAll(whole[cut...]) }
            try file.close()
            for _ in 0..<4 {
                #expect(try served.provider.newCall().action == "Hangup")
                #expect(try served.provider.newCall(to: "492111234568").isVoicemail)
            }
        }
        try served.folder.write(
            Array(ServedFolder.text(Self.configuration + "\n  default: voicemail").utf8), to: "announce.yaml")
        try served.program.poll("the last edit") { try served.provider.newCall(to: "493012345").isVoicemail }
    }

    @Test("a program that never closes the file does not keep the edit from callers") func neverClosed() throws {
        let served = try ServedFolder(Self.configuration)
        let file = try FileDescriptor.open(served.folder.file("announce.yaml"), .writeOnly, options: [.append])
        defer { try? file.close() }
        try file.writeAll("  default: voicemail\n".utf8)
        // Only a close is reported: another program's.
        try FileDescriptor.open(served.folder.file("announce.yaml"), .writeOnly).close()
        try served.wait(for: "is being written all the time")
        #expect(try !served.provider.newCall(to: "493012345").isVoicemail)
        try served.program.poll("the edit") { try served.provider.newCall(to: "493012345").isVoicemail }
    }

    static let confirmations = ["a second save", "check --accept", "SIGHUP", "the dashboard"]

    @Test("an edit that removes a number waits, and that is reported, until it is confirmed", arguments: confirmations)
    func confirmed(by way: String) throws {
        let served = try ServedFolder(Self.configuration)
        let dashboard = DashboardClient(port: served.adminPort)
        func isHeld() throws -> Bool { try dashboard.get("/health").text.contains("no longer lists +492111234568") }
        try served.folder.write(Array(Self.lost.utf8), to: "announce.yaml")
        try served.wait(for: "no longer lists +492111234568")
        #expect(try isHeld())
        #expect(try served.provider.newCall(to: "492111234568").isVoicemail)
        let page = try dashboard.get("/configuration").text
        #expect(page.contains("no longer lists +492111234568") && page.contains("Use this edit"))

        switch way {
        case "a second save":
            // As the system would say of a save some seconds later.
            #expect(try Announce.shell("touch -d '10 seconds' announce.yaml", in: served.folder).status == 0)
        case "check --accept":
            let run = try Announce.run("check", "--state", "state", "--accept", in: served.folder)
            #expect(run.status == 0 && run.errors.contains("announce.yaml is confirmed"), "\(run.errors)")
        case "SIGHUP": served.program.send(SIGHUP)
        default:
            let opened = try #require(page.firstMatch(of: /name="opened" value="([^"]+)"/)).1
            let stale = try dashboard.post("/configuration/accept", [("opened", "0")])
            #expect(try stale.status == 200 && isHeld())
            #expect(try dashboard.post("/configuration/accept", [("opened", String(opened))]).status == 303)
        }
        try served.program.poll("the edit") { try !served.provider.newCall(to: "492111234568").isVoicemail }
        try served.program.poll("good health") { try !isHeld() }
    }

    @Test("a restart uses an unconfirmed edit, and warns until it is confirmed") func restart() throws {
        let served = try ServedFolder(Self.configuration)
        func warns() throws -> Bool {
            try DashboardClient(port: served.adminPort).get("/health").text.contains("The server was started with it")
        }
        try served.folder.write(Array(Self.lost.utf8), to: "announce.yaml")
        try served.wait(for: "may be half-written")
        try served.restart()
        try served.wait(for: "no longer lists +492111234568. The server was started with it")
        #expect(try warns() && !served.provider.newCall(to: "492111234568").isVoicemail)
        let run = try Announce.run("check", "--state", "state", "--accept", in: served.folder)
        #expect(run.status == 0, "\(run.errors)")
        try served.program.poll("no warning") { try !warns() }
        try served.restart()
        #expect(try !warns())
        // One that was confirmed in another way is remembered too.
        try served.folder.write(Array(ServedFolder.text("numbers: { default: hangup }").utf8), to: "announce.yaml")
        try served.wait(for: "may be half-written")
        served.program.send(SIGHUP)
        try served.wait(for: "Configuration reloaded")
        try served.restart()
        #expect(try !warns())
    }

    @Test("the version before is one command away, and so is the way back") func restore() throws {
        let served = try ServedFolder(Self.configuration)
        let before = try served.folder.bytes(of: "announce.yaml")
        func restore(_ arguments: String...) throws -> RunningProgram.Result {
            try RunningProgram(
                [Announce.path, "restore", "--state", "state"] + arguments, in: served.folder.path, input: .nothing
            ).wait()
        }
        #expect(try restore().status == 1)
        try served.folder.write(Array(Self.lost.utf8), to: "announce.yaml")
        try served.wait(for: "no longer lists +492111234568")
        let run = try restore()
        #expect(run.status == 0 && run.errors.contains("announce.yaml is again as in"), "\(run.errors)")
        #expect(try served.folder.bytes(of: "announce.yaml") == before)
        try served.wait(for: "The configuration is unchanged")
        // The way back takes numbers away too, and needs no other confirmation.
        #expect(try restore().status == 0)
        try served.program.poll("the edit") { try !served.provider.newCall(to: "492111234568").isVoicemail }
        #expect(try restore("--list").text.split(separator: "\n").count == 3)
        #expect(try restore("../announce.yaml").status == 1)
        unlink(served.folder.file("announce.yaml").string)
        #expect(try restore().status == 0)
        #expect(
            try served.folder.bytes(of: "announce.yaml") == Array(Self.lost.utf8)
                || served.folder.bytes(of: "announce.yaml") == before)
    }

    @Test("of six saves of one version at once, exactly one is accepted") func sixSaves() throws {
        let served = try ServedFolder(Self.configuration)
        let dashboard = DashboardClient(port: served.adminPort)
        let token = try dashboard.token()
        for round in 0..<10 {
            let opened = try opened(dashboard)
            let statuses = Mutex<[Int: Int]>([:])
            DispatchQueue.concurrentPerform(iterations: 6) { tab in
                let text = ServedFolder.text(Self.configuration) + "# \(round).\(tab)\n"
                let answer = try? dashboard.post(
                    "/configuration", [("text", text), ("opened", opened), ("action", "save")], token: token)
                statuses.withLock { $0[tab] = answer?.status }
            }
            let answers = statuses.withLock { $0 }
            let accepted = answers.filter { $0.value == 303 }.keys
            #expect(accepted.count == 1 && answers.values.filter { $0 == 409 }.count == 5, "\(answers)")
            let text = String(decoding: try served.folder.bytes(of: "announce.yaml"), as: UTF8.self)
            #expect(text.hasSuffix("# \(round).\(try #require(accepted.first))\n"))
        }
    }

    @Test("what an editor saves while the dashboard saves is never lost", arguments: ["in place", "by renaming"])
    func editorInTheWindow(_ way: String) throws {
        let served = try ServedFolder(Self.configuration)
        let dashboard = DashboardClient(port: served.adminPort)
        let token = try dashboard.token()
        let path = served.folder.file("announce.yaml")
        var accepted = 0
        for round in 0..<40 {
            let opened = try opened(dashboard)
            let hand = Array((ServedFolder.text(Self.configuration) + "# by hand \(round)\n").utf8)
            let draft = try served.folder.write(hand, to: ".announce.yaml.swp")
            let status = Mutex<Int?>(nil)
            DispatchQueue.concurrentPerform(iterations: 2) { side in
                if side == 0 {
                    let text = ServedFolder.text(Self.configuration) + "# on the dashboard \(round)\n"
                    let answer = try? dashboard.post(
                        "/configuration", [("text", text), ("opened", opened), ("action", "save")], token: token)
                    status.withLock { $0 = answer?.status }
                } else {
                    usleep(UInt32.random(in: 0..<8000))
                    if way == "in place" {
                        guard let file = try? FileDescriptor.open(path, .writeOnly, options: [.truncate]) else {
                            return
                        }
                        _ = try? file.writeAll(hand)
                        try? file.close()
                    } else {
                        rename(draft.string, path.string)
                    }
                }
            }
            // The hand edit came before the save, which was refused then, or after it, and replaced what it saved.
            #expect(try served.folder.bytes(of: "announce.yaml") == hand, "round \(round)")
            let answer = status.withLock { $0 }
            #expect(answer == 303 || answer == 409, "\(answer ?? 0)")
            if answer == 303 { accepted += 1 }
        }
        // The server may still keep the last version.
        try served.program.poll("nothing half-written") {
            !served.folder.listing.contains { $0.hasSuffix(".tmp") }
        }
        // The rest of the time the editor was faster.
        #expect(accepted < 40)
    }

    private func opened(_ dashboard: DashboardClient) throws -> String {
        let page = try dashboard.get("/configuration")
        return String(try #require(page.text.firstMatch(of: /name="opened" value="([^"]+)"/)).1)
    }
}
