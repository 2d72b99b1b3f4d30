import Foundation
import Support
import SystemPackage
import Testing

/// `announce doctor --instance`: whether instances behind a balancer are alike, asked of real servers.
struct DoctorInstanceTests {
    private static let configuration = """
        numbers: { +49 211 1234567: { flow: main } }
        flows: { main: [ { check: office, open: { play: welcome }, closed: hangup } ] }
        schedules: { office: { hours: { daily: 00:00-24:00 } } }
        """
    private static let secret = ["POSITION_KEY": String(repeating: "5e", count: 32)]

    private func instance(key: [String: String] = secret) throws -> ServedFolder {
        try ServedFolder(
            Self.configuration, recordings: ["welcome.flac"], settings: "webhook: { signature: required }",
            server: BalancedInstances.settings, environment: key)
    }

    private func consult(_ served: ServedFolder, _ ports: Int...) throws -> Consultation {
        try served.folder.write(try served.folder.bytes(of: "announce.yaml"), to: "doctor.yaml")
        return try Consultation(
            in: served.folder, ports.flatMap { ["--instance", "http://127.0.0.1:\($0)"] },
            environment: Self.secret)
    }

    @Test("alike; then with another override, with another configuration, and with one that is away")
    func skew() throws {
        let (a, b) = (try instance(), try instance())
        var visit = try consult(a, a.port, b.port)
        #expect(visit.checks.filter { $0.name == "instance" && $0.status == "ok" }.count == 2, "\(visit.checks)")
        #expect(visit["instance"]?.seen.hasPrefix("http://127.0.0.1:\(a.port): version ") == true)
        #expect(visit["instances"]?.seen == "2 alike: version, configuration, announcements, overrides")

        let override = try Announce.run(
            "override", "office", "closed", "--until", "tomorrow 8:00", "--state", "state", in: b.folder,
            environment: Self.secret)
        #expect(override.status == 0, "\(override.errors)")
        try b.program.poll("the override", within: .seconds(30)) {
            visit = try consult(a, a.port, b.port)
            return visit["instances"]?.status == "warning"
        }
        let both = ["http://127.0.0.1:\(a.port)", "http://127.0.0.1:\(b.port)"].sorted().joined(separator: " | ")
        #expect(visit["instances"]?.seen == "differ in overrides (\(both))")

        let text = String(decoding: try b.folder.bytes(of: "announce.yaml"), as: UTF8.self)
        try b.folder.write(Array(text.replacing("closed: hangup", with: "closed: voicemail").utf8), to: "announce.yaml")
        try b.wait(for: "Configuration reloaded")
        visit = try consult(a, a.port, b.port)
        #expect(visit["instances"]?.seen == "differ in configuration (\(both)); overrides (\(both))")
        #expect(try consult(a, b.port)["instances"]?.seen.contains("another configuration than") == true)

        let unused = try ListeningSocket.unusedPort()
        visit = try consult(a, a.port, unused)
        #expect(visit.checks.filter { $0.name == "instance" }.map(\.status) == ["ok", "failed"], "\(visit.checks)")
    }

    @Test("an instance with another secret for positions is found out")
    func secret() throws {
        let (a, other) = (try instance(), try instance(key: ["POSITION_KEY": String(repeating: "6f", count: 32)]))
        let row = try consult(a, other.port)["instance"]
        #expect(row?.status == "failed" && row?.seen.hasSuffix(": refuses the test call") == true)
        #expect(row?.remedy?.contains("position-key-env") == true)
        // Nothing is said to calls that are not signed.
        let answer = try a.provider.post(
            "event=newCall&callId=1&to=492111234567&from=anonymous&direction=in", to: "/sipgate")
        #expect(answer.header("x-announce-instance") == nil && answer.status == 403)
    }
}
