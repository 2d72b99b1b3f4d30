import Foundation
import Support
import SystemPackage
import Testing

/// A day that `announce simulate --json` has played against a server.
struct SimulatedDay {
    struct Call: Decodable {
        struct Leg: Decodable {
            var callId: String
            var outcome: String
        }

        struct Step: Decodable {
            var hear: String?
            var skip: String?
            var press: String?
            var silence: Bool?
            var end: String?
            var seconds: Double?
        }

        var name: String?
        var outcome: String
        var legs: [Leg]
        var steps: [Step]
    }

    struct Summary: Decodable {
        struct Skipped: Decodable {
            var count: Int
            var reasons: [String]
        }

        var ok: Bool
        var calls: Int
        var outcomes: [String: Int]
        var furtherLegs: Int
        var sounds: Int
        var answers: Int
        var skipped: [Skipped]
        var unanswered: [String: Int]
    }

    private struct Object: Decodable {
        var calls: [Call]
        var summary: Summary
    }

    let run: RunningProgram.Result
    let calls: [Call]
    let summary: Summary

    /// Plays it. The output must fit its schema.
    init(in folder: TemporaryFolder, port: Int, _ arguments: [String]) throws {
        // The machine may be busy. The last of two timeouts counts.
        run = try Self.run(in: folder, port: port, ["--json", "--timeout", "60"] + arguments)
        let verdict = try OutputSchema("simulate").verdict(of: run.output)
        #expect(verdict == "valid", "\(run.errors)\(run.text.prefix(2000))")
        let object = try JSONDecoder().decode(Object.self, from: Data(run.output))
        (calls, summary) = (object.calls, object.summary)
    }

    static func run(
        in folder: TemporaryFolder, port: Int, _ arguments: [String]
    ) throws -> RunningProgram.Result {
        try RunningProgram(
            [Announce.path, "simulate", "--server", "http://127.0.0.1:\(port)"] + arguments, in: folder.path,
            input: .nothing
        ).wait(within: .seconds(300))
    }
}

/// A call in `announce log --json`.
struct LoggedCall: Decodable {
    struct Leg: Decodable {
        var callId: String
        var outcome: String
    }

    var callId: String
    var outcome: String
    /// Of a call with several.
    var legs: [Leg]?

    static func all(in folder: TemporaryFolder) throws -> [LoggedCall] {
        try RunningProgram(
            [Announce.path, "log", "--json", "--state", "state", "-n", "100000"], in: folder.path, input: .nothing
        ).wait().json()
    }
}
