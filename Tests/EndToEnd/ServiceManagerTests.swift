import Foundation
import Glibc
import Support
import SystemPackage
import Testing

/// What the server reports to a service manager such as systemd (sd_notify(3)).
struct ServiceManagerTests {
    private static let configuration = "numbers: { +49 211 1234567: hangup }"

    private func serve(
        _ receiver: NotificationReceiver, environment: [String: String] = [:]
    ) throws -> ServedFolder {
        try ServedFolder(
            Self.configuration, environment: environment.merging(["NOTIFY_SOCKET": receiver.name]) { $1 })
    }

    @Test(
        "reports when calls are answered, while it reloads, and when it stops",
        arguments: ["path", "abstract name"])
    func lifecycle(_ kind: String) throws {
        let folder = try TemporaryFolder()
        let name = kind == "path" ? folder.file("notify").string : "@announce-test-\(UUID().uuidString)"
        let receiver = try NotificationReceiver(name)
        let served = try serve(receiver)
        let ready = try receiver.next()
        #expect(ready["READY"] == "1")
        #expect(
            ready["STATUS"]
                == "Answering calls on 127.0.0.1:\(served.port), dashboard on 127.0.0.1:\(served.adminPort)")

        served.program.send(SIGHUP)
        let reloading = try receiver.next()
        #expect(reloading["RELOADING"] == "1")
        #expect(Int(reloading["MONOTONIC_USEC"] ?? "") ?? 0 > 0)
        #expect(try receiver.next() == ["READY": "1"])

        served.program.send(SIGTERM)
        #expect(try receiver.next()["STOPPING"] == "1")
        #expect(try served.program.wait(within: .seconds(5)).status == 0)
    }

    @Test("STOPPING is sent before requests in progress are answered") func stopping() throws {
        let folder = try TemporaryFolder()
        let receiver = try NotificationReceiver(folder.file("notify").string)
        let served = try serve(receiver)
        let form = Provider.form([("event", "newCall"), ("callId", "1"), ("from", "491"), ("to", "492111234567")])
        let bytes = try served.provider.request(form, to: "/sipgate").bytes
        let connection = try HTTPConnection(port: served.port)
        try connection.send(bytes.dropLast(10))
        // A whole exchange on another connection: by then the first has been read, too.
        #expect(try served.provider.newCall().action == "Hangup")
        served.program.send(SIGTERM)
        #expect(try receiver.next(setting: "STOPPING").before.count == 1)
        try connection.send(bytes.suffix(10))
        #expect(try connection.receive().status == 200)
        #expect(try served.program.wait(within: .seconds(5)).status == 0)
    }

    @Test("the watchdog is fed as long as the server responds") func watchdog() throws {
        let folder = try TemporaryFolder()
        let receiver = try NotificationReceiver(folder.file("notify").string)
        let served = try serve(receiver, environment: ["WATCHDOG_USEC": "100000"])
        _ = try receiver.next(setting: "READY")
        for _ in 0..<3 { #expect(try receiver.next() == ["WATCHDOG": "1"]) }
        served.program.send(SIGTERM)
        _ = try receiver.next(setting: "STOPPING")
        #expect(try served.program.wait(within: .seconds(5)).status == 0)
    }

    @Test("a watchdog meant for another process, or none, is not fed", arguments: [["WATCHDOG_PID": "1"], [:]])
    func otherWatchdog(_ environment: [String: String]) throws {
        let folder = try TemporaryFolder()
        let receiver = try NotificationReceiver(folder.file("notify").string)
        let usec = environment.isEmpty ? [:] : ["WATCHDOG_USEC": "1000"]
        let served = try serve(receiver, environment: environment.merging(usec) { $1 })
        for _ in 0..<20 { #expect(try served.provider.newCall().action == "Hangup") }
        served.program.send(SIGTERM)
        let (_, before) = try receiver.next(setting: "STOPPING")
        #expect(before.allSatisfy { $0["WATCHDOG"] == nil })
        #expect(try served.program.wait(within: .seconds(5)).status == 0)
    }

    @Test(
        "a socket that cannot be notified is reported and stops nothing",
        arguments: [("relative", "is not a socket that can be notified"), ("/nowhere/notify", "cannot be notified")])
    func unusable(_ name: String, _ reason: String) throws {
        let served = try ServedFolder(Self.configuration, environment: ["NOTIFY_SOCKET": name])
        #expect(try served.provider.newCall().action == "Hangup")
        try served.wait(for: reason)
    }
}
