import Alerts
import ArgumentParser
import CallFlow
import Hosting
import LocalFiles
import Telephony

struct AlertCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "alert",
        abstract: "Show incidents, and test that alerts arrive.",
        subcommands: [List.self, Test.self], defaultSubcommand: List.self)

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "Show the ways that alerts take, and open incidents.",
            discussion: """
                Read-only; works whether or not the server is running. The ways are those of `alerts` in the configuration.

                Exit status: 0 done; 1 the configuration has errors, or the state cannot be read; 64 wrong usage.
                """)

        @OptionGroup var source: ConfigurationOption
        @OptionGroup var place: StateOption

        func run() throws {
            let configuration = try source.validConfiguration()
            let ledger = try StateFiles(in: try place.folder(of: source).path).alerts.read() ?? AlertLedger()
            let zone = configuration.timeZone
            let words = AlertWords(language: .english, zone: zone, server: configuration.publicURL)
            if configuration.alerts.ways.isEmpty {
                Console.note("\(source.path.readable) has no `alerts`: messages go nowhere.")
            }
            for way in configuration.alerts.ways {
                let record = ledger.ways[way.kind.rawValue]
                let state =
                    record?.failingSince.map { "failing since \(words.time($0)): \(record?.fault ?? "")" }
                    ?? record?.arrived.map { "last message \(words.time($0))" } ?? "no message yet"
                Console.result("\(way.kind.rawValue): \(state)")
            }
            let open = ledger.incidents.filter(\.isCurrent)
            if open.isEmpty { Console.result("No open incidents.") }
            for incident in open {
                Console.result("\(words.title(incident.cause)), since \(words.time(incident.began))")
            }
        }
    }

    struct Test: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "test",
            abstract: "Send a test message.",
            discussion: """
                Sends a message by all ways of `alerts` in the configuration, or by those named, at once and also in quiet \
                hours. Secrets are taken from this shell's environment: the server has its own, which the dashboard's test \
                button uses.

                Exit status: 0 all were accepted; 1 one was not (the reason is printed); 64 wrong usage.
                """)

        @Argument(help: ArgumentHelp("Ways to test: webhook, ntfy, mail (default: all).", valueName: "way"))
        var ways: [AlertWay.Kind] = []

        @OptionGroup var source: ConfigurationOption

        func run() async throws {
            let configuration = try source.validConfiguration()
            let settings = configuration.alerts
            let kinds = ways.isEmpty ? settings.ways.map(\.kind) : ways
            guard !kinds.isEmpty else {
                Console.error(
                    "\(source.path.readable) has no `alerts`. Add one, e.g. `alerts: { mail: you@example.com }`.")
                throw ExitCode(1)
            }
            var hasFailed = false
            for kind in kinds {
                do throws(DeliveryError) {
                    guard let way = settings.ways.first(where: { $0.kind == kind }) else { throw .notConfigured(kind) }
                    try await AlertSender.ofThisProcess.send(
                        .test(at: .now), by: way, settings.language, server: configuration.publicURL,
                        zone: configuration.timeZone)
                    Console.result("\(kind.rawValue): accepted")
                } catch {
                    hasFailed = true
                    Console.error("\(kind.rawValue): \(error.sentence)")
                }
            }
            if hasFailed { throw ExitCode(1) }
        }
    }
}

extension AlertWay.Kind: ExpressibleByArgument {}
