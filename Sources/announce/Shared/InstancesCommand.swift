import ArgumentParser
import CallFlow
import SharedState
import Telephony

struct InstancesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "instances",
        abstract: "List the instances that share a configuration in a database.",
        discussion: """
            One line per instance: host and port, whether it is ready, the version of the configuration that it answers by, the \
            release of the program, and how long it runs; below it what is wrong. An instance that stopped in order is not listed; \
            one that was not heard of for 15 seconds is away, and is forgotten after a day.

            Exit status: 0 all are ready; 1 one is not ready or away, or the database cannot be used; 64 wrong usage.
            """)

    @Flag(help: "Print the instances as a JSON array (docs/schemas/instances.schema.json).")
    var json = false

    @OptionGroup
    var database: ConfigurationDatabaseOption

    func run() throws {
        let store = try SharedStore(try database.required.description, name: "announce instances")
        let overview = try store.overview()
        let rows = overview.instances.map { InstanceObject($0, in: overview) }
        if json {
            Console.result(jsonText(rows))
        } else {
            let lines = TextTable(rows.map(\.cells)).lines
            for (row, line) in zip(rows, lines) {
                Console.result(([line] + row.problems.map { "  \($0.printable)" }).joined(separator: "\n"))
            }
            if rows.isEmpty { Console.note("No instance is known.") }
        }
        if rows.contains(where: { $0.state != "ready" }) { throw ExitCode(1) }
    }
}

/// What is printed of an instance.
struct InstanceObject: Encodable {
    let name: String
    /// `ready`, `not ready` or `away`.
    let state: String
    /// The version of the configuration that it answers by; nil: one from before.
    let version: Int64?
    let release: String
    /// Seconds since its start, and since it was heard of.
    let running: Int64
    let silence: Int64
    /// As sentences.
    let problems: [String]

    init(_ instance: Instance, in overview: Overview) {
        (name, release, version) = (instance.name, instance.release, instance.answers)
        (running, silence) = (instance.running.components.seconds, instance.silence.components.seconds)
        (state, problems) = (instance.state.rawValue, instance.problems(in: overview))
    }

    var cells: [String] {
        let (hours, minutes) = (running / 3600, running / 60 % 60)
        return [
            name, state, version.map { "version \($0)" } ?? "no version", "announce \(release)",
            "\(hours):\(minutes < 10 ? "0" : "")\(minutes) h",
        ]
    }
}
