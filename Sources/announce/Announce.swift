import ArgumentParser

/// All commands are looked at whichever is wanted, so each says its name: one made of its type costs half a millisecond.
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
            AccountCommand.self, ConvertCommand.self, InspectCommand.self, RenderRecording.self,
        ]
    )

    static func main() async {
        await main(Arguments.fromProcess())
    }
}

/// What `announce --version` says.
let announceVersion = "0.1.0"
