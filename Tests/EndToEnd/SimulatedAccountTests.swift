import Foundation
import Support
import SystemPackage
import Testing

/// `announce simulate --account`: the account's commands without an account.
struct SimulatedAccountTests {
    @Test("a day whose calls are in the account's history, and its events in the webhook log; commands of all kinds")
    func account() throws {
        let served = try ServedFolder(
            """
            numbers: { +49 211 1234567: [ { play: enter-code }, hangup ], +49 211 1234568: { reject: busy } }
            """, recordings: ["enter-code.au"])
        let folder = served.folder
        let simulation = try Announce.start(
            "simulate", "--server", "http://127.0.0.1:\(served.port)", "--calls", "20", "--account", "0", in: folder)
        try simulation.poll("the end of the day") { try simulation.errorsSoFar().contains("until Ctrl-C") }
        let lines = try simulation.outputSoFar().split(separator: "\n").map(String.init)
        var environment: [String: String] = [:]
        for line in lines.prefix(3) {
            let match = try #require(line.wholeMatch(of: /export (\w+)=(\S+)/), "\(line)")
            environment[String(match.1)] = String(match.2)
        }
        #expect(Set(environment.keys) == ["ANNOUNCE_API_URL", "ANNOUNCE_TOKEN_ID", "ANNOUNCE_TOKEN"])

        func account(_ arguments: String..., variables: [String: String] = [:]) throws -> RunningProgram.Result {
            try RunningProgram(
                [Announce.path, "account"] + arguments + ["--state", "state"], in: folder.path,
                environment: environment.merging(variables) { $1 }, input: .nothing
            ).wait()
        }
        let history = try account("history", "--json", "--limit", "100")
        #expect(history.status == 0, "\(history.errors)")
        let entries = try history.json([String: JSONAny].self)
        #expect(entries.count == 20)
        let status = try account("status").text
        #expect(status.contains("w0") && status.contains("\(Provider.publicURL)/sipgate"), "\(status)")
        let events = try account("log")
        #expect(events.text.contains("newCall") && events.status == 0, "\(events.text)\(events.errors)")
        #expect(try account("numbers").text.contains("+492111234568"))
        #expect(try account("sms", "send", "--to", "+49 157 99912345", "Hello").status == 0)
        let refused = try account("status", variables: ["ANNOUNCE_TOKEN": "0f1e2d3c-4b5a-4978-8a6b-5c4d3e2f1a0b"])
        #expect(refused.status == 1 && refused.errors.contains("token"), "\(refused.errors)")
        simulation.send(SIGINT)
        #expect(try simulation.wait().status == 0)
    }
}

/// Any JSON.
private struct JSONAny: Decodable {
    init(from decoder: any Decoder) throws {}
}
