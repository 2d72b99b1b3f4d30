import ArgumentParser
import Hosting
import LocalFiles
import MediaLibrary

/// The root command: lists the subcommands, runs the one that was asked for, and prints the errors it throws. Without a
/// subcommand it shows what to try first.
///
/// Each command states its name: deriving it from the type's name would cost half a millisecond per command at every start,
/// since the parser looks at all of them.
@main
struct Announce: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "announce",
        abstract: "Play recordings to callers: convert them, publish them, answer calls.",
        discussion: """
            The telephone network plays only mono, 16-bit PCM, 8 kHz WAV and silently skips anything else. announce \
            converts any recording to that format, publishes it, and answers the provider's webhooks as described in one \
            file, announce.yaml.
            """,
        version: announceVersion,
        subcommands: [
            ServeCommand.self, InitCommand.self, CheckCommand.self, CallCommand.self, TestCommand.self,
            GraphCommand.self, SimulateCommand.self, LogCommand.self, DoctorCommand.self,
            AlertCommand.self, OverrideCommand.self, SpeakCommand.self,
            ConfigurationCommand.self, InstancesCommand.self, RestoreCommand.self,
            PasswordCommand.self, AccountCommand.self, ConvertCommand.self, InspectCommand.self,
            ScriptCommand.self, ImportCommand.self, SchemaCommand.self,
            CompletionCommand.self,
        ]
    )

    @Option(
        help: ArgumentHelp(
            "When to color output: auto (on terminals, unless NO_COLOR is set), always or never. Takes effect in all commands.",
            valueName: "when"))
    var color: ColorChoice = .auto

    /// Without a subcommand: what to try first.
    func run() {
        Console.result(FirstSteps.text)
    }

    static func main() async {
        StandardStreams.occupyClosed()
        // First of all, while there is one thread: what decodes recordings has no rights from its first byte on.
        if RawArguments.command == RenderWorker.commandName { await RenderWorker.main(RawArguments.fromProcess()) }
        do {
            let arguments = RawArguments.fromProcess()
            Console.color(RawArguments.color(in: arguments) ?? .auto)
            if let problem = CommandNames.problem(in: arguments, of: Self.self) { throw ValidationError(problem) }
            var command = try await parse(arguments)
            if let command = command as? any DecodingCommand {
                try await command.prepareAndRun()
            } else if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch let error as any ReportableError {
            Console.error(error.sentence)
            Console.exit(.failure)
        } catch {
            let status = exitCode(for: error)
            let message = fullMessage(for: error)
            if !message.isEmpty { status == .success ? Console.result(message) : Console.note(message) }
            Console.exit(status)
        }
        Console.exit()
    }

    /// Commands that decode are parsed without a thread being started (`DecodingCommand`).
    private static func parse(_ arguments: [String]) async throws -> any ParsableCommand {
        let decoding: [any DecodingCommand.Type] = [ConvertCommand.self, InspectCommand.self]
        guard decoding.contains(where: { $0.configuration.commandName == RawArguments.command }) else {
            return try await asyncParseAsRoot(arguments)
        }
        return try parseAsRoot(arguments)
    }
}
