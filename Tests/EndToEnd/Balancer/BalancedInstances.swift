import Foundation
import Support
import SystemPackage
import Testing

/// HAProxy, configured as `docs/operations.md` shows, in front of two servers with the same configuration and secret.
final class BalancedInstances {
    /// Of the section `server`.
    static let settings = "position-key-env: POSITION_KEY"
    /// Two menus, one after the other: a call has three answers.
    static let menus = """
        numbers:
          +49 211 1234567: { menu: main }
        menus:
          main:
            prompt: welcome
            choices: { 1: { menu: second } }
          second:
            prompt: holiday
            choices: { 2: { dial: +49 211 1234500 } }
        """

    let a: ServedFolder
    let b: ServedFolder
    /// Where the balancer answers calls.
    let port: Int
    private let statisticsPort: Int
    private let folder: TemporaryFolder
    private let balancer: RunningProgram

    /// - Parameters:
    ///   - configuration: from `numbers:` on.
    ///   - log: the database that both write their calls to; nil: each has its own file.
    ///   - healthPort: where the balancer asks for both instances' health; nil: where it is.
    init(_ configuration: String, log: String? = nil, healthPort: Int? = nil) throws {
        func instance() throws -> ServedFolder {
            // A port of its own, which it has again after a restart.
            let ports = [try ListeningSocket.unusedPort(), try ListeningSocket.unusedPort()]
            return try ServedFolder(
                configuration, recordings: ["welcome.flac", "holiday.ogg"],
                settings: "webhook: { signature: off }" + (log.map { "\nlog: { database: \"\($0)\" }" } ?? ""),
                server: Self.settings,
                environment: ["POSITION_KEY": String(repeating: "5e", count: 32)],
                options: ["--listen", "127.0.0.1:\(ports[0])", "--admin", "127.0.0.1:\(ports[1])"])
        }
        (a, b) = (try instance(), try instance())
        (port, statisticsPort) = (try ListeningSocket.unusedPort(), try ListeningSocket.unusedPort())
        var text = try Self.recipe()
        // Descriptors may be few here.
        text = text.replacing("maxconn 4000", with: "maxconn 200")
        text = text.replacing(/bind :443 ssl crt \S+/, with: "bind 127.0.0.1:\(port)").replacing(" port 8081", with: "")
        for (address, instance) in [("10.0.0.11:8080", a), ("10.0.0.12:8080", b)] {
            text = text.replacing(
                "\(address)\n", with: "127.0.0.1:\(instance.port) port \(healthPort ?? instance.adminPort)\n"
            ).replacing("\(address) ", with: "127.0.0.1:\(instance.port) ")
        }
        text += """

            listen statistics
                bind 127.0.0.1:\(statisticsPort)
                stats enable
                stats uri /

            """
        folder = try TemporaryFolder()
        try folder.write(Array(text.utf8), to: "haproxy.cfg")
        // Debian's /usr/sbin is not in everyone's PATH.
        let program = Tool.isInstalled("haproxy") ? "haproxy" : "/usr/sbin/haproxy"
        balancer = try RunningProgram(
            ["/usr/bin/env", program, "-db", "-f", "haproxy.cfg"], in: folder.path, input: .nothing)
        try wait(for: healthPort == nil ? "UP" : "DOWN")
    }

    deinit {
        balancer.send(SIGKILL)
        _ = try? balancer.wait()
    }

    /// Waits until the balancer takes both instances for `UP` or `DOWN`, for events and for announcements.
    func wait(for state: String) throws {
        try balancer.poll("both \(state)", within: .seconds(60)) {
            let table = try Tool.run("curl", ["-s", "http://127.0.0.1:\(statisticsPort)/;csv"]).text
            let rows = table.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
            guard let header = rows.first, let column = header.firstIndex(of: "status") else { return false }
            let states = rows.filter { $0.count > column && ["a", "b"].contains($0[1]) }.map { $0[column] }
            return states.count == 4 && states.allSatisfy { $0 == state }
        }
    }

    private static func recipe() throws -> String {
        let page = try String(
            contentsOfFile: DocumentationPage.project.appending("docs/operations.md").string, encoding: .utf8)
        return String(try #require(page.firstMatch(of: /```haproxy\n([^`]+)```/)).1)
    }
}
