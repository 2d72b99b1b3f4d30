import Foundation
import Support
import SystemPackage

/// A session of a headless Chromium, controlled through chromedriver (W3C WebDriver, JSON over HTTP). Both end with the
/// last reference.
final class WebDriver {
    /// The error of a command.
    struct Failure: Error, CustomStringConvertible {
        let command: String
        /// `no such element`, `stale element reference`, …
        let code: String
        let message: String

        var description: String { "\(command): \(code): \(message.prefix(400))" }
    }

    private let program: RunningProgram
    /// Chromium's profile, removed at the end.
    private let folder: TemporaryFolder
    private let port: Int
    private var session = ""

    /// Runs without a display, a sandbox (not available to root), much shared memory, and a microphone.
    private static let arguments = [
        "--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--mute-audio",
        "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", "--hide-scrollbars", "--lang=en-GB",
    ]

    init() throws {
        let folder = try TemporaryFolder()
        self.folder = folder
        (program, port) = try Self.start(in: folder)
        let profile = "--user-data-dir=" + folder.file("profile").string
        let capabilities: [String: Any] = [
            "browserName": "chrome", "goog:loggingPrefs": ["browser": "ALL", "performance": "ALL"],
            "goog:chromeOptions": ["args": Self.arguments + [profile]],
        ]
        let begun = try post("/session", ["capabilities": ["alwaysMatch": capabilities]], in: "") as? [String: Any]
        session = "/session/" + (begun?["sessionId"] as? String ?? "")
    }

    /// The system chooses the port for IPv4 or IPv6, and chromedriver prints it; if the port is taken for the other one,
    /// chromedriver ends, and another attempt follows.
    private static func start(in folder: TemporaryFolder) throws -> (RunningProgram, port: Int) {
        for _ in 0..<10 {
            let program = try RunningProgram(
                ["chromedriver", "--port=0"], in: folder.path, environment: ["HOME": folder.path.string],
                input: .nothing)
            var port = 0
            try program.poll("chromedriver's port", within: .seconds(60)) {
                port = try program.outputSoFar().firstMatch(of: /successfully on port (\d+)/).flatMap { Int($0.1) } ?? 0
                return port != 0 || program.hasEnded
            }
            if port != 0 { return (program, port) }
        }
        throw Failure(command: "chromedriver", code: "no port", message: "")
    }

    deinit {
        // Chromium writes into its profile until it has ended.
        if !session.isEmpty { _ = try? command("DELETE", "", nil) }
    }

    func get(_ path: String) throws -> Any { try command("GET", path, nil) }

    @discardableResult
    func post(_ path: String, _ body: [String: Any] = [:]) throws -> Any { try command("POST", path, body) }

    @discardableResult
    func delete(_ path: String) throws -> Any { try command("DELETE", path, nil) }

    /// A command of Chromium's own protocol.
    @discardableResult
    func chromium(_ name: String, _ parameters: [String: Any] = [:]) throws -> [String: Any] {
        try post("/goog/cdp/execute", ["cmd": name, "params": parameters]) as? [String: Any] ?? [:]
    }

    private func post(_ path: String, _ body: [String: Any], in session: String) throws -> Any {
        try command("POST", path, body, in: session)
    }

    private func command(_ method: String, _ path: String, _ body: [String: Any]?) throws -> Any {
        try command(method, path, body, in: session)
    }

    private func command(_ method: String, _ path: String, _ body: [String: Any]?, in session: String) throws -> Any {
        let bytes = try body.map { [UInt8](try JSONSerialization.data(withJSONObject: $0)) }
        let connection = try HTTPConnection(port: port, timeout: .seconds(120))
        try connection.send(
            HTTPRequest(
                method: method, path: session + path, headers: [("Content-Type", "application/json; charset=utf-8")],
                body: bytes))
        let answer = try connection.receive()
        let object = try JSONSerialization.jsonObject(with: Data(answer.body)) as? [String: Any]
        let value = object?["value"] ?? NSNull()
        if answer.status != 200, let problem = value as? [String: Any] {
            throw Failure(
                command: "\(method) \(path)", code: problem["error"] as? String ?? "\(answer.status)",
                message: problem["message"] as? String ?? "")
        }
        return value
    }
}
