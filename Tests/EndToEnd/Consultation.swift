import Foundation
import Support
import SystemPackage
import Testing

/// A run of `announce doctor`: its checks and its result.
struct Consultation {
    struct Check: Decodable, Equatable {
        var name: String
        var status: String
        var seen: String
        var remedy: String?
    }

    private struct Object: Decodable {
        var ok: Bool
        var checks: [Check]
    }

    let checks: [Check]
    let result: RunningProgram.Result

    /// - Parameters:
    ///   - folder: with `doctor.yaml` and the state folder.
    ///   - options: besides `--address 127.0.0.1 --json`.
    init(
        in folder: TemporaryFolder, state: String = "state", address: String? = "127.0.0.1", _ options: [String] = [],
        environment: [String: String] = [:]
    ) throws {
        // Not logged in, unless a test sets a token.
        let variables = ["ANNOUNCE_API_URL": "http://127.0.0.1:1"].merging(environment) { $1 }
        result = try RunningProgram(
            [Announce.path, "doctor", "--json", "--config", "doctor.yaml", "--state", state]
                + (address.map { ["--address", $0] } ?? []) + options, in: folder.path, environment: variables,
            input: .nothing
        ).wait(within: .seconds(60))
        let object = try JSONDecoder().decode(Object.self, from: Data(result.output))
        checks = object.checks
        #expect(object.ok == !checks.contains { $0.status == "failed" })
        #expect(result.status == (object.ok ? 0 : 1), "\(result.errors)")
        // Every problem has a remedy.
        for check in checks where check.status == "failed" || check.status == "warning" {
            #expect(check.remedy?.isEmpty == false, "\(check)")
        }
    }

    subscript(name: String) -> Check? { checks.first { $0.name == name } }

    /// The names of the checks with a status.
    func names(_ status: String) -> [String] { checks.filter { $0.status == status }.map(\.name) }
}

extension TemporaryFolder {
    /// Writes the doctor's configuration: the server's, with a port of this machine in the public URL.
    func writeDoctor(
        _ configuration: String, scheme: String = "https", host: String = "phone.example.test", port: Int,
        signature: String = "required", tls: String? = nil
    ) throws {
        let text = """
            public-url: \(scheme)://\(host):\(port)
            time-zone: Europe/Berlin
            webhook: { signature: \(signature) }
            server: { listen: "127.0.0.1:8080"\(tls.map { ", tls: \($0)" } ?? "") }
            \(configuration)

            """
        try write(Array(text.utf8), to: "doctor.yaml")
    }
}
