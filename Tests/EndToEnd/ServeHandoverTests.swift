import Foundation
import Glibc
import Support
import Synchronization
import SystemPackage
import Testing

/// A new process takes the place of a running server: no call is lost, menus go on, and the call log is complete.
struct ServeHandoverTests {
    private static let configuration = """
        numbers: { +49 211 1234567: { menu: main } }
        menus: { main: { prompt: nothing-heard, choices: { 3: [ { play: wrong-key }, hangup ] } } }
        """
    private static let recordings = ["nothing-heard.wav", "wrong-key.aiff"]

    /// Callers that call one after the other, ten times per second each at most, until they are stopped.
    private final class Callers: Sendable {
        private let stopped = Atomic(false)
        private let made = Mutex<(calls: [String], failures: [String])>(([], []))
        private let threads = DispatchGroup()

        init(_ count: Int, _ provider: Provider) {
            for caller in 0..<count {
                let thread = Thread { [self] in
                    var number = 0
                    while !stopped.load(ordering: .relaxed) {
                        let id = "call-\(caller)-\(number)"
                        let next = ContinuousClock.now + .milliseconds(100)
                        do {
                            let menu = try provider.newCall(callID: id)
                            let answer = try provider.dtmf("3", after: menu, callID: id)
                            let sound = try provider.fetch(answer.url ?? "")
                            let isRight = answer.announcement == "wrong-key" && sound.status == 200
                            made.withLock {
                                $0.calls.append(id)
                                if !isRight { $0.failures.append("\(id): \(answer)") }
                            }
                        } catch {
                            made.withLock { $0.failures.append("\(id): \(error)") }
                        }
                        number += 1
                        while ContinuousClock.now < next { usleep(1000) }
                    }
                    threads.leave()
                }
                threads.enter()
                thread.start()
            }
        }

        var count: Int { made.withLock(\.calls.count) }

        func stop() -> (calls: [String], failures: [String]) {
            stopped.store(true, ordering: .relaxed)
            threads.wait()
            return made.withLock { $0 }
        }
    }

    /// The process that uses the state folder, as it says itself.
    private func server(of served: ServedFolder) throws -> pid_t? {
        let text = String(decoding: try served.folder.bytes(of: "state/server.lock"), as: UTF8.self)
        // Nothing in the moment in which it is written.
        return text.split(separator: "\n").first.flatMap { pid_t($0) }
    }

    private func hasEnded(_ process: pid_t) -> Bool {
        let status = (try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)) ?? ""
        return status.isEmpty || status.split(separator: ")").last?.hasPrefix(" Z") == true
    }

    @Test("under load, three times: no call is lost", arguments: ["--take-over", "SIGUSR2"])
    func takeOver(_ way: String) throws {
        let served = try ServedFolder(Self.configuration, recordings: Self.recordings)
        let menu = try served.provider.newCall(callID: "across")
        let callers = Callers(4, served.provider)
        var successors: [RunningProgram] = []
        var process = served.program.process
        defer {
            kill(process, SIGKILL)
            withExtendedLifetime(successors) {}
        }
        for _ in 0..<3 {
            let before = callers.count
            try served.program.poll("calls") { callers.count > before + 20 }
            let old = process
            if way == "SIGUSR2" {
                kill(old, SIGUSR2)
            } else {
                successors.append(
                    try RunningProgram(
                        [Announce.path, "serve", "--state", "state", "--take-over"], in: served.folder.path,
                        input: .nothing))
            }
            try served.program.poll("another process", within: .seconds(60)) {
                process = try server(of: served) ?? old
                return process != old
            }
            try served.program.poll("the end of the first", within: .seconds(60)) { hasEnded(old) }
        }
        let before = callers.count
        try served.program.poll("calls") { callers.count > before + 20 }
        let (calls, failures) = callers.stop()
        #expect(failures == [])
        #expect(try served.provider.dtmf("3", after: menu, callID: "across").announcement == "wrong-key")
        #expect(try served.program.wait(within: .seconds(5)).status == 0)
        let file = served.folder.file("state/calls.sqlite").string
        let count = "SELECT count(*) FROM event"
        try Self.wait {
            (try? Tool.require("sqlite3", ["-readonly", file, count]).text) == "\(2 * calls.count + 2)\n"
        }
        kill(process, SIGTERM)
        try Self.wait { hasEnded(process) }
        let ids = try Tool.require("sqlite3", ["-readonly", file, "SELECT callID FROM call"]).text
        #expect(Set(calls).subtracting(ids.split(separator: "\n").map(String.init)) == [])
    }

    @Test("a new process that cannot start changes nothing", arguments: ["--take-over", "SIGUSR2"])
    func failure(_ way: String) throws {
        let served = try ServedFolder(Self.configuration, recordings: Self.recordings)
        try served.folder.write(Array("nonsense".utf8), to: "announce.yaml")
        if way == "SIGUSR2" {
            served.program.send(SIGUSR2)
            try served.wait(for: "so this one goes on")
        } else {
            let run = try Announce.run("serve", "--state", "state", "--take-over", in: served.folder)
            #expect(run.status == 1 && run.output.isEmpty)
        }
        #expect(try served.provider.newCall().action == "Gather")
        // Also where it fails after it has asked for the place: its address belongs to another program.
        let taken = try ListeningSocket()
        let text = ServedFolder.text(Self.configuration, server: "position-key-env: NOT_SET_AT_ALL")
            .replacing("listen: \"127.0.0.1:0\"", with: "listen: \"127.0.0.1:\(taken.port)\"")
            .replacing(", position-key-env: NOT_SET_AT_ALL", with: "")
        try served.folder.write(Array(text.utf8), to: "announce.yaml")
        let run = try Announce.run("serve", "--state", "state", "--take-over", in: served.folder)
        #expect(run.status == 1 && run.errors.contains("is in use by another program"), "\(run.errors)")
        try served.wait(for: "has not taken over; this one goes on")
        #expect(try served.provider.newCall().action == "Gather")
        #expect(try server(of: served) == served.program.process)
    }

    @Test("without a server that could be replaced, it simply starts") func alone() throws {
        let served = try ServedFolder(Self.configuration, recordings: Self.recordings, options: ["--take-over"])
        #expect(try served.provider.newCall().action == "Gather")
        try served.restart(after: SIGKILL)
        #expect(try served.provider.newCall().action == "Gather")
    }

    @Test("with the service manager's socket, connections wait while the service restarts") func activation() throws {
        let folder = try TemporaryFolder()
        let socket = try ListeningSocket()
        let wrapper = [
            "/bin/bash", "-c",
            "export LISTEN_PID=$$ LISTEN_FDS=1 LISTEN_FDNAMES=public; exec \"$@\"",
            "bash",
        ]
        let receiver = try NotificationReceiver(folder.file("notify").string)
        let served = try ServedFolder(
            Self.configuration, recordings: Self.recordings, environment: ["NOTIFY_SOCKET": receiver.name],
            wrapper: wrapper, third: socket.descriptor)
        #expect(served.port == socket.port)
        #expect(try served.provider.newCall().action == "Gather")
        // Both sockets are given to the manager, to be passed to the next process.
        #expect(try receiver.next(setting: "FDSTORE", skippingStored: false).found["FDNAME"] == "admin")
        #expect(try receiver.next(setting: "FDSTORE", skippingStored: false).found["FDNAME"] == "public")
        served.program.send(SIGTERM)
        #expect(try served.program.wait(within: .seconds(10)).status == 0)

        let waiting = try HTTPConnection(port: socket.port)
        let form = Provider.form([("event", "newCall"), ("callId", "1"), ("from", "491"), ("to", "492111234567")])
        try waiting.send(try served.provider.request(form, to: "/sipgate").bytes)
        try served.startAgain()
        #expect(try waiting.receive().status == 200)
    }

    @Test("a socket of the service manager for another address is not used, which is logged") func otherSocket() throws
    {
        let socket = try ListeningSocket()
        let served = try ServedFolder(
            Self.configuration, recordings: Self.recordings,
            wrapper: [
                "/bin/bash", "-c",
                "export LISTEN_PID=$$ LISTEN_FDS=1 LISTEN_FDNAMES=other; exec \"$@\"",
                "bash",
            ], third: socket.descriptor)
        #expect(served.port != socket.port)
        #expect(try served.provider.newCall().action == "Gather")
        try served.wait(for: "A socket of the service manager is not used")
    }

    /// Waits for what no program's output tells.
    private static func wait(_ condition: () -> Bool) throws {
        let deadline = ContinuousClock.now + .seconds(60)
        while !condition() {
            guard ContinuousClock.now < deadline else { throw HTTPConnection.Broken(what: "not in time") }
            usleep(10_000)
        }
    }
}
