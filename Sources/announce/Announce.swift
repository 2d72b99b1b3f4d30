import ArgumentParser
import Hosting

/// The root command: lists the subcommands, runs the one that was asked for, and prints the errors it throws.
///
/// Each command states its name: deriving it from the type's name would cost half a millisecond per command at every start,
/// since the parser looks at all of them.
@main
struct Announce: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "announce",
        abstract: "Gets a recording to a caller's ear.",
        discussion: """
            The telephone network plays only mono, 16-bit PCM, 8 kHz WAV and skips anything else without a word. \
            announce makes that of any recording, publishes it, and answers the telephone provider's webhooks as one \
            announce.yaml says.
            """,
        version: announceVersion,
        subcommands: [
            ServeCommand.self, InitCommand.self, CheckCommand.self, CallCommand.self, TestCommand.self,
            GraphCommand.self, LogCommand.self, DoctorCommand.self, OverrideCommand.self, PasswordCommand.self,
            AccountCommand.self, ConvertCommand.self, InspectCommand.self, CompletionCommand.self, RenderRecording.self,
        ]
    )

    static func main() async {
        do {
            let arguments = RawArguments.fromProcess()
            if let problem = CommandNames.problem(in: arguments, of: Self.self) { throw ValidationError(problem) }
            var command = try await asyncParseAsRoot(arguments)
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch let error as any ReportableError {
            Console.error(error.sentence)
            exit(withError: ExitCode.failure)
        } catch {
            exit(withError: error)
        }
    }
}
